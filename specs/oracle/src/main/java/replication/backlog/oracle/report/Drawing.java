package replication.backlog.oracle.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;

/**
 * What a picture shows.
 *
 * @param left the frames that have just left
 * @param held the frames that are there
 * @param budget the budget, unsigned; empty where none is shown
 * @param bytes how much of it is used
 * @param next the next offset, if it is shown
 * @param mark the offset that the call is about, if it is about one
 */
record Drawing(
        List<Box> left, List<Box> held, OptionalLong budget, long bytes, OptionalLong next, Optional<Mark> mark) {

    private static final int MOST_BOXES = 256;
    private static final int SPOKEN = 20;

    /** How a frame stands. */
    enum Kind {
        HELD(""),
        NEW("new"),
        SERVED("served"),
        EVICTED("evicted"),
        DROPPED("dropped"),
        MISSING("missing"),
        UNEXPECTED("not expected");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * A frame.
     *
     * @param offset its offset
     * @param bytes its length; negative if it is not known
     * @param kind how it stands
     */
    record Box(long offset, long bytes, Kind kind) {

        String name() {
            return Long.toUnsignedString(offset);
        }

        Box as(Kind other) {
            return new Box(offset, bytes, other);
        }

        /** {@return its length and how it stands, in words} */
        String words() {
            return Stream.of(bytes < 0 ? "" : bytes + " B", kind.words())
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.joining(" · "));
        }
    }

    /**
     * An offset that a call is about.
     *
     * @param name what it is called
     * @param at the offset
     */
    record Mark(String name, long at) {}

    /** What a call makes of the backlog, by the rules. */
    static Drawing of(Exchange exchange) {
        Operation operation = exchange.isObservation()
                ? Operation.of(exchange.operation().after(), exchange.request())
                : exchange.operation();
        BacklogModel before = operation.before();
        BacklogModel after = operation.after();
        boolean fresh = operation.request() instanceof Request.New;
        Kind gone = operation.request() instanceof Request.DropUpTo ? Kind.DROPPED : Kind.EVICTED;
        List<Box> left = before.retained().stream()
                .filter(frame -> !fresh && !after.retained().contains(frame))
                .map(frame -> new Box(frame.offset(), after.framing().length(frame), gone))
                .toList();
        List<Box> held = after.retained().stream()
                .map(frame -> new Box(frame.offset(), after.framing().length(frame), kind(frame, operation)))
                .toList();
        return new Drawing(
                left,
                held,
                OptionalLong.of(after.maxBytes()),
                after.buffered(),
                OptionalLong.of(after.next()),
                mark(operation.request()));
    }

    private static Kind kind(FrameText frame, Operation operation) {
        if (operation.request() instanceof Request.FramesFrom) {
            boolean served = operation.allowed().get(0) instanceof Reply.Frames reply
                    && reply.frames().contains(frame);
            return served ? Kind.SERVED : Kind.HELD;
        }
        return operation.before().retained().contains(frame) ? Kind.HELD : Kind.NEW;
    }

    private static Optional<Mark> mark(Request request) {
        if (request instanceof Request.DropUpTo drop) {
            return Optional.of(new Mark("watermark", drop.watermark()));
        }
        return request instanceof Request.FramesFrom ask ? Optional.of(new Mark("from", ask.from())) : Optional.empty();
    }

    /** The frames of the reply that is right, if it has some. */
    static Optional<Drawing> ofExpected(Reply expected) {
        return expected instanceof Reply.Counters counters
                ? of(boxes(expected, Kind.HELD), OptionalLong.of(counters.next()))
                : of(boxes(expected, Kind.SERVED), OptionalLong.empty());
    }

    /** The frames of the reply that came: those that should not be there, and the places of those that should. */
    static Optional<Drawing> ofActual(Reply actual, Reply expected) {
        if (actual instanceof Reply.Frames && expected instanceof Reply.Frames) {
            return of(compared(boxes(actual, Kind.SERVED), boxes(expected, Kind.SERVED)), OptionalLong.empty());
        }
        return actual instanceof Reply.Counters counters && expected instanceof Reply.Counters
                ? of(compared(boxes(actual, Kind.HELD), boxes(expected, Kind.HELD)), OptionalLong.of(counters.next()))
                : Optional.empty();
    }

    private static List<Box> boxes(Reply reply, Kind kind) {
        if (reply instanceof Reply.Frames frames) {
            return frames.frames().stream()
                    .limit(MOST_BOXES)
                    .map(frame -> new Box(frame.offset(), frame.bytes().length(), kind))
                    .toList();
        }
        return reply instanceof Reply.Counters counters
                ? offsets(counters).stream()
                        .map(offset -> new Box(offset, -1, kind))
                        .toList()
                : List.of();
    }

    private static List<Box> compared(List<Box> actual, List<Box> expected) {
        List<Long> right = expected.stream().map(Box::offset).toList();
        List<Long> came = actual.stream().map(Box::offset).toList();
        Stream<Box> shown = actual.stream().map(box -> right.contains(box.offset()) ? box : box.as(Kind.UNEXPECTED));
        Stream<Box> missing =
                expected.stream().filter(box -> !came.contains(box.offset())).map(box -> box.as(Kind.MISSING));
        Comparator<Box> byOffset = (a, b) -> Long.compareUnsigned(a.offset, b.offset);
        boolean inOrder = actual.equals(actual.stream().sorted(byOffset).toList());
        Stream<Box> all = Stream.concat(shown, missing);
        return (inOrder ? all.sorted(byOffset) : all).toList();
    }

    /** The offsets that counters speak of, where they make sense. */
    private static List<Long> offsets(Reply.Counters counters) {
        long oldest = counters.oldest().orElse(0);
        long count = counters.newest().orElse(-1) - oldest + 1;
        return counters.oldest().isPresent() && count > 0 && count <= MOST_BOXES
                ? LongStream.range(0, count).mapToObj(i -> oldest + i).toList()
                : List.of();
    }

    private static Optional<Drawing> of(List<Box> held, OptionalLong next) {
        return held.isEmpty()
                ? Optional.empty()
                : Optional.of(new Drawing(List.of(), held, OptionalLong.empty(), 0, next, Optional.empty()));
    }

    /** {@return the picture in words, for those who do not see it} */
    String words() {
        String frames = held.isEmpty() ? "Nothing is retained." : "Frames " + words(held) + ".";
        String gone = left.isEmpty() ? "" : " Left: " + words(left) + ".";
        String marked = mark.map(it -> " The " + it.name() + " offset is " + Long.toUnsignedString(it.at()) + ".")
                .orElse("");
        return frames
                + gone
                + (next.isPresent() ? " Next is " + Long.toUnsignedString(next.getAsLong()) + "." : "")
                + (budget.isPresent() ? " " + used() + "." : "")
                + marked;
    }

    /** {@return how full the backlog is} */
    String used() {
        long most = budget.orElse(0);
        return bytes + " of " + Long.toUnsignedString(most) + " bytes used"
                + (Long.compareUnsigned(bytes, most) > 0 ? ": a frame longer than the budget" : "");
    }

    private static String words(List<Box> boxes) {
        if (boxes.size() > SPOKEN) {
            int half = SPOKEN / 2;
            return words(boxes.subList(0, half)) + ", … " + (boxes.size() - SPOKEN) + " more …, "
                    + words(boxes.subList(boxes.size() - half, boxes.size()));
        }
        return boxes.stream()
                .map(box -> box.name() + (box.words().isEmpty() ? "" : " (" + box.words() + ")"))
                .collect(Collectors.joining(", "));
    }
}
