package replication.backlog.oracle.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.model.Rule;

/** The result as a page for people: one file that needs nothing else and runs nothing. */
final class HtmlReport {

    private static final String NOTHING_BUT_STYLE =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    private static final String LEGEND =
            "The pictures show what the rules demand. A box is a frame, about as wide as it"
                    + " is long, with its offset; the box around them all is the budget. Dashed boxes are not there: they have just"
                    + " left, or are missing from a reply. A bar at the foot of a box says that the frame is served.";

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
        new HtmlSummary(html, report).write();
        html.open("main");
        divergences(report.verdict().broken(false));
        new HtmlDeviations(html, report.verdict()).write();
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
        html.element("title", report.verdict().word() + " · " + HtmlSummary.name(report) + " · replication backlog");
        html.style(css()).close();
    }

    /** The rules that are broken, each with the shortest script that shows it, and the others folded. */
    private void divergences(List<Rule> rules) {
        if (!report.verdict().findings().isEmpty()) {
            html.element("p", LEGEND, "class", "legend");
        }
        if (rules.isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Divergences");
        rules.forEach(this::rule);
        html.close();
    }

    private void rule(Rule rule) {
        List<Finding> findings = report.verdict().of(rule).stream()
                .filter(finding -> finding.declared().isEmpty())
                .toList();
        html.open("article").open("h3");
        HtmlDivergence.link(html, rule);
        html.text(rule.sentence()).close();
        HtmlDivergence.write(html, findings.get(0));
        findings.subList(1, findings.size()).forEach(more -> HtmlDivergence.folded(html, "The same rule", more));
        html.close();
    }

    private static String css() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException partOfTheJar) {
            throw new UncheckedIOException(partOfTheJar);
        }
    }
}
