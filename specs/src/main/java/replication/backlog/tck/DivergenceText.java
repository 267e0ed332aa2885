package replication.backlog.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.spec.BacklogModel;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.FrameText;
import replication.backlog.spec.Notation;

/** Shows a divergence in at most a screenful of text. */
public final class DivergenceText {

    private static final int LONGEST_SCRIPT = 16;
    private static final int MOST_FRAMES = 6;
    private static final int WINDOW = 48;

    /** The request that went wrong is worth some lines. */
    private static final int LONGEST_REQUEST = 480;

    private DivergenceText() {}

    /** {@return the rule, the script, the backlog before the step that went wrong, and both replies} */
    public static String of(Divergence divergence) {
        List<Exchange> script = divergence.shortScript();
        Exchange last = divergence.exchange();
        List<String> lines = new ArrayList<>();
        lines.add(divergence.rule().id() + "  " + divergence.rule().sentence());
        lines.add("");
        script.subList(0, script.size() - 1).forEach(exchange -> lines.add("  " + line(exchange)));
        if (lines.size() > LONGEST_SCRIPT + 2) {
            int left = lines.size() - LONGEST_SCRIPT - 2;
            lines.subList(2 + LONGEST_SCRIPT / 2, 2 + LONGEST_SCRIPT / 2 + left).clear();
            lines.add(2 + LONGEST_SCRIPT / 2, "  … " + left + " steps left out here …");
        }
        BacklogModel before = last.isObservation()
                ? last.operation().after()
                : last.operation().before();
        lines.add("  # by then: " + draw(before));
        lines.add("  " + cut(Notation.print(last.request()), LONGEST_REQUEST));
        lines.add("");
        lines.addAll(compared(Comparison.of(divergence)));
        return lines.stream().map(line -> line.isBlank() ? "" : line).collect(Collectors.joining("\n"));
    }

    /** {@return a backlog in one line: what is retained, how long each frame is, and how full it is} */
    public static String draw(BacklogModel model) {
        if (model.maxBytes() == 0) {
            return "no backlog";
        }
        List<FrameText> frames = model.retained();
        String held = frames.size() <= MOST_FRAMES
                ? cells(frames)
                : cells(frames.subList(0, MOST_FRAMES / 2)) + " … "
                        + cells(frames.subList(frames.size() - MOST_FRAMES / 2, frames.size()));
        return (frames.isEmpty() ? "empty" : held) + "  next " + Long.toUnsignedString(model.next()) + ", "
                + model.buffered() + " of " + Long.toUnsignedString(model.maxBytes()) + " bytes";
    }

    private static String cells(List<FrameText> frames) {
        return frames.stream()
                .map(frame -> frame.offset() + ":" + frame.length() + "B")
                .collect(Collectors.joining("|", "[", "]"));
    }

    private static String line(Exchange exchange) {
        String request = Notation.print(exchange.request());
        String reply = Notation.print(exchange.request(), exchange.allowed());
        return abridged(reply.equals("done") ? request : request + " -> " + reply);
    }

    /** Both texts below each other, around the place where they part, with a mark there. */
    private static List<String> compared(Comparison replies) {
        int same = replies.same();
        int start = same < WINDOW ? 0 : same - WINDOW / 2;
        String lead = start == 0 ? "" : "…";
        String name = replies.what().isEmpty() ? "" : replies.what() + " ";
        return Stream.of(
                        "  " + name + "expected  " + lead
                                + abridged(replies.expected().substring(start)),
                        "  " + name + "actual    " + lead
                                + abridged(replies.actual().substring(start)),
                        "  " + " ".repeat(name.length() + 10 + lead.length() + same - start) + "^")
                .toList();
    }

    private static String abridged(String text) {
        return cut(text.replace("\n", "\\n").replace("\r", "\\r"), 2 * WINDOW);
    }

    private static String cut(String line, int longest) {
        return line.length() <= longest ? line : line.substring(0, longest) + "…";
    }
}
