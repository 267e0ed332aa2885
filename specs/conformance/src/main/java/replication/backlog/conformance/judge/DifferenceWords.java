package replication.backlog.conformance.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.FrameText;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/** Says replies in terms of what was asked: by how far a number lies from oldest, newest, next, or what the call named. */
final class DifferenceWords implements Reply.Visitor<String> {

    private static final int NEAR = 3;
    private static final int MOST_RUNS = 5;
    private static final int LONGEST = 80;

    /** Whichever it is, a negative offset is to be told as it was read: one entry declares all of them. */
    private static final String AS_IT_STANDS = "as it stands";

    private static final Pattern BOUND = Pattern.compile("(oldest|next) ([0-9]+)");
    private static final Pattern OFFSET = Pattern.compile(":([0-9]{1,19})");

    private final Rule rule;
    private final Operation asked;
    private final BacklogModel now;
    private final Map<Long, FrameText> known = new TreeMap<>();
    private final Map<String, Long> anchors = new TreeMap<>();

    DifferenceWords(Rule rule, Operation changed, Operation asked) {
        this.rule = rule;
        this.asked = asked;
        this.now = asked.before();
        changed.before().retained().forEach(this::know);
        changed.after().retained().forEach(this::know);
        if (changed.request() instanceof Request.DropUpTo drop) {
            anchors.put("watermark", drop.watermark());
        }
        anchors.put("next", now.next());
        if (!now.retained().isEmpty()) {
            anchors.put("oldest", now.oldest());
            anchors.put("newest", now.next() - 1);
        }
        if (asked.request() instanceof Request.FramesFrom ask) {
            anchors.put("from", ask.from());
            long there = now.framesFrom(ask.from()).size();
            if (ask.max().isPresent() && Long.compareUnsigned(ask.max().getAsLong(), there) < 0) {
                anchors.put("last", ask.from() + ask.max().getAsLong() - 1);
            }
        }
    }

    private void know(FrameText frame) {
        known.put(frame.offset(), frame);
    }

    /**
     * An offset by how far it lies from the first of some names that it lies near; a number if there is none. It is not the
     * nearest name that counts: where three frames are left, two too many gone would be "next-1", and that is what all but the
     * newest gone is everywhere else.
     */
    private String place(long offset, String... names) {
        for (String name : names) {
            Long anchor = anchors.get(name);
            if (anchor != null) {
                long distance = offset - anchor;
                boolean wraps = Long.compareUnsigned(offset, anchor) < 0 != distance < 0;
                if (!wraps && -NEAR <= distance && distance <= NEAR) {
                    return name + signed(distance);
                }
            }
        }
        return Long.toUnsignedString(offset);
    }

    private static String signed(long difference) {
        return difference == 0 ? "" : difference > 0 ? "+" + difference : "" + difference;
    }

    private String place(OptionalLong offset, String... names) {
        return offset.isPresent() ? place(offset.getAsLong(), names) : "none";
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
        List<FrameText> held = held(counters);
        long length = counters.oldest().isPresent() && counters.newest().isPresent()
                ? counters.newest().getAsLong() - counters.oldest().getAsLong() + 1
                : now.retained().size();
        return next + ", held " + place(counters.oldest(), "oldest", "next", "watermark") + ".."
                + place(counters.newest(), "newest", "next", "watermark")
                + (counters.length() == length ? "" : ", length" + signed(counters.length() - length))
                + ", their bytes"
                + more(counters.buffered() - bytes(held.size() == length ? held : now.retained()));
    }

    /** The frames that the counters say are held, as far as they are known. */
    private List<FrameText> held(Reply.Counters counters) {
        return known.values().stream()
                .filter(frame -> counters.oldest().isPresent()
                        && counters.newest().isPresent()
                        && Long.compareUnsigned(counters.oldest().getAsLong(), frame.offset()) <= 0
                        && Long.compareUnsigned(
                                        frame.offset(), counters.newest().getAsLong())
                                <= 0)
                .toList();
    }

    private long bytes(List<FrameText> frames) {
        return frames.stream().mapToLong(now.framing()::length).sum();
    }

    /** Bytes too many or too few: those of the frames that left, however long they were, or a number. */
    private String more(long bytes) {
        long left = bytes(known.values().stream()
                .filter(frame -> now.isTooOld(frame.offset()))
                .toList());
        return bytes == 0 || Math.abs(bytes) != left
                ? signed(bytes)
                : bytes > 0 ? " and those of what left" : " without those of what left";
    }

