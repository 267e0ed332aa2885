package replication.backlog.oracle.report;

import java.util.Optional;
import replication.backlog.conformance.judge.Comparison;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.model.Exchange;
import replication.backlog.model.Reply;
import replication.backlog.model.Untrusted;

/** The reply that was expected and the one that came, side by side, with a mark where they part. */
final class HtmlReplies {

    private static final int LEAD = 60;
    private static final int LONGEST = 400;

    private final Html html;
    private final Comparison replies;
    private final double scale;

    private HtmlReplies(Html html, Comparison replies, double scale) {
        this.html = html;
        this.replies = replies;
        this.scale = scale;
    }

    static void write(Html html, Divergence divergence, double scale) {
        Exchange exchange = divergence.exchange();
        Optional<Reply> right = exchange.allowed().stream().findFirst();
        Reply wrong = divergence.actual();
        HtmlReplies sides = new HtmlReplies(html, Comparison.of(divergence), scale);
        html.open("div", "class", "sides");
        sides.side("expected", "✓ Expected", sides.replies.expected(), right.flatMap(Drawing::ofExpected));
        sides.side("actual", "✗ Actual", sides.replies.actual(), Drawing.ofActual(wrong, right.orElse(wrong)));
        html.close();
        sides.whereTheyPart();
    }

    private void side(String kind, String title, String text, Optional<Drawing> drawing) {
        html.open("section", "class", "side " + kind);
        html.element("h4", title + subject());
        html.open("p").open("code", "dir", "ltr");
        marked(text);
        html.close().close();
        drawing.ifPresent(it -> Picture.draw(html, it, title.substring(2) + " reply", scale));
        html.close();
    }

    /** What the two texts are about, where they are not about the whole reply. */
    private String subject() {
        boolean isFrame = replies.what().startsWith("frame ");
        return replies.what().isEmpty() ? "" : (isFrame ? " bytes of " : ", ") + replies.what();
    }

    private void marked(String text) {
        int same = replies.same();
        int start = same < LEAD ? 0 : same - LEAD / 2;
        if (start > 0) {
            html.element("span", "(" + start + " characters) …", "class", "quiet");
        }
        html.text(text.substring(start, same));
        if (replies.expected().equals(replies.actual())) {
            return;
        }
        if (same == text.length()) {
            html.element("mark", "ends here", "class", "end");
            return;
        }
        int after = text.offsetByCodePoints(same, 1);
        html.element("mark", text.substring(same, after)).text(Untrusted.cut(text.substring(after), LONGEST));
    }

    private void whereTheyPart() {
        if (!replies.expected().equals(replies.actual())) {
            int place = replies.same() + 1;
            html.element("p", "They part at character " + place + ", marked in both.", "class", "quiet");
        }
    }
}
