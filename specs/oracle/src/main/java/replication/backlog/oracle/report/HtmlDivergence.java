package replication.backlog.oracle.report;

import java.util.List;
import java.util.stream.Stream;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.model.Circumstance;
import replication.backlog.model.Exchange;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/** A divergence step by step: the backlog after each call, and at the last one what was expected and what came. */
final class HtmlDivergence {

    private static final int MOST_STEPS = 24;
    private static final int MOST_CALLS = 400;
    private static final int LONGEST_LINE = 240;
    private static final int LONGEST_ERRORS = 4000;
    private static final double PICTURE_WIDTH = 240;

    private final Html html;
    private final Divergence divergence;
    private final double scale;

    private HtmlDivergence(Html html, Divergence divergence) {
        this.html = html;
        this.divergence = divergence;
        this.scale = scale(divergence.shortScript());
    }

    static void write(Html html, Finding finding) {
        HtmlDivergence divergence = new HtmlDivergence(html, finding.divergence());
        html.open("p", "class", "where").text("Found by the suite ").element("b", finding.suite());
        html.text(", ")
                .element("span", Untrusted.cut(finding.script(), LONGEST_LINE), "dir", "ltr")
                .text(".")
                .close();
        if (!finding.confirmation().sentence().isEmpty()) {
            html.element("p", finding.confirmation().sentence(), "class", "note");
        }
        divergence.steps();
        divergence.errors();
        divergence.calls();
    }

    /** The same behind a line that unfolds it. */
    static void folded(Html html, String title, Finding finding) {
        String where = " in " + finding.suite() + ", " + Untrusted.cut(finding.script(), LONGEST_LINE);
        html.open("details")
                .element("summary", title + where + (finding.confirmation().isCertain() ? "" : ", not seen again"));
        write(html, finding);
        html.close();
    }

    /** One scale for all steps, so that they can be compared. */
    private static double scale(List<Exchange> script) {
        long used = script.stream()
                .mapToLong(exchange -> exchange.operation().after().buffered())
                .max()
                .orElse(1);
        long budget = script.stream()
                .mapToLong(exchange -> exchange.operation().after().maxBytes())
                .filter(most -> Long.compareUnsigned(most, 3 * used) <= 0)
                .max()
                .orElse(0);
        return Math.max(0.05, Math.min(2.6, PICTURE_WIDTH / Math.max(1, Math.max(used, budget))));
    }

    private void steps() {
        List<Exchange> script = divergence.shortScript();
        int half = MOST_STEPS / 2;
        html.open("ol", "class", "steps");
        for (int i = 0; i < script.size(); i++) {
            if (script.size() > MOST_STEPS && i == half) {
                int left = script.size() - MOST_STEPS;
                html.element(
                        "li", "… " + left + " steps are left out here; report.json has them all …", "class", "quiet");
                i += left;
            }
            step(i + 1, script.get(i));
        }
        html.close();
    }

    private void step(int number, Exchange exchange) {
        boolean failing = exchange == divergence.exchange();
        html.open("li", "value", "" + number, "class", failing ? "step failing" : "step");
        html.element("span", "" + number, "class", "number-of-step", "aria-hidden", "true");
        html.open("div", "class", "call").element("code", line(exchange, failing), "dir", "ltr");
        if (failing) {
            html.element("strong", "✗ diverges here", "class", "flag");
        }
        html.close();
        Operation operation = exchange.isObservation()
                ? Operation.of(exchange.operation().after(), exchange.request())
                : exchange.operation();
        rules(operation, failing);
        if (operation.refusesCreation()) {
            html.element("p", DivergenceText.drawAfter(operation), "class", "quiet nothing");
        } else if (changesOrAsksFrom(operation)) {
            String title = "The backlog at step " + number + ", by the rules";
            Picture.draw(html, Drawing.of(exchange), title, scale);
        }
        if (operation.request() instanceof Request.Race && failing) {
            HtmlRace.write(html, divergence);
        }
        if (failing) {
            HtmlReplies.write(html, divergence, scale);
        }
        html.close();
    }

    /** Counters and decoding have nothing to show that the step before does not show. */
    private static boolean changesOrAsksFrom(Operation operation) {
        boolean shows = operation.changes() || operation.request() instanceof Request.FramesFrom;
        return shows && operation.after().maxBytes() != 0;
    }

    private void rules(Operation operation, boolean failing) {
        html.open("p", "class", "rules");
        if (failing) {
            html.text("breaks ");
            link(html, divergence.rule());
            html.close();
            return;
        }
        Circumstance.of(operation).stream().map(Circumstance::rule).distinct().forEach(rule -> link(html, rule));
        html.close();
    }

    /** A rule's identifier, which leads to the rule in the same page. */
    static void link(Html html, Rule rule) {
        html.element("a", rule.id(), "href", "#" + rule.id(), "title", rule.sentence())
                .text(" ");
    }

    private static String line(Exchange exchange, boolean failing) {
        String request = failing ? Notation.printAsSent(exchange.request()) : Notation.print(exchange.request());
        String reply = Notation.print(exchange.request(), exchange.allowed());
        return Untrusted.cut(failing || reply.equals("done") ? request : request + " → " + reply, LONGEST_LINE);
    }

    private void errors() {
        String errors = divergence.diagnostics().strip();
        if (!errors.isEmpty()) {
            html.element("h4", "The end of its standard error");
            html.open("pre", "dir", "ltr")
                    .lines(Untrusted.cut(errors, LONGEST_ERRORS))
                    .close();
        }
    }

    /** The short script leaves out the observations that agreed; here they are. */
    private void calls() {
        List<Exchange> all = divergence.script();
        if (all.size() == divergence.shortScript().size()) {
            return;
        }
        html.open("details").element("summary", "All " + all.size() + " calls, observations included");
        html.open("pre", "dir", "ltr");
        Stream<Exchange> last = all.stream().skip(Math.max(0, all.size() - MOST_CALLS));
        if (all.size() > MOST_CALLS) {
            html.lines("… " + (all.size() - MOST_CALLS) + " calls before these; report.json has them all …\n");
        }
        last.forEach(exchange -> {
            html.text(line(exchange, false)).lines("\n");
        });
        html.close().close();
    }
}
