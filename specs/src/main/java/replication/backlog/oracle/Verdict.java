package replication.backlog.oracle;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import replication.backlog.spec.Rule;

/**
 * What a check came to.
 *
 * @param tallies what each suite did
 * @param notRun the suites that were not asked for, or not reached
 * @param scope which part of the work was asked for
 * @param deviations what was declared
 */
record Verdict(List<Tally> tallies, List<String> notRun, Check.Scope scope, Deviations deviations) {

    static final int CONFORMS = 0;
    static final int DIVERGES = 1;
    static final int STALE_DEVIATION = 2;
    static final int NO_ADAPTER = 3;
    static final int USAGE = 4;
    static final int NOTHING_CHECKED = 5;

    /** Something in the oracle itself went wrong: far from the others, so that it is never taken for a verdict. */
    static final int ORACLE_FAILED = 70;

    /** {@return the divergences that are not declared} */
    List<Finding> undeclared() {
        return findings().stream()
                .filter(finding -> !deviations.declares(finding.divergence().rule()))
                .toList();
    }

    /** {@return the divergences that are declared} */
    List<Finding> declared() {
        return findings().stream()
                .filter(finding -> deviations.declares(finding.divergence().rule()))
                .toList();
    }

    /** {@return all divergences} */
    List<Finding> findings() {
        return tallies.stream().flatMap(tally -> tally.findings().stream()).toList();
    }

    /** {@return the declared deviations that did not show, though the rule was asked about} */
    List<Deviations.Deviation> stale() {
        Set<Rule> broken = findings().stream()
                .map(finding -> finding.divergence().rule())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
        return deviations.all().stream()
                .filter(deviation -> rules().contains(deviation.rule()) && !broken.contains(deviation.rule()))
                .toList();
    }

    /** {@return what was left out} */
    Set<String> skipped() {
        Set<String> skipped = new TreeSet<>();
        notRun.forEach(suite -> skipped.add("suite " + suite));
        if (scope.shards() > 1) {
            skipped.add("all but piece " + scope.shard() + " of " + scope.shards());
        }
        if (!scope.only().isEmpty()) {
            skipped.add("all rules but " + scope.only().stream().map(Rule::id).collect(Collectors.joining(" and ")));
        }
        tallies.forEach(tally -> skipped.addAll(tally.skipped()));
        return skipped;
    }

    Set<Rule> rules() {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        tallies.forEach(tally -> rules.addAll(tally.rules()));
        return rules;
    }

    long scripts() {
        return tallies.stream().mapToLong(Tally::scripts).sum();
    }

    long steps() {
        return tallies.stream().mapToLong(Tally::steps).sum();
    }

    int exitStatus() {
        if (!undeclared().isEmpty()) {
            return DIVERGES;
        }
        if (steps() == 0) {
            return NOTHING_CHECKED;
        }
        return stale().isEmpty() ? CONFORMS : STALE_DEVIATION;
    }

    /** {@return the verdict in one word} */
    String word() {
        return switch (exitStatus()) {
            case DIVERGES -> "DIVERGENT";
            case NOTHING_CHECKED -> "NOTHING CHECKED";
            case STALE_DEVIATION -> "STALE DEVIATION";
            default -> skipped().isEmpty() ? "CONFORMANT" : "PARTIAL";
        };
    }
}
