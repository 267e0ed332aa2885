package replication.backlog.oracle.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import replication.backlog.spec.Rule;

/** The result as a page for people: one file that needs nothing else and runs nothing. */
final class HtmlReport {

    private static final String NOTHING_BUT_STYLE =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    private static final String LEGEND =
            "The pictures show what the rules demand. A box is a frame, about as wide as it"
                    + " is long, with its offset; the box around them all is the budget. Dashed boxes are not there: they have just"
                    + " left, or are missing from a reply. A bar at the foot of a box says that the frame is served.";
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_COMMAND = 1000;

    private final Html html = new Html();
    private final Report report;

    private HtmlReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new HtmlReport(report).write();
    }

    private String write() {
        html.open("html", "lang", "en");
        head();
        html.open("body");
        summary();
        html.open("main");
        divergences("Divergences", report.broken(false));
        divergences("Declared deviations", report.broken(true));
        stale();
        new HtmlTables(html, report).write();
        html.close();
        html.open("footer")
                .element(
                        "p",
                        "backlog-oracle " + report.version() + ". The same result for programs is in "
                                + "report.json, for continuous integration in junit.xml.")
                .close();
        return html.close().close().toString();
    }

    private void head() {
        html.open("head").voidElement("meta", "charset", "utf-8");
        html.voidElement("meta", "http-equiv", "Content-Security-Policy", "content", NOTHING_BUT_STYLE);
        html.voidElement("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.voidElement("meta", "name", "color-scheme", "content", "light dark");
        html.voidElement("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", report.word() + " · " + name() + " · replication backlog");
        html.style(css()).close();
    }

    private String name() {
        return Visible.cut(report.subject().description(), LONGEST_NAME);
    }

    private void summary() {
        String tone = switch (report.exitStatus()) {
            case 0 -> report.word().equals("CONFORMANT") ? "good" : "fair";
            case 1 -> "bad";
            default -> "fair";
        };
        html.open("header", "class", tone);
        html.element("p", "Replication backlog · conformance report", "class", "kicker");
        html.open("h1", "class", name().length() > 60 ? "long" : "short")
                .element("bdi", name())
                .close();
        html.open("p", "class", "verdict").element("strong", sign(tone) + " " + report.word());
        html.text(" " + sentence()).close();
        html.open("dl");
        term("Offers", capabilities());
        term(
                "Adapter",
                report.subject().command().isEmpty()
                        ? "none: it is built in"
                        : Visible.cut(String.join(" ", report.subject().command()), LONGEST_COMMAND));
        long all =
                List.of(Rule.values()).stream().filter(Rule::isShownByAdapters).count();
        term(
                "Checked",
                String.format(
                        Locale.ROOT,
                        "%,d scripts, %,d steps, %d of %d rules in %.1f s",
                        report.suites().stream()
                                .mapToLong(Report.Suite::scripts)
                                .sum(),
                        report.suites().stream().mapToLong(Report.Suite::steps).sum(),
                        report.rulesChecked(),
                        all,
                        report.run().seconds()));
        term("Seed", "" + report.run().seed());
        term("Finished", report.run().finished().truncatedTo(ChronoUnit.SECONDS).toString());
        if (!report.skipped().isEmpty()) {
            term("Left out", String.join("; ", report.skipped()));
        }
        html.open("dt").text("See it again").close();
        html.open("dd").element("code", Visible.cut(report.run().reproduce(), LONGEST_COMMAND), "dir", "ltr");
        html.close().close().close();
    }

    private static String sign(String tone) {
        return tone.equals("good") ? "✓" : tone.equals("bad") ? "✗" : "!";
    }

    private String capabilities() {
        return report.subject().capabilities().isEmpty()
                ? "no capability"
                : String.join(", ", report.subject().capabilities());
    }

    private String sentence() {
        int broken = report.broken(false).size();
        int declared = report.broken(true).size();
        return switch (report.word()) {
            case "DIVERGENT" -> broken == 1 ? "One rule is broken." : broken + " rules are broken.";
            case "STALE DEVIATION" -> "A declared deviation no longer happens: remove it from the deviations file.";
            case "NOTHING CHECKED" -> "Nothing was checked.";
            default ->
                (declared == 0
                                ? "What was checked keeps the rules"
                                : "What was checked keeps the rules but for "
                                        + (declared == 1
                                                ? "one declared deviation"
                                                : declared + " declared deviations"))
                        + (report.skipped().isEmpty() ? "." : "; some things were left out.");
        };
    }

    private void term(String name, String text) {
        html.element("dt", name).open("dd").element("bdi", text).close();
    }

    private void divergences(String title, List<Rule> rules) {
        if (rules.isEmpty()) {
            return;
        }
        html.open("section").element("h2", title).element("p", LEGEND, "class", "legend");
        rules.forEach(this::rule);
        html.close();
    }

    private void rule(Rule rule) {
        List<Report.Finding> findings = report.of(rule);
        html.open("article").open("h3");
        HtmlDivergence.link(html, rule);
        html.text(rule.sentence()).close();
        findings.get(0).declared().ifPresent(this::declared);
        HtmlDivergence.write(html, findings.get(0));
        for (Report.Finding more : findings.subList(1, findings.size())) {
            html.open("details").element("summary", "The same rule in " + more.suite() + ", " + more.script());
            HtmlDivergence.write(html, more);
            html.close();
        }
        html.close();
    }

    private void declared(Report.Deviation deviation) {
        html.open("p", "class", "declared").element("b", "Declared: ");
        html.element("bdi", Visible.cut(deviation.reason(), LONGEST_COMMAND));
        if (!deviation.link().isBlank()) {
            html.text(" ").element("code", Visible.cut(deviation.link(), LONGEST_COMMAND), "dir", "ltr");
        }
        html.close();
    }

    private void stale() {
        if (report.stale().isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Declared, but no longer so").open("ul");
        report.stale().forEach(deviation -> {
            html.open("li");
            HtmlDivergence.link(html, deviation.rule());
            html.element("bdi", Visible.cut(deviation.reason(), LONGEST_COMMAND))
                    .close();
        });
        html.close().close();
    }

    private static String css() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException partOfTheJar) {
            throw new UncheckedIOException(partOfTheJar);
        }
    }
}
