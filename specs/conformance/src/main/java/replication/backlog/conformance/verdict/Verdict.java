package replication.backlog.conformance.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.race.Seen;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.model.Rule;

/**
 * What a check came to.
 *
 * @param results what each suite came to
 * @param notRun the suites that were not asked for, or not reached
 * @param scope which part of the work was asked for
 * @param deviations what was declared
 * @param cutShort why the check did not come to its end, if it did not
 */
public record Verdict(
        List<SuiteResult> results,
        List<String> notRun,
        Check.Scope scope,
        Deviations deviations,
        Optional<CutShort> cutShort) {

    /** The suites in which chance decides what is seen. */
    private static final Set<String> DRAWN = Set.of("random", Suite.RACES);

    /** Exit status: what ran matches the rules and the declared deviations. */
    public static final int CONFORMS = 0;

    /** Exit status: there is a divergence that is not declared. */
    public static final int DIVERGES = 1;

    /** Exit status: a declared deviation no longer happens. */
    public static final int STALE_DEVIATION = 2;

    /** Exit status: the adapter cannot be started, or does not speak the protocol. */
    public static final int NO_ADAPTER = 3;

    /** Exit status: the command line is not right. */
    public static final int USAGE = 4;

    /** Exit status: nothing was checked. */
    public static final int NOTHING_CHECKED = 5;

    /** Exit status: something in the oracle itself went wrong. Far from the others, so that it is never taken for a verdict. */
    public static final int ORACLE_FAILED = 70;

    /** Exit status: whoever started the check ended it. */
    public static final int INTERRUPTED = 130;

    /**
     * Why a check did not come to its end.
     *
     * @param exitStatus the exit status that says so
     * @param sentence what happened, in a sentence
     */
    public record CutShort(int exitStatus, String sentence) {}

    /** How a rule came off. */
    public enum Standing {
        /** Not kept. */
        BROKEN("broken"),
        /** Not kept, and that is declared. */
        DEVIATES("deviates, as declared"),
        /** Checked, and kept as far as it was looked at. */
        CHECKED("checked"),
        /** Not looked at. */
        NOT_CHECKED("not checked"),
        /** Nothing that an adapter can show. */
        NEEDS_JAVA("needs Java");

        private final String words;

        Standing(String words) {
            this.words = words;
        }

        /** {@return it in words} */
        public String words() {
            return words;
        }
    }

    /** {@return all divergences that are kept} */
    public List<Finding> findings() {
        return results.stream().flatMap(result -> result.findings().stream()).toList();
    }

    /** {@return the divergences that are not declared} */
    public List<Finding> undeclared() {
        return results.stream().flatMap(result -> result.undeclared().stream()).toList();
    }

    /** {@return the declared deviations that were seen, and how often} */
    public Map<Deviation, Long> declared() {
        Map<Deviation, Long> seen = new LinkedHashMap<>();
        results.forEach(
                result -> result.declared().forEach((deviation, times) -> seen.merge(deviation, times, Long::sum)));
        return seen;
    }

    /** {@return all that differed and was not declared, each once} */
    public Set<Difference> differences() {
        Set<Difference> all = new LinkedHashSet<>();
        results.forEach(result -> all.addAll(result.differences()));
        return all;
    }

    /** {@return the declared deviations that did not show, though all was done that could show them} */
    public List<Deviation> stale() {
        return unseen().filter(this::isStale).toList();
    }

    /** {@return the declared deviations that did not show, where that proves nothing: something was left out, or chance shows them} */
    public List<Deviation> notSeen() {
        return unseen().filter(deviation -> !isStale(deviation)).toList();
    }

    private boolean isStale(Deviation unseen) {
        return isWhole() && !unseen.byChance();
    }

    /** Of the rules that were asked about. */
    private Stream<Deviation> unseen() {
        Set<Deviation> seen = declared().keySet();
        return deviations.all().stream()
                .filter(deviation -> !seen.contains(deviation))
                .filter(deviation -> wasAsked(deviation.difference().rule()));
    }

    private boolean wasAsked(Rule rule) {
        return rules().contains(rule) || !of(rule).isEmpty();
    }

    /** Whether all was done that is done unless something else is said, as far as the subject offers it. */
    private boolean isWhole() {
        return notRun.isEmpty()
                && scope.less().isEmpty()
                && scope.shards() == 1
                && scope.only().isEmpty()
                && results.stream().noneMatch(SuiteResult::isHopeless)
                && cutShort.isEmpty();
    }

    /** {@return what was left out or made smaller} */
    public Set<String> skipped() {
        Set<String> skipped = new LinkedHashSet<>();
        notRun.forEach(suite -> skipped.add("suite " + suite));
        skipped.addAll(scope.less());
        if (scope.shards() > 1) {
            skipped.add("all but piece " + scope.shard() + " of " + scope.shards());
        }
        if (!scope.only().isEmpty()) {
            skipped.add("all rules but " + scope.only().stream().map(Rule::id).collect(Collectors.joining(" and ")));
        }
        results.forEach(result -> skipped.addAll(result.skipped()));
        String behind = behindDeclared().stream().map(Rule::id).collect(Collectors.joining(", "));
        if (!behind.isEmpty()) {
            skipped.add(behind + ", which could not be looked at behind what is declared");
        }
        cutShort.ifPresent(why -> skipped.add("what was left when it was cut short"));
        return skipped;
    }

    /** The rules that nothing was seen of, though everything was run, because scripts end where they differ as declared. */
    private Set<Rule> behindDeclared() {
        Set<Rule> left = EnumSet.noneOf(Rule.class);
        boolean ran = results.stream().allMatch(result -> result.skipped().isEmpty())
                && results.stream().map(SuiteResult::suite).toList().equals(Suite.NAMES);
        for (Rule rule : Rule.values()) {
            boolean isAsked = scope.only().isEmpty() || scope.only().contains(rule);
            if (rule.isShownByAdapters() && isAsked && standing(rule) == Standing.NOT_CHECKED) {
                left.add(rule);
            }
        }
        return ran && !declared().isEmpty() ? left : Set.of();
    }

    /** {@return the capabilities that could have been made use of, and that no rule hangs on} */
    public Set<Capability> notOffered() {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        results.forEach(result -> all.addAll(result.notOffered()));
        return all;
    }

    /** {@return the rules that were asked about and checked, whatever came of it} */
    public Set<Rule> rules() {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        results.forEach(result -> rules.addAll(result.rules()));
        if (!scope.only().isEmpty()) {
            rules.retainAll(scope.only());
        }
        return rules;
    }

    /** {@return of all races together, how much was seen of what some order gives; empty if there was none} */
    public Optional<Seen> seen() {
        return results.stream().flatMap(result -> result.seen().stream()).reduce(Seen::and);
    }

    /** Whether what threads share was looked at: then all rules are counted, and those that are left cannot be seen at all. */
    public boolean hasRaces() {
        return seen().isPresent();
    }

    /** {@return the rules that no suite can see} */
    public List<Rule> invisible() {
        return Arrays.stream(Rule.values()).filter(rule -> !rule.canBeShown()).toList();
    }

    /** {@return how many rules there are to check} */
    public long rulesInScope() {
        return Arrays.stream(Rule.values())
                .filter(rule -> rule.isShownByAdapters() || hasRaces())
                .filter(rule -> scope.only().isEmpty() || scope.only().contains(rule))
                .count();
    }

    /** {@return how a rule came off} */
    public Standing standing(Rule rule) {
        List<Finding> broken = of(rule);
        if (broken.stream().anyMatch(finding -> finding.declared().isEmpty())) {
            return Standing.BROKEN;
        }
        if (!broken.isEmpty()) {
            return Standing.DEVIATES;
        }
        if (rules().contains(rule)) {
            return Standing.CHECKED;
        }
        return rule.canBeShown() ? Standing.NOT_CHECKED : Standing.NEEDS_JAVA;
    }

    /** {@return the divergences from a rule: those that are not declared first, and of them the one by the shortest script} */
    public List<Finding> of(Rule rule) {
        return findings().stream()
                .filter(finding -> finding.rule() == rule)
                .sorted(Comparator.<Finding, Boolean>comparing(
                                finding -> finding.declared().isPresent())
                        .thenComparing(Finding::calls))
                .toList();
    }

    /** {@return the rules that are broken, declared or not, the one with the shortest script first} */
    public List<Rule> broken(boolean declared) {
        return findings().stream()
                .filter(finding -> finding.declared().isPresent() == declared)
                .sorted(Comparator.comparing(Finding::calls))
                .map(Finding::rule)
                .distinct()
                .toList();
    }

    /** {@return how many scripts were run} */
    public long scripts() {
        return results.stream().mapToLong(SuiteResult::scripts).sum();
    }

    /** {@return how many replies were judged} */
    public long steps() {
        return results.stream().mapToLong(SuiteResult::steps).sum();
    }

    /** {@return how long the suites took} */
    public double seconds() {
        return results.stream().mapToDouble(SuiteResult::seconds).sum();
    }

    /** {@return the exit status} */
    public int exitStatus() {
        if (cutShort.isPresent()) {
            return cutShort.get().exitStatus();
        }
        if (!undeclared().isEmpty()) {
            return DIVERGES;
        }
        if (steps() == 0 || (!scope.only().isEmpty() && rules().isEmpty())) {
            return NOTHING_CHECKED;
        }
        return stale().isEmpty() ? CONFORMS : STALE_DEVIATION;
    }

    /** {@return the verdict in a word or two} */
    public String word() {
        return switch (exitStatus()) {
            case CONFORMS -> skipped().isEmpty() ? "CONFORMANT" : "PARTIAL";
            case DIVERGES -> "DIVERGENT";
            case NOTHING_CHECKED -> "NOTHING CHECKED";
            case STALE_DEVIATION -> "STALE DEVIATION";
            default -> "NO VERDICT";
        };
    }

    private boolean isDrawn(Difference difference) {
        return results.stream()
                .filter(result -> result.differences().contains(difference))
                .allMatch(result -> DRAWN.contains(result.suite()));
    }

    /** {@return the differences that were declared and seen, or are new, each as a deviation: the fewest that cover them} */
    public List<Deviation> asDeviations(String reason) {
        List<Deviation> all = new ArrayList<>(declared().keySet());
        differences().forEach(difference -> all.add(new Deviation(difference, reason, "", isDrawn(difference))));
        return all;
    }
}
