package replication.backlog.conformance.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Circumstance;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/**
 * What differs at a divergence, in words that are the same wherever it is the same: numbers are said by what they are
 * (oldest+1, next) rather than by their digits. Two divergences with one difference are one deviation.
 *
 * @param rule the rule that is broken
 * @param when the circumstance in which it is
 * @param call what was called; where an effect was observed, by which call and after which
 * @param expected the replies that are right
 * @param actual the reply that came
 */
public record Difference(Rule rule, String when, String call, String expected, String actual) {

    /** {@return what differs at a divergence} */
    public static Difference of(Divergence divergence) {
        Exchange exchange = divergence.exchange();
        Operation changed = exchange.operation();
        Request request = exchange.request();
        Operation asked = exchange.isObservation() ? Operation.of(changed.after(), request) : changed;
        boolean effect = exchange.isObservation()
                && (request instanceof Request.State || circumstance(asked, divergence.rule()) == null);
        Operation blamed = effect ? changed : asked;
        Circumstance when = circumstance(blamed, divergence.rule());
        Words words = new Words(divergence.rule(), changed, asked);
        return new Difference(
                divergence.rule(),
                (when == null ? Circumstance.of(blamed).iterator().next() : when).words(),
                effect ? name(request) + " after " + name(changed.request()) : name(request),
                exchange.allowed().isEmpty()
                        ? "anything"
                        : exchange.allowed().stream()
                                .map(reply -> reply.accept(words))
                                .collect(Collectors.joining(" or ")),
                divergence.actual().accept(words));
    }

    private static Circumstance circumstance(Operation operation, Rule rule) {
        return Circumstance.of(operation).stream()
                .filter(circumstance -> circumstance.rule() == rule)
                .findFirst()
                .orElse(null);
    }

    /** A call by its name: the first word of its notation; decoding is decoding, however the bytes arrive. */
    private static String name(Request request) {
        return request instanceof Request.Feed
                ? "decode"
                : Notation.print(request).split(" ", 2)[0];
    }

    /** Says replies in terms of what was asked. */
    private static final class Words implements Reply.Visitor<String> {

        private static final int NEAR = 3;
        private static final int MOST_FRAMES = 5;
        private static final int LONGEST = 80;

        private final Rule rule;
        private final Operation asked;
        private final BacklogModel now;
        private final Map<Long, FrameText> known = new TreeMap<>();

        Words(Rule rule, Operation changed, Operation asked) {
            this.rule = rule;
            this.asked = asked;
            this.now = asked.request() instanceof Request.New ? asked.after() : asked.before();
            changed.before().retained().forEach(this::know);
            changed.after().retained().forEach(this::know);
            if (changed.request() instanceof Request.Push push
                    && changed.before().canPush()) {
                know(now.framing().frame(changed.before().next(), push.argv()));
            }
            if (changed.request() instanceof Request.DropUpTo drop) {
                anchors.put("watermark", drop.watermark());
            }
            if (asked.request() instanceof Request.FramesFrom ask) {
                anchors.put("from", ask.from());
            }
            anchors.put("next", now.next());
            if (!now.retained().isEmpty()) {
                anchors.put("oldest", now.oldest());
                anchors.put("newest", now.next() - 1);
            }
        }

        private final Map<String, Long> anchors = new TreeMap<>();

        private void know(FrameText frame) {
            known.put(frame.offset(), frame);
        }

        /** An offset by what it is or lies next to; those named first are preferred. */
        private String place(long offset, String... preferred) {
            for (int distance = 0; distance <= NEAR; distance++) {
                if (distance == 1 && offset == 0) {
                    return "0";
                }
                for (String name : preferred) {
                    Long anchor = anchors.get(name);
                    if (anchor != null && offset - anchor == distance) {
                        return name + (distance == 0 ? "" : "+" + distance);
                    }
                    if (anchor != null && anchor - offset == distance) {
                        return name + "-" + distance;
                    }
                }
            }
            return Long.toUnsignedString(offset);
        }

        private String place(OptionalLong offset, String... preferred) {
            return offset.isPresent() ? place(offset.getAsLong(), preferred) : "none";
        }

        @Override
        public String done(Reply.Done done) {
            return "done";
        }

        @Override
        public String pushed(Reply.Pushed pushed) {
            return place(pushed.offset(), "next");
        }

        @Override
        public String counters(Reply.Counters counters) {
            String next = "next " + place(counters.next(), "next", "watermark");
            if (counters.length() == 0
                    && counters.buffered() == 0
                    && counters.oldest().isEmpty()
                    && counters.newest().isEmpty()) {
                return next + ", empty";
            }
            long between = counters.oldest().isPresent() && counters.newest().isPresent()
                    ? counters.newest().getAsLong() - counters.oldest().getAsLong() + 1
                    : 0;
            return next + ", held " + place(counters.oldest(), "oldest", "watermark", "next") + ".."
                    + place(counters.newest(), "newest", "next", "watermark")
                    + (between == counters.length() ? "" : ", length " + Long.toUnsignedString(counters.length()))
                    + ", " + bytes(counters);
        }

