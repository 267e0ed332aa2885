package replication.backlog.oracle.report;

import java.util.List;
import java.util.Locale;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.judge.RaceText;
import replication.backlog.conformance.race.RaceJudge;
import replication.backlog.conformance.race.Seen;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Notation;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;
import replication.backlog.model.Untrusted;

/** Races: the threads of one side by side with the order that comes nearest, and of all how much of what may be seen was. */
final class HtmlRace {

    private static final int LONGEST = 240;

    private HtmlRace() {}

    static void write(Html html, Divergence divergence) {
        Scenario scenario = RaceJudge.scenario(divergence.exchange());
        html.open("p").text("On ");
        code(html, Notation.print(new Request.New(scenario.maxBytes(), scenario.nextOffset())));
        scenario.before().forEach(call -> {
            html.text(", after ");
            code(html, Notation.print(call));
        });
        html.text(", all threads at once:").close();
        List<List<String>> threads = RaceText.threads(divergence);
        table(html, threads.get(0), threads.subList(1, threads.size()));
        html.element("p", RaceText.seen(divergence), "class", "quiet");
        List<List<String>> nearest = RaceText.nearest(divergence);
        if (!nearest.isEmpty()) {
            html.element(
                    "p",
                    "No order of these calls explains it. This is the nearest, each call below the one before it:");
            table(html, threads.get(0), nearest);
        }
    }

    private static void code(Html html, String call) {
        html.element("code", Untrusted.cut(call, LONGEST), "dir", "ltr");
    }

    private static void table(Html html, List<String> heads, List<List<String>> rows) {
        html.open("table", "class", "race").open("thead").open("tr");
        heads.forEach(head -> html.element("th", head, "scope", "col"));
        html.close().close().open("tbody");
        for (List<String> row : rows) {
            html.open("tr");
            for (String cell : row) {
                html.open("td");
                if (!cell.isEmpty()) {
                    code(html, cell);
                }
                html.close();
            }
            html.close();
        }
        html.close().close();
    }

    /** How much was seen, race by race; nothing where there was none. */
    static void seen(Html html, Verdict verdict) {
        if (verdict.seen().isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Races");
        html.element("p", verdict.seen().get().words() + ".", "class", "quiet");
        html.open("table", "class", "suites").open("thead").open("tr");
        List.of("Scenario", "Rounds", "Outcomes seen", "Allowed")
                .forEach(title -> html.element("th", title, "scope", "col"));
        html.close().close().open("tbody");
        verdict.results().forEach(result -> result.seen().forEach(seen -> row(html, seen)));
        html.close().close().close();
    }

    private static void row(Html html, Seen seen) {
        html.open("tr").element("th", Untrusted.cut(seen.scenario(), LONGEST), "scope", "row");
        html.element("td", String.format(Locale.ROOT, "%,d", seen.rounds()), "class", "number", "data-of", "rounds");
        html.element("td", "" + seen.seen(), "class", "number", "data-of", "seen");
        html.element("td", "" + seen.allowed(), "class", "number", "data-of", "allowed")
                .close();
    }
}