    @Override
    public String frames(Reply.Frames served) {
        List<FrameText> frames = served.frames();
        if (frames.isEmpty()) {
            return "caught up";
        }
        List<String> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= frames.size(); i++) {
            boolean last = i == frames.size();
            if (last || frames.get(i).offset() != frames.get(i - 1).offset() + 1) {
                runs.add(run(frames.get(start).offset(), frames.get(i - 1).offset(), last));
                start = i;
            }
        }
        return "frames " + runs.stream().limit(MOST_RUNS).collect(Collectors.joining(", "))
                + (runs.size() > MOST_RUNS ? ", and more" : "") + otherBytes(frames);
    }

    /** Offsets that follow each other: whatever is missing or too much stands between two of these. */
    private String run(long first, long last, boolean isEnd) {
        String from = place(first, "from", "oldest", "newest", "next");
        String to = isEnd ? place(last, "last", "newest", "from", "next") : place(last, "from", "last", "newest");
        return from.equals(to) && !isEnd ? from : from + ".." + to;
    }

    private String otherBytes(List<FrameText> frames) {
        List<FrameText> others = frames.stream()
                .filter(frame -> !known.getOrDefault(frame.offset(), frame).equals(frame))
                .toList();
        if (others.isEmpty()) {
            return "";
        }
        FrameText first = others.get(0);
        return ", " + place(first.offset(), "from", "oldest", "newest", "next") + " with "
                + otherBytes(known.get(first.offset()).bytes(), first.bytes())
                + (others.size() > 1 ? ", and others" : "");
    }

    /** The first byte that differs, counted from behind the offset: where it lies does not depend on how many digits that has. */
    private static String otherBytes(String right, String wrong) {
        int same = Arrays.mismatch(right.toCharArray(), wrong.toCharArray());
        int payload = right.startsWith("*2\r\n:") ? right.indexOf("\r\n", 4) + 2 : 0;
        int more = wrong.length() - right.length();
        return (same < payload ? "byte " + same : "payload byte " + (same - payload))
                + " " + at(wrong, same) + " instead of " + at(right, same)
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
        Matcher offset = OFFSET.matcher(lines.length > 1 ? lines[1] : "");
        if (offset.matches()) {
            anchors.put("its offset", Long.parseUnsignedLong(offset.group(1)));
        }
        String place = place(decoded.offset(), "its offset");
        return (place.startsWith("its") ? "" : "offset ") + place + ", "
                + (asked.allowed().get(0) instanceof Reply.Decoded right
                        ? decoded(right, decoded)
                        : decoded(in, lines, decoded));
    }

    /** What was decoded where something was to be decoded. */
    private static String decoded(Reply.Decoded right, Reply.Decoded actual) {
        return (actual.argv().equals(right.argv()) ? "its arguments" : arguments(actual.argv())) + ", its bytes"
                + signed(actual.used() - right.used());
    }

    /** What was decoded where there was no frame. */
    private static String decoded(String in, String[] lines, Reply.Decoded actual) {
        boolean isLine = lines.length > 3
                && actual.argv().equals(words(lines[2]))
                && actual.used() == lines[0].length() + lines[1].length() + lines[2].length() + 6;
        if (isLine) {
            return "the words of the line";
        }
        long left = in.length() - actual.used();
        return arguments(actual.argv()) + ", "
                + (left == 0 ? "all bytes" : left > 0 ? "all bytes but " + left : actual.used() + " bytes");
    }

    /** Between words, readers of such lines take any white space, also a line feed that ends no line. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>(List.of(line.split("[ \\t\\n\\f\\r]+")));
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

    /** Not what was seen: a race shows one thing today and another tomorrow. */
    @Override
    public String raced(Reply.Raced raced) {
        boolean isRight = asked.allowed().contains(raced);
        return isRight ? "what some order gives" : "what no order gives";
    }

    @Override
    public String awaited(Reply.Awaited awaited) {
        return awaited.due() ? "due" : "closed";
    }

    /** What a refusal carries is said where it is what differs. */
    @Override
    public String refused(Reply.Refused refused) {
        boolean carries = rule == Rule.FROM_5 || rule == Rule.WIRE_6;
        String detail = BOUND.matcher(refused.detail())
                .replaceAll(bound -> bound.group(1) + " "
                        + place(Long.parseUnsignedLong(bound.group(2)), bound.group(1), "oldest", "next"));
        String said = asked.allowed().contains(refused) && rule == Rule.WIRE_6 ? AS_IT_STANDS : detail;
        return refused.refusal().words() + (carries && !detail.isEmpty() ? " (" + said + ")" : "");
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
