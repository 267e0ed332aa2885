package replication.backlog.oracle.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/** What each suite did, and how each rule came off. */
final class HtmlTables {

    private static final int LONGEST_NAME = 200;

    private final Html html;
    private final Report report;

    HtmlTables(Html html, Report report) {
        this.html = html;
        this.report = report;
    }

    void write() {
        suites();
        HtmlRace.seen(html, report.verdict());
        rules();
    }

    private void suites() {
        html.open("section").element("h2", "Suites").open("table", "class", "suites");
        html.open("thead").open("tr");
        List.of("Suite", "Scripts", "Steps", "Rules", "Seconds", "Result")
                .forEach(title -> html.element("th", title, "scope", "col"));
        html.close().close().open("tbody");
        report.verdict().results().forEach(this::suite);
        for (String name : report.verdict().notRun()) {
            html.open("tr").element("th", Untrusted.cut(name, LONGEST_NAME), "scope", "row");
            html.element("td", "did not run", "colspan", "5", "class", "quiet").close();
        }
        html.close().close().close();
    }

    private void suite(SuiteResult suite) {
        String broken = suite.undeclared().stream()
                .map(finding -> finding.rule())
                .distinct()
                .sorted()
                .map(Rule::id)
                .collect(Collectors.joining(", "));
        html.open("tr").element("th", suite.suite(), "scope", "row");
        cell("scripts", scripts(suite));
        cell("steps", String.format(Locale.ROOT, "%,d", suite.steps()));
        cell("rules", "" + suite.rules().size());
        cell("seconds", String.format(Locale.ROOT, "%.1f", suite.seconds()));
        html.open("td");
        if (!broken.isEmpty()) {
            html.element("span", "✗ diverges", "class", "bad").text(" from " + broken);
        } else if (suite.steps() == 0) {
            html.element("span", "nothing to do", "class", "quiet");
        } else {
            html.element("span", "✓ passed", "class", "good").text(butFor(suite));
        }
        html.close().close();
    }

    /** How many were run, and of how many if it is not all. */
    private static String scripts(SuiteResult suite) {
        return suite.scripts() < suite.planned()
                ? String.format(Locale.ROOT, "%,d of %,d", suite.scripts(), suite.planned())
                : String.format(Locale.ROOT, "%,d", suite.scripts());
    }

    private static String butFor(SuiteResult suite) {
        List<String> not = Stream.of(
                        suite.declared().isEmpty() ? "" : "is declared",
                        suite.skipped().isEmpty() ? "" : "was left out")
                .filter(words -> !words.isEmpty())
                .toList();
        return not.isEmpty() ? "" : ", but for what " + String.join(" or ", not);
    }

    /** A number, and of what: where there is no room for columns, their heads go into the cells. */
    private void cell(String of, String number) {
        html.element("td", number, "class", "number", "data-of", of);
    }

    private void rules() {
        html.open("section").element("h2", "Rules");
        html.element(
                "p",
                Arrays.stream(Verdict.Standing.values())
                        .filter(standing -> count(standing) > 0)
                        .map(standing -> standing.words() + ": " + count(standing))
                        .collect(Collectors.joining(" · ")),
                "class",
                "quiet");
        html.open("table", "class", "rules-table").open("thead").open("tr");
        List.of("Rule", "It says", "Here").forEach(title -> html.element("th", title, "scope", "col"));
        html.close().close().open("tbody");
        for (Rule rule : Rule.values()) {
            rule(rule);
        }
        html.close().close().close();
    }

    private long count(Verdict.Standing standing) {
        return Arrays.stream(Rule.values())
                .filter(rule -> report.verdict().standing(rule) == standing)
                .count();
    }

    private void rule(Rule rule) {
        Verdict.Standing standing = report.verdict().standing(rule);
        html.open("tr", "id", rule.id()).element("th", rule.id(), "scope", "row");
        html.element("td", rule.sentence());
        html.open("td");
        switch (standing) {
            case BROKEN -> html.element("span", "✗ " + standing.words(), "class", "bad");
            case DEVIATES -> html.element("span", "! " + standing.words(), "class", "fair");
            case CHECKED -> html.element("span", "✓ " + standing.words(), "class", "good");
            default -> html.element("span", "– " + standing.words(), "class", "quiet");
        }
        html.close().close();
    }
}
