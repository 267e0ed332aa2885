package replication.backlog.oracle.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import replication.backlog.model.Untrusted;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The verdict for an endpoint badge of shields.io. */
final class Badge {

    private static final Map<String, String> COLORS = Map.of(
            "CONFORMANT", "brightgreen",
            "PARTIAL", "yellowgreen",
            "DIVERGENT", "red",
            "STALE DEVIATION", "orange",
            "NOTHING CHECKED", "lightgrey",
            "NO VERDICT", "lightgrey");

    private static final int LONGEST = 60;

    private Badge() {}

    static String of(Report report) {
        ObjectNode badge = new JsonMapper().createObjectNode();
        badge.put("schemaVersion", 1);
        badge.put("label", "replication backlog");
        badge.put("message", message(report));
        badge.put("color", COLORS.getOrDefault(report.verdict().word(), "lightgrey"));
        return badge + "\n";
    }

    private static String message(Report report) {
        int broken = report.verdict().broken(false).size();
        if (broken > 0) {
            return broken == 1 ? "1 rule broken" : broken + " rules broken";
        }
        int declared = report.verdict().broken(true).size();
        String but = declared == 0
                ? ""
                : declared == 1 ? ", 1 declared deviation" : ", " + declared + " declared deviations";
        List<String> less = List.copyOf(report.verdict().skipped());
        String without = less.isEmpty()
                ? ""
                : ": without " + less.get(0) + (less.size() == 1 ? "" : " and " + (less.size() - 1) + " more");
        return Untrusted.cut(report.verdict().word().toLowerCase(Locale.ROOT) + but + without, LONGEST)
                .replaceFirst("… \\(.*", "…");
    }
}
