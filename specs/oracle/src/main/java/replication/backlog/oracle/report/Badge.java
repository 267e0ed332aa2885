package replication.backlog.oracle.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import replication.backlog.conformance.verdict.Verdict;
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

    /** Cut where it is too long for a badge, without the note of how much is not there. */
    private static String message(Report report) {
        return Untrusted.cut(Untrusted.line(words(report.verdict())), LONGEST).replaceFirst("… \\(.*", "…");
    }

    private static String words(Verdict verdict) {
        int broken = verdict.broken(false).size();
        String word = verdict.word().toLowerCase(Locale.ROOT);
        if (broken > 0) {
            return verdict.cutShort().map(why -> word + ", ").orElse("") + count(broken, "rule broken", "rules broken");
        }
        int declared = verdict.declared().size();
        return word
                + (declared == 0 ? "" : ", " + count(declared, "declared deviation", "declared deviations"))
                + without(List.copyOf(verdict.skipped()));
    }

    private static String without(List<String> skipped) {
        return skipped.isEmpty()
                ? ""
                : ": without " + skipped.get(0) + (skipped.size() == 1 ? "" : " and " + (skipped.size() - 1) + " more");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
