package replication.backlog.oracle.report;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The verdict for an endpoint badge of shields.io. */
final class Badge {

    private static final Map<String, String> COLORS = Map.of(
            "CONFORMANT", "brightgreen",
            "PARTIAL", "yellowgreen",
            "DIVERGENT", "red",
            "STALE DEVIATION", "orange",
            "NOTHING CHECKED", "lightgrey");

    private Badge() {}

    static String of(Report report) {
        ObjectNode badge = new JsonMapper().createObjectNode();
        badge.put("schemaVersion", 1);
        badge.put("label", "replication backlog");
        badge.put("message", message(report));
        badge.put("color", COLORS.getOrDefault(report.word(), "lightgrey"));
        return badge + "\n";
    }

    private static String message(Report report) {
        int broken = report.broken(false).size();
        if (broken > 0) {
            return broken == 1 ? "1 rule broken" : broken + " rules broken";
        }
        int declared = report.broken(true).size();
        String but = declared == 0
                ? ""
                : declared == 1 ? ", 1 declared deviation" : ", " + declared + " declared deviations";
        return report.word().toLowerCase(Locale.ROOT) + but;
    }
}
