package replication.backlog.conformance.judge;

import java.util.List;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Notation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;

/**
 * What was expected and what came instead, as texts.
 *
 * @param what what the texts show, if it is not the whole reply; otherwise empty
 * @param expected the right reply, or the right replies
 * @param actual the reply that came
 */
public record Comparison(String what, String expected, String actual) {

    /** Compares the replies at a divergence; where they look the same as a whole, what differs in them. */
    public static Comparison of(Divergence divergence) {
        if (divergence.isRace()) {
            return RaceText.compared(divergence);
        }
        Exchange exchange = divergence.exchange();
        String expected = Notation.print(exchange.request(), exchange.allowed());
        String actual = Notation.print(exchange.request(), divergence.actual());
        return expected.equals(actual)
                        && exchange.allowed().get(0) instanceof Reply.Frames right
                        && divergence.actual() instanceof Reply.Frames wrong
                ? ofFrames(right.frames(), wrong.frames())
                : new Comparison("", expected, actual);
    }

    /** Compares two replies to a request that are not the same. */
    static Comparison ofReplies(Request request, Reply right, Reply wrong) {
        String expected = Notation.print(request, right);
        String actual = Notation.print(request, wrong);
        return expected.equals(actual) && right instanceof Reply.Frames a && wrong instanceof Reply.Frames b
                ? ofFrames(a.frames(), b.frames())
                : new Comparison("", expected, actual);
    }

    private static Comparison ofFrames(List<FrameText> expected, List<FrameText> actual) {
        int i = 0;
        while (expected.get(i).equals(actual.get(i))) {
            i++;
        }
        FrameText right = expected.get(i);
        FrameText wrong = actual.get(i);
        return right.bytes().equals(wrong.bytes())
                ? new Comparison(
                        "offset beside the right bytes:",
                        Long.toUnsignedString(right.offset()),
                        Long.toUnsignedString(wrong.offset()))
                : new Comparison(
                        "frame " + Long.toUnsignedString(right.offset()),
                        Notation.quoted(right.bytes()),
                        Notation.quoted(wrong.bytes()));
    }

    /** {@return how many characters both texts have in common before they part} */
    public int same() {
        int same = 0;
        while (same < Math.min(expected.length(), actual.length()) && expected.charAt(same) == actual.charAt(same)) {
            same++;
        }
        return same;
    }
}
