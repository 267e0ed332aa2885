package replication.backlog.conformance.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;

/**
 * What happened, as SPEC.md writes it: calls with semicolons between them, the last of which is the one that is answered, and a
 * reply to it.
 *
 * <p>Frames are written by their offsets, {@code 0, 1}, and are then what was pushed. One that is not is followed by the
 * arguments that it holds, {@code 0 (SET a 2)}, or by its bytes, {@code 0 "*2…"}. How an implementation broke is one word.
 */
final class Lines {

    private static final Pattern COUNTERS = Pattern.compile(
            "next (\\d+), (?:empty|held (\\d+|none)\\.\\.(\\d+|none)(?: \\(length (\\d+)\\))?, (\\d+) bytes)");
    private static final Pattern FRAME = Pattern.compile("(\\d+)(?: \\(([^)]*)\\)| (\"[^\"]*\"))?(?:, )?");
    private static final Pattern DECODED = Pattern.compile("offset (\\d+), (.*), (\\d+) bytes");
    private static final Pattern MEANINGLESS = Pattern.compile("(\\w+) \"(.*)\", which means nothing");
    private static final Pattern REFUSED = Pattern.compile("([a-z ]+)(?: \\((.*)\\))?");

    private Lines() {}

    /** {@return the last of some calls, made for its own sake} */
    static Exchange call(String calls) {
        List<Operation> operations = operations(calls);
        return Exchange.of(operations.get(operations.size() - 1));
    }

    /** {@return the last of some calls, made to see what the one before it did} */
    static Exchange look(String calls) {
        List<Operation> operations = operations(calls);
        Request last = operations.get(operations.size() - 1).request();
        return Exchange.observing(operations.get(operations.size() - 2), last);
    }

    private static List<Operation> operations(String calls) {
        List<Operation> operations = new ArrayList<>();
        BacklogModel model = BacklogModel.empty(Framing.RESP, 0, 0);
        for (String call : calls.split(";")) {
            Operation operation = Operation.of(model, Notation.parse(call));
            operations.add(operation);
            model = operation.after();
        }
        return operations;
    }

    /** {@return a reply to the last of some calls} */
    static Reply reply(String calls, String text) {
        List<Operation> operations = operations(calls);
        Request asked = operations.get(operations.size() - 1).request();
        Matcher counters = COUNTERS.matcher(text);
        if (counters.matches()) {
            return counters(counters);
        }
        Matcher decoded = DECODED.matcher(text);
        if (decoded.matches()) {
            return new Reply.Decoded(number(decoded.group(1)), argv(decoded.group(2)), number(decoded.group(3)));
        }
        Matcher meaningless = MEANINGLESS.matcher(text);
        if (meaningless.matches()) {
            return new Reply.Meaningless(meaningless.group(1), meaningless.group(2));
        }
        if (text.equals("done")) {
            return new Reply.Done();
        }
        if (text.equals("caught up")) {
            return new Reply.Frames(List.of());
        }
        if (Arrays.stream(Reply.Broken.How.values()).map(Notation::print).anyMatch(text::equals)) {
            return new Reply.Broken(Reply.Broken.How.valueOf(text.toUpperCase(Locale.ROOT)), "");
        }
        if (Character.isDigit(text.charAt(0))) {
            return asked instanceof Request.Push
                    ? new Reply.Pushed(number(text))
                    : new Reply.Frames(frames(pushed(operations), text));
        }
        Matcher refused = REFUSED.matcher(text);
        if (refused.matches()) {
            Refusal refusal =
                    Refusal.valueOf(refused.group(1).toUpperCase(Locale.ROOT).replace(' ', '_'));
            return new Reply.Refused(refusal, refused.group(2) == null ? "" : refused.group(2));
        }
        throw new IllegalArgumentException(text);
    }

    private static Reply counters(MatchResult found) {
        long next = number(found.group(1));
        if (found.group(2) == null) {
            return new Reply.Counters(next, OptionalLong.empty(), OptionalLong.empty(), 0, 0);
        }
        OptionalLong oldest = offset(found.group(2));
        OptionalLong newest = offset(found.group(3));
        long length = found.group(4) == null ? newest.orElse(-1) - oldest.orElse(0) + 1 : number(found.group(4));
        return new Reply.Counters(next, oldest, newest, number(found.group(5)), length);
    }

    private static OptionalLong offset(String text) {
        return text.equals("none") ? OptionalLong.empty() : OptionalLong.of(number(text));
    }

    private static List<FrameText> frames(Map<Long, FrameText> pushed, String text) {
        return FRAME.matcher(text)
                .results()
                .map(found -> frame(pushed, number(found.group(1)), found))
                .toList();
    }

    private static FrameText frame(Map<Long, FrameText> pushed, long offset, MatchResult found) {
        if (found.group(2) != null) {
            return Framing.RESP.frame(offset, argv(found.group(2)));
        }
        return found.group(3) != null
                ? new FrameText(offset, argv(found.group(3)).get(0))
                : pushed.getOrDefault(offset, Framing.RESP.frame(offset, List.of("NOBODY", "pushed", "it")));
    }

    private static Map<Long, FrameText> pushed(List<Operation> operations) {
        Map<Long, FrameText> pushed = new TreeMap<>();
        for (Operation operation : operations) {
            operation.after().retained().forEach(frame -> pushed.put(frame.offset(), frame));
        }
        return pushed;
    }

    private static List<String> argv(String text) {
        return ((Request.Push) Notation.parse("push " + text)).argv();
    }

    private static long number(String text) {
        return Long.parseUnsignedLong(text);
    }
}
