package replication.backlog.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A frame length relative to the present state.
 *
 * @param base what it is relative to
 * @param extra how many bytes longer than that it is
 */
public record FrameLength(Base base, long extra) {

    /** What a length can be relative to. */
    public enum Base {
        /** Nothing: an absolute length. */
        ZERO,
        /** What still fits without an eviction. */
        ROOM,
        /** What fits when the oldest frame leaves. */
        ROOM_AFTER_ONE,
        /** The whole budget. */
        BUDGET
    }

    /** Lengths beyond this say nothing that shorter ones do not, and only cost time. */
    private static final long LONGEST = 1 << 16;

    /**
     * Arguments whose frame has this length in a given state. Where no frame can be so short or so long, it is a short
     * one. Frames next to each other differ in their contents.
     */
    public List<String> argv(BacklogModel model) {
        long length = extra + base(model);
        String letter = String.valueOf((char) ('a' + Long.remainderUnsigned(model.next(), 26)));
        return Stream.of(List.of("SET", "k"), List.of("SET", "kk"), List.<String>of(), List.of(""))
                .map(head -> filled(model.next(), head, letter, length))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(List.of("SET", "k", letter));
    }

    private long base(BacklogModel model) {
        return switch (base) {
            case ZERO -> 0;
            case ROOM -> model.maxBytes() - model.buffered();
            case ROOM_AFTER_ONE ->
                model.maxBytes()
                        - model.buffered()
                        + model.retained().stream()
                                .limit(1)
                                .mapToLong(FrameText::length)
                                .sum();
            case BUDGET -> model.maxBytes();
        };
    }

    /** The head and one more argument, just so long that the frame has the length, if there is such an argument. */
    private static Optional<List<String>> filled(long offset, List<String> head, String letter, long length) {
        if (length > LONGEST) {
            return Optional.empty();
        }
        int withoutLast = FrameText.encode(offset, with(head, "")).length() - 1;
        return IntStream.rangeClosed(1, 5)
                .filter(digits -> String.valueOf(length - withoutLast - digits).length() == digits)
                .filter(digits -> length - withoutLast - digits >= 0)
                .mapToObj(digits -> with(head, letter.repeat((int) length - withoutLast - digits)))
                .findFirst();
    }

    private static List<String> with(List<String> head, String last) {
        return Stream.concat(head.stream(), Stream.of(last)).toList();
    }

    @Override
    public String toString() {
        return base.name().toLowerCase(Locale.ROOT).replace('_', ' ') + (extra < 0 ? "" : "+") + extra;
    }
}
