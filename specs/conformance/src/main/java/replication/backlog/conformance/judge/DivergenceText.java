package replication.backlog.conformance.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;

/** Shows a divergence in at most a screenful of text. */
public final class DivergenceText {

    private static final int LONGEST_SCRIPT = 16;
    private static final int MOST_FRAMES = 6;
    private static final int MOST_PUSHES = 8;
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
        if (divergence.isRace()) {
            lines.addAll(RaceText.of(divergence));
            lines.addAll(compared(Comparison.of(divergence)));
            return joined(lines);
        }
        calls(script.subList(0, script.size() - 1)).forEach(line -> lines.add("  " + line));
        if (lines.size() > LONGEST_SCRIPT + 2) {
            int left = lines.size() - LONGEST_SCRIPT - 2;
            lines.subList(2 + LONGEST_SCRIPT / 2, 2 + LONGEST_SCRIPT / 2 + left).clear();
            lines.add(2 + LONGEST_SCRIPT / 2, "  … " + left + " steps left out here …");
        }
        BacklogModel before = last.isObservation()
                ? last.operation().after()
                : last.operation().before();
        lines.add("  # by then: " + draw(before));
        lines.add("  " + cut(Notation.printAsSent(last.request()), LONGEST_REQUEST));
        lines.add("");
        lines.addAll(compared(Comparison.of(divergence)));
        return joined(lines);
    }

    private static String joined(List<String> lines) {
        return lines.stream().map(line -> line.isBlank() ? "" : line).collect(Collectors.joining("\n"));
    }

    /** The calls, a line each; of many pushes of one length in a row, the first one and how many there are. */
    private static List<String> calls(List<Exchange> script) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < script.size(); ) {
            int end = i + 1;
            while (end < script.size()
                    && pushed(script.get(end)) == pushed(script.get(i))
                    && pushed(script.get(i)) > 0) {
                end++;
            }
            int shown = end - i > MOST_PUSHES ? 1 : end - i;
            script.subList(i, i + shown).forEach(exchange -> lines.add(line(exchange)));
            if (end - i > shown) {
                Exchange last = script.get(end - 1);
                lines.add(String.format(
                        Locale.ROOT,
                        "# and %,d more frames of %,d bytes, up to -> %s",
                        end - i - 1,
                        pushed(last),
                        abridged(Notation.print(last.request(), last.allowed()))));
            }
            i = end;
        }
        return lines;
    }

    /** How long a pushed frame is; 0 for any other call. */
    private static long pushed(Exchange exchange) {
        BacklogModel after = exchange.operation().after();
        boolean isPush = !exchange.isObservation()
                && exchange.request() instanceof Request.Push
                && exchange.operation().before().canPush();
        return isPush
                ? after.framing().length(after.retained().get(after.retained().size() - 1))
                : 0;
    }

    /** {@return what an operation leaves, in one line} */
    public static String drawAfter(Operation operation) {
        return operation.refusesCreation() ? "no backlog: its creation is refused" : draw(operation.after());
    }

    /** {@return a backlog in one line: what is retained, how long each frame is, and how full it is} */
    public static String draw(BacklogModel model) {
        if (model.maxBytes() == 0) {
            return "no backlog";
        }
        List<FrameText> frames = model.retained();
        String held = frames.size() <= MOST_FRAMES
                ? cells(model, frames)
                : cells(model, frames.subList(0, MOST_FRAMES / 2)) + " … "
                        + cells(model, frames.subList(frames.size() - MOST_FRAMES / 2, frames.size()));
        return (frames.isEmpty() ? "empty" : held) + "  next " + Long.toUnsignedString(model.next()) + ", "
                + Long.toUnsignedString(model.buffered()) + " of " + Long.toUnsignedString(model.maxBytes()) + " bytes";
    }

    private static String cells(BacklogModel model, List<FrameText> frames) {
        return frames.stream()
                .map(frame -> Long.toUnsignedString(frame.offset()) + ":"
                        + model.framing().length(frame) + "B")
                .collect(Collectors.joining("|", "[", "]"));
    }

    private static String line(Exchange exchange) {
        String request = Notation.print(exchange.request());
        String reply = Notation.print(exchange.request(), exchange.allowed());
        return abridged(exchange.allowed().equals(List.of(new Reply.Done())) ? request : request + " -> " + reply);
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
