package replication.backlog.model;

import java.util.Locale;
import java.util.OptionalLong;

/** One step of a script, relative to the state it meets, so that it keeps its meaning when steps before it go. */
public sealed interface Step {

    /** The call that this step is in a given state. */
    Request resolve(BacklogModel model);

    /**
     * A call in absolute numbers.
     *
     * @param request the call
     */
    record Absolute(Request request) implements Step {
        @Override
        public Request resolve(BacklogModel model) {
            return request;
        }
    }

    /**
     * Pushes a frame of a certain length.
     *
     * @param length how long the frame is to be
     */
    record PushFrame(FrameLength length) implements Step {
        @Override
        public Request resolve(BacklogModel model) {
            return new Request.Push(length.argv(model));
        }
    }

    /**
     * Drops up to a watermark.
     *
     * @param watermark where the watermark is
     */
    record Drop(Place watermark) implements Step {
        @Override
        public Request resolve(BacklogModel model) {
            return new Request.DropUpTo(watermark.in(model));
        }
    }

    /**
     * Asks for frames.
     *
     * @param from where to start
     * @param max how many at most; empty for all
     */
    record Ask(Place from, OptionalLong max) implements Step {
        @Override
        public Request resolve(BacklogModel model) {
            return new Request.FramesFrom(from.in(model), max);
        }
    }

    /**
     * An offset relative to the present state.
     *
     * @param anchor what it is relative to
     * @param distance how far beyond the anchor it lies, modulo 2^64
     */
    record Place(Anchor anchor, long distance) {

        /** The offset in a given state. */
        public long in(BacklogModel model) {
            return distance
                    + switch (anchor) {
                        case ZERO -> 0;
                        case OLDEST -> model.oldest();
                        case NEXT -> model.next();
                        case OFFSETS_END -> Long.MIN_VALUE;
                    };
        }

        @Override
        public String toString() {
            return anchor.name().toLowerCase(Locale.ROOT) + (distance < 0 ? "" : "+") + distance;
        }
    }

    /** What an offset can be relative to. */
    enum Anchor {
        ZERO,
        OLDEST,
        NEXT,
        OFFSETS_END
    }
}
