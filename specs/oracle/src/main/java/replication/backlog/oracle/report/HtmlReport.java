package replication.backlog.oracle.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

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
        divergences("Divergences", report.verdict().broken(false));
        divergences("Declared deviations", report.verdict().broken(true));
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
        html.element("title", report.verdict().word() + " · " + name() + " · replication backlog");
        html.style(css()).close();
    }

    private String name() {
        return Untrusted.cut(report.description(), LONGEST_NAME);
    }

    private void summary() {
        String tone = switch (report.verdict().exitStatus()) {
            case 0 -> report.verdict().word().equals("CONFORMANT") ? "good" : "fair";
            case 1 -> "bad";
            default -> "fair";
        };
        html.open("header", "class", tone);
        html.element("p", "Replication backlog · conformance report", "class", "kicker");
        html.open("h1", "class", name().length() > 60 ? "long" : "short")
                .element("bdi", name())
                .close();
        html.open("p", "class", "verdict")
                .element("strong", sign(tone) + " " + report.verdict().word());
        html.text(" " + sentence()).close();
        html.open("dl");
        term("Offers", capabilities());
        term(
                "Adapter",
                report.command().isEmpty()
                        ? "none: it is built in"
                        : Untrusted.cut(String.join(" ", report.command()), LONGEST_COMMAND));
        long all =
                List.of(Rule.values()).stream().filter(Rule::isShownByAdapters).count();
        term(
                "Checked",
                String.format(
                        Locale.ROOT,
                        "%,d scripts, %,d steps, %d of %d rules in %.1f s",
                        report.verdict().scripts(),
                        report.verdict().steps(),
                        report.verdict().rules().size(),
                        all,
                        report.verdict().seconds()));
        report.seed().ifPresent(seed -> term("Seed", "" + seed));
        term("Finished", report.finished().truncatedTo(ChronoUnit.SECONDS).toString());
        if (!report.verdict().skipped().isEmpty()) {
            term("Left out", String.join("; ", report.verdict().skipped()));
        }
        html.open("dt").text("See it again").close();
        html.open("dd").element("code", Untrusted.cut(report.reproduce(), LONGEST_COMMAND), "dir", "ltr");
        html.close().close().close();
    }

    private static String sign(String tone) {
        return tone.equals("good") ? "✓" : tone.equals("bad") ? "✗" : "!";
    }

    private String capabilities() {
        return report.capabilities().isEmpty() ? "no capability" : String.join(", ", report.capabilities());
    }

    private String sentence() {
        int broken = report.verdict().broken(false).size();
        int declared = report.verdict().broken(true).size();
        return switch (report.verdict().word()) {
            case "DIVERGENT" -> broken == 1 ? "One rule is broken." : broken + " rules are broken.";
            case "STALE DEVIATION" -> "A declared deviation no longer happens: remove it from the deviations file.";
            case "NOTHING CHECKED" -> "Nothing was checked.";
            case "NO VERDICT" ->
                report.verdict().cutShort().map(why -> why.sentence()).orElse("");
            default ->
                (declared == 0
                                ? "What was checked keeps the rules"
                                : "What was checked keeps the rules but for "
                                        + (declared == 1
                                                ? "one declared deviation"
                                                : declared + " declared deviations"))
                        + (report.verdict().skipped().isEmpty() ? "." : "; some things were left out.");
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
        List<Finding> findings = report.verdict().of(rule);
        html.open("article").open("h3");
        HtmlDivergence.link(html, rule);
        html.text(rule.sentence()).close();
        findings.get(0).declared().ifPresent(this::declared);
        HtmlDivergence.write(html, findings.get(0));
        for (Finding more : findings.subList(1, findings.size())) {
            html.open("details").element("summary", "The same rule in " + more.suite() + ", " + more.script());
            HtmlDivergence.write(html, more);
            html.close();
        }
        html.close();
    }

    private void declared(Deviation deviation) {
        html.open("p", "class", "declared").element("b", "Declared: ");
        html.element("bdi", Untrusted.cut(deviation.reason(), LONGEST_COMMAND));
        if (!deviation.link().isBlank()) {
            html.text(" ").element("code", Untrusted.cut(deviation.link(), LONGEST_COMMAND), "dir", "ltr");
        }
        html.close();
    }

    private void stale() {
        if (report.verdict().stale().isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Declared, but no longer so").open("ul");
        report.verdict().stale().forEach(deviation -> {
            html.open("li");
            HtmlDivergence.link(html, deviation.difference().rule());
            html.text(deviation.difference().when() + ", "
                    + deviation.difference().call() + ": ");
            html.element("bdi", Untrusted.cut(deviation.reason(), LONGEST_COMMAND))
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
