package replication.backlog.conformance.verdict;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.race.Seen;
import replication.backlog.conformance.run.Confirmation;
import replication.backlog.conformance.run.ScriptRun;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.Reply;
import replication.backlog.model.Reply.Broken.How;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.Untrusted;

/** What a suite has come to so far. */
public final class SuiteResult {

    private static final int MOST_HANGS = 3;
    private static final int MOST_CRASHES = 10;
    private static final int MOST_DIVERGENCES = 1000;
    private static final int MOST_COSTLY = 2;

    private final String suite;
    private final long planned;
    private final long start = System.nanoTime();
    private final Set<Rule> rules = EnumSet.noneOf(Rule.class);
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Deviation, Long> declared = new LinkedHashMap<>();
    private final Map<String, Difference> differences = new LinkedHashMap<>();
    private final Map<String, String> unsupported = new TreeMap<>();
    private final Set<String> skipped = new TreeSet<>();
    private final List<Seen> seen = new ArrayList<>();
    private final Set<Capability> notOffered = EnumSet.noneOf(Capability.class);
    private double seconds;
    private boolean ended;
    private long scripts;
    private long steps;
    private int diverged;
    private int crashes;
    private int hangs;

    /**
     * Creates an empty result.
     *
     * @param suite the suite's name
     * @param planned how many scripts it has
     */
    SuiteResult(String suite, long planned) {
        this.suite = suite;
        this.planned = planned;
    }

    /**
     * Counts a script, and what its replies showed.
     *
     * @param follows whether it goes on after one that diverged, so that a divergence says nothing new
     */
    void count(Script script, ScriptRun run, boolean follows) {
        scripts++;
        steps += run.steps();
        run.rules().forEach(this::checked);
        if (!run.isOver()) {
            // What a script is named after can be more than any one reply shows.
            namedAfter(script).ifPresent(this::checked);
        }
        run.raced().forEach((exchange, raced) -> seen.add(Seen.of(script.id(), exchange, raced)));
        run.unsupported().forEach(unsupported::putIfAbsent);
        run.declared().forEach(this::count);
        run.divergence().filter(divergence -> !follows || declared.isEmpty()).ifPresent(divergence -> {
            diverged++;
            if (!follows) {
                Difference difference = Difference.of(divergence);
                differences.putIfAbsent(difference.toString(), difference);
            }
        });
        run.ended().ifPresent(this::count);
        if (isHopeless()) {
            skipped.add("the rest of suite " + suite + ", where enough had diverged");
        }
    }

    private void count(ScriptRun.DeclaredDivergence seen) {
        if (declared.merge(seen.deviation(), 1L, Long::sum) == 1) {
            findings.add(new Finding(
                    suite,
                    "script " + scripts,
                    seen.divergence(),
                    Confirmation.CONFIRMED,
                    Optional.of(seen.deviation())));
        }
    }

    private void count(Reply.Broken broken) {
        crashes += broken.how() == How.CRASHED ? 1 : 0;
        hangs += broken.how() == How.HUNG ? 1 : 0;
    }

    /** Whether going on would cost much and tell little. */
    boolean isHopeless() {
        return hangs >= MOST_HANGS || crashes >= MOST_CRASHES || diverged >= MOST_DIVERGENCES;
    }

    private static Optional<Rule> namedAfter(Script script) {
        int slash = script.id().indexOf('/');
        return slash < 0 ? Optional.empty() : Rule.byId(script.id().substring(0, slash));
    }

    private void checked(Rule rule) {
        if (rule.canBeShown()) {
            rules.add(rule);
        }
    }

    /** Keeps a divergence. */
    void found(Finding finding) {
        findings.add(finding);
    }

    /** Keeps a divergence in place of the last one, which it is the shorter form of. */
    void found(Finding finding, Finding inPlaceOf) {
        findings.set(findings.indexOf(inPlaceOf), finding);
    }

    /** Whether enough divergences were looked at of the kind that costs a new process, or the time limit, each time. */
    boolean hasLookedAtEnough() {
        return findings.stream().filter(SuiteResult::isCostly).count() >= MOST_COSTLY;
    }

    private static boolean isCostly(Finding finding) {
        return isCostly(finding.divergence()) || finding.confirmation().kind() == Confirmation.Kind.AFTER_OTHERS;
    }

    static boolean isCostly(Divergence divergence) {
        return divergence.actual() instanceof Reply.Broken broken && broken.how() != How.ERROR;
    }

    boolean hasFound(Rule rule) {
        return undeclared().stream().anyMatch(finding -> finding.rule() == rule);
    }

    boolean hasFoundAny() {
        return !undeclared().isEmpty();
    }

    /** Notes that what needs a capability was left out. */
    void skip(Capability capability) {
        if (capability.isExtra()) {
            notOffered.add(capability);
        } else {
            skipped.add("capability " + capability.code());
        }
    }

    /** Stops the clock. */
    void end() {
        seconds = secondsSoFar();
        ended = true;
    }

    private double secondsSoFar() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** {@return the suite's name} */
    public String suite() {
        return suite;
    }

    /** {@return how many scripts it has to run; no fewer than it has run} */
    public long planned() {
        return Math.max(planned, scripts);
    }

    /** {@return how long it took, or has taken so far} */
    public double seconds() {
        return ended ? seconds : secondsSoFar();
    }

    /** {@return how many scripts it has run} */
    public long scripts() {
        return scripts;
    }

    /** {@return how many replies were judged} */
    public long steps() {
        return steps;
    }

    /** {@return the rules that it has checked} */
    public Set<Rule> rules() {
        return rules;
    }

    /** {@return the divergences: the first one from each rule, and the first one that each deviation declares} */
    public List<Finding> findings() {
        return findings;
    }

    /** {@return those of them that are not declared} */
    public List<Finding> undeclared() {
        return findings.stream().filter(finding -> finding.declared().isEmpty()).toList();
    }

    /** {@return how often each deviation was seen} */
    public Map<Deviation, Long> declared() {
        return declared;
    }

    /** {@return all that differed and was not declared, each once} */
    public Set<Difference> differences() {
        return new LinkedHashSet<>(differences.values());
    }

    /** {@return of each race, how much was seen of what some order gives} */
    public List<Seen> seen() {
        return seen;
    }

    /** {@return what was left out} */
    public Set<String> skipped() {
        Set<String> all = new TreeSet<>(skipped);
        unsupported.forEach((call, why) ->
                all.add("what needs \"" + call + "\", which it does not offer (" + Untrusted.abridged(why) + ")"));
        return all;
    }

    /** {@return the capabilities that it could have made use of, and that no rule hangs on} */
    public Set<Capability> notOffered() {
        return notOffered;
    }
}
