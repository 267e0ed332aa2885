package replication.backlog.oracle.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/** What is declared to differ: what was seen, with its words, its reason and the shortest scripts that show it, and what was not. */
final class HtmlDeviations {

    private static final int LONGEST = 1000;

    private final Html html;
    private final Verdict verdict;

    HtmlDeviations(Html html, Verdict verdict) {
        this.html = html;
        this.verdict = verdict;
    }

    void write() {
        if (!verdict.declared().isEmpty()) {
            html.open("section", "class", "deviations").element("h2", "Declared deviations");
            verdict.declared().forEach(this::seen);
            html.close();
        }
        unseen("Declared, but no longer so", verdict.stale());
        unseen("Declared, but not seen in what was checked", verdict.notSeen());
    }

    private void unseen(String heading, List<Deviation> deviations) {
        if (!deviations.isEmpty()) {
            html.open("section", "class", "not-seen").element("h2", heading);
            deviations.forEach(deviation -> {
                start(deviation, Optional.empty());
                html.close();
            });
            html.close();
        }
    }

    private void seen(Deviation deviation, long times) {
        start(deviation, Optional.of(times == 1 ? "once" : String.format(Locale.ROOT, "%,d times", times)));
        verdict.findings().stream()
                .filter(finding -> finding.declared().equals(Optional.of(deviation)))
                .sorted(Comparator.comparing(Finding::calls))
                .forEach(finding -> HtmlDivergence.folded(html, "How it shows", finding));
        html.close();
    }

    /** An article that is left open. */
    private void start(Deviation deviation, Optional<String> seen) {
        Difference difference = deviation.difference();
        Rule rule = difference.rule();
        html.open("article").open("h3");
        HtmlDivergence.link(html, rule);
        html.text(rule.sentence()).close();
        html.open("dl", "class", "note");
        html.term("When", cut(difference.when()));
        html.element("dt", "What differs").open("dd");
        code(difference.call()).text(": ");
        code(difference.actual()).text(" instead of ");
        code(difference.expected()).close();
        seen.ifPresent(often -> html.term("Seen", often));
        html.term("Reason", cut(deviation.reason()));
        String link = DeviationText.link(deviation);
        if (!link.isEmpty()) {
            html.element("dt", "Link").open("dd");
            code(link).close();
        }
        html.close();
    }

    private Html code(String words) {
        return html.element("code", cut(words), "dir", "ltr");
    }

    private static String cut(String text) {
        return Untrusted.cut(text, LONGEST);
    }
}
