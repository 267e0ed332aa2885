package replication.backlog.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
        Optional<List<String>> fitting =
                length > LONGEST ? Optional.empty() : model.framing().argv(model.next(), length, letter);
        return fitting.orElse(List.of("SET", "k", letter));
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
                                .mapToLong(model.framing()::length)
                                .sum();
            case BUDGET -> model.maxBytes();
        };
    }

    @Override
    public String toString() {
        return base.name().toLowerCase(Locale.ROOT).replace('_', ' ') + (extra < 0 ? "" : "+") + extra;
    }
}
