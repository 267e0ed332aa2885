package replication.backlog.oracle.report;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Untrusted;

/** The head of the page: what was checked, what came of it, and what that does not cover. */
final class HtmlSummary {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_COMMAND = 1000;
    private static final int LONGEST_SENTENCE = 4000;

    private final Html html;
    private final Report report;
    private final Verdict verdict;

    HtmlSummary(Html html, Report report) {
        this.html = html;
        this.report = report;
        this.verdict = report.verdict();
    }

    /** {@return what was checked, short enough for a title} */
    static String name(Report report) {
        return Untrusted.cut(report.description(), LONGEST_NAME);
    }

    void write() {
        String name = name(report);
        String tone = tone();
        html.open("header", "class", tone);
        html.element("p", "Replication backlog · conformance report", "class", "kicker");
        html.open("h1", "class", name.length() > 60 ? "long" : "short")
                .element("bdi", name)
                .close();
        html.open("p", "class", "verdict").element("strong", sign(tone) + " " + verdict.word());
        html.text(" " + sentence()).close();
        verdict.cutShort()
                .ifPresent(why -> html.open("p", "class", "cut-short", "dir", "auto")
                        .lines(Untrusted.cut(why.sentence(), LONGEST_SENTENCE))
                        .close());
        html.open("dl");
        facts();
        leftOut(verdict.skipped());
        html.element("dt", "See it again").open("dd");
        html.element("code", Untrusted.cut(report.reproduce(), LONGEST_COMMAND), "dir", "ltr");
        html.close().close().close();
    }

    private String tone() {
        return verdict.exitStatus() == Verdict.DIVERGES ? "bad" : verdict.word().equals("CONFORMANT") ? "good" : "fair";
    }

    private static String sign(String tone) {
        return tone.equals("good") ? "✓" : tone.equals("bad") ? "✗" : "!";
    }

    private String sentence() {
        int broken = verdict.broken(false).size();
        int declared = verdict.declared().size();
        return switch (verdict.word()) {
            case "DIVERGENT" -> broken == 1 ? "One rule is broken." : broken + " rules are broken.";
            case "STALE DEVIATION" -> "A declared deviation no longer happens: remove it from the deviations file.";
            case "NOTHING CHECKED" -> "Nothing was checked.";
            case "NO VERDICT" ->
                "The check did not come to its end." + (broken == 0 ? "" : " Rules broken until then: " + broken + ".");
            default ->
                "What was checked keeps the rules"
                        + (declared == 0
                                ? ""
                                : " but for "
                                        + (declared == 1
                                                ? "one declared deviation"
                                                : declared + " declared deviations"))
                        + (verdict.skipped().isEmpty() ? "." : "; some things were left out.");
        };
    }

    private void facts() {
        html.term(
                "Offers", report.capabilities().isEmpty() ? "no capability" : String.join(", ", report.capabilities()));
        html.term(
                "Adapter",
                report.command().isEmpty()
                        ? "none: it is built in"
                        : Untrusted.cut(String.join(" ", report.command()), LONGEST_COMMAND));
        html.term(
                "Checked",
                String.format(
                        Locale.ROOT,
                        "%,d scripts, %,d steps, %d of %d rules in %.1f s",
                        verdict.scripts(),
                        verdict.steps(),
                        verdict.rules().size(),
                        verdict.rulesInScope(),
                        verdict.seconds()));
        report.seed().ifPresent(seed -> html.term("Seed", "" + seed));
        html.term("Finished", report.finished().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private void leftOut(Set<String> skipped) {
        if (skipped.isEmpty()) {
            return;
        }
        html.element("dt", "Left out").open("dd").open("ul", "class", "left-out");
        for (String what : skipped) {
            html.open("li").element("bdi", Untrusted.cut(what, LONGEST_COMMAND)).close();
        }
        html.close().close();
    }
}