        private String bytes(Reply.Counters counters) {
            long sum = known.values().stream()
                    .filter(frame -> counters.oldest().isPresent()
                            && counters.newest().isPresent()
                            && Long.compareUnsigned(counters.oldest().getAsLong(), frame.offset()) <= 0
                            && Long.compareUnsigned(
                                            frame.offset(), counters.newest().getAsLong())
                                    <= 0)
                    .mapToLong(now.framing()::length)
                    .sum();
            long more = counters.buffered() - sum;
            return "their bytes" + (more == 0 ? "" : more > 0 ? "+" + more : "" + more);
        }

        @Override
        public String frames(Reply.Frames served) {
            List<FrameText> frames = served.frames();
            if (frames.isEmpty()) {
                return "caught up";
            }
            long first = frames.get(0).offset();
            boolean run = true;
            for (int i = 0; i < frames.size(); i++) {
                run &= frames.get(i).offset() == first + i;
            }
            String offsets = run
                    ? place(first, "from", "oldest", "next") + ".." + place(first + frames.size() - 1, "newest", "next")
                    : frames.stream()
                                    .limit(MOST_FRAMES)
                                    .map(frame -> place(frame.offset(), "from", "oldest", "next"))
                                    .collect(Collectors.joining(", "))
                            + (frames.size() > MOST_FRAMES ? ", " + frames.size() + " in all" : "");
            return "frames " + offsets + otherBytes(frames);
        }

        private String otherBytes(List<FrameText> frames) {
            for (FrameText frame : frames) {
                FrameText right = known.get(frame.offset());
                if (right != null && !right.equals(frame)) {
                    return ", " + place(frame.offset(), "from", "oldest", "next") + " with "
                            + otherBytes(right.bytes(), frame.bytes());
                }
            }
            return "";
        }

        private static String otherBytes(String right, String wrong) {
            int same = Arrays.mismatch(right.toCharArray(), wrong.toCharArray());
            int more = wrong.length() - right.length();
            return "byte " + same + " " + at(wrong, same) + " instead of " + at(right, same)
                    + (more == 0 ? "" : more > 0 ? ", " + more + " longer" : ", " + -more + " shorter");
        }

        private static String at(String bytes, int place) {
            return place < bytes.length() ? Notation.quoted(bytes.substring(place, place + 1)) : "nothing";
        }

        @Override
        public String decoded(Reply.Decoded decoded) {
            String in = asked.request() instanceof Request.Decode decode
                    ? decode.bytes()
                    : asked.request() instanceof Request.Feed feed ? String.join("", feed.pieces()) : "";
            String[] lines = in.split("\r\n", 4);
            String offset = Long.toUnsignedString(decoded.offset());
            boolean its = lines.length > 1 && lines[1].equals(":" + offset);
            int payload = lines.length > 2 ? lines[0].length() + lines[1].length() + 4 : in.length();
            boolean line = lines.length > 3
                    && decoded.argv().equals(words(lines[2]))
                    && decoded.used() == payload + lines[2].length() + 2;
            long left = in.length() - decoded.used();
            return (its ? "its offset, " : "offset " + offset + ", ")
                    + (line
                            ? "the words of the line"
                            : arguments(decoded.argv()) + ", "
                                    + (left == 0
                                            ? "all bytes"
                                            : left > 0 ? "all bytes but " + left : decoded.used() + " bytes"));
        }

        private static List<String> words(String line) {
            List<String> words = new ArrayList<>(List.of(line.split(" ")));
            words.removeIf(String::isEmpty);
            return words;
        }

        private static String arguments(List<String> argv) {
            String all = argv.stream().map(Notation::quoted).collect(Collectors.joining(" "));
            return all.length() <= LONGEST
                    ? "arguments " + all
                    : argv.size() + " arguments of "
                            + argv.stream().mapToLong(String::length).sum() + " bytes";
        }

        /** What a refusal carries is said where it is what differs. */
        @Override
        public String refused(Reply.Refused refused) {
            boolean carries = rule == Rule.FROM_5 || rule == Rule.WIRE_6;
            return refused.refusal().words()
                    + (carries && !refused.detail().isEmpty() ? " (" + refused.detail() + ")" : "");
        }

        @Override
        public String unsupported(Reply.Unsupported unsupported) {
            return "unsupported";
        }

        @Override
        public String meaningless(Reply.Meaningless meaningless) {
            return meaningless.field() + " " + Untrusted.abridged(meaningless.value());
        }

        @Override
        public String broken(Reply.Broken broken) {
            return Notation.print(broken.how());
        }
    }
}
