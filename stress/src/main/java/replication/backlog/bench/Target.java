package replication.backlog.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that is meant to be reached.
 *
 * @param what the figure
 * @param atMost what it may be, as far as it is shown
 * @param reached what it is on a JDK and collector
 */
record Target(String what, double atMost, Function<String, Optional<Spread>> reached) {

    /** {@return a table of targets, with a column for each JDK and collector} */
    static String table(String first, List<String> on, List<Target> targets) {
        StringBuilder table = new StringBuilder("\n| " + first + " | target | " + String.join(" | ", on) + " |\n");
        table.append("|---|--:|").append("--:|".repeat(on.size())).append('\n');
        targets.forEach(target -> table.append(target.row(on)));
        return table.toString();
    }

    private String row(List<String> on) {
        StringBuilder row = new StringBuilder("| " + what + " | ≤ " + Spread.shown(atMost));
        for (String each : on) {
            row.append(" | ").append(reached.apply(each).map(this::verdict).orElse("–"));
        }
        return row.append(" |\n").toString();
    }

    private String verdict(Spread spread) {
        boolean met = Math.round(spread.median() * 100) <= Math.round(atMost * 100);
        return spread + (met ? ", met" : ", **not met**");
    }
}
