package replication.backlog.conformance;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.statistics.Statistics;
import replication.backlog.model.Circumstance;

/** Counts the cases that the chains reach, and fails a property whose chains miss one that a rule names. */
final class CircumstancesReached {

    private static final String LABEL = "circumstances";

    /** What the chains are not meant to reach: properties of their own do. */
    private static final Set<Circumstance> ELSEWHERE = EnumSet.range(Circumstance.DECODED, Circumstance.AWAITED);

    private CircumstancesReached() {}

    static void collect(Circumstance circumstance) {
        Statistics.label(LABEL).collect(circumstance);
    }

    static void require() {
        Statistics.label(LABEL)
                .coverage(coverage -> Arrays.stream(Circumstance.values())
                        .filter(circumstance -> circumstance != Circumstance.NO_BUDGET)
                        .filter(circumstance -> !ELSEWHERE.contains(circumstance))
                        .forEach(circumstance -> coverage.check(circumstance).count(count -> count > 0)));
    }
}
