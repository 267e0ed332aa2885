package replication.backlog.spec;

import java.util.List;
import java.util.OptionalLong;

/** What an implementation answers, or should. Numbers are unsigned 64-bit; byte strings as in {@link FrameText}. */
public sealed interface Reply {

    /** The call was carried out and returns nothing. */
    record Done() implements Reply {}

    /**
     * A push was carried out.
     *
     * @param offset the offset it got
     */
    record Pushed(long offset) implements Reply {}

    /**
     * Frames are served; none if the replica is caught up.
     *
     * @param frames the frames, in the order in which they came
     */
    record Frames(List<FrameText> frames) implements Reply {}

    /**
     * The counters.
     *
     * @param next the offset that the next push gets
     * @param oldest the lowest retained offset, if any
     * @param newest the highest retained offset, if any
     * @param buffered the retained frames' lengths, added up
     * @param length the number of retained frames
     */
    record Counters(long next, OptionalLong oldest, OptionalLong newest, long buffered, long length) implements Reply {

        /** The counters that a model has. */
        public static Counters of(BacklogModel model) {
            boolean empty = model.retained().isEmpty();
            return new Counters(
                    model.next(),
                    empty ? OptionalLong.empty() : OptionalLong.of(model.oldest()),
                    empty ? OptionalLong.empty() : OptionalLong.of(model.next() - 1),
                    model.buffered(),
                    model.retained().size());
        }
    }

    /**
     * A frame was decoded.
     *
     * @param offset its offset
     * @param argv its arguments
     * @param used the bytes it took
     */
    record Decoded(long offset, List<String> argv, long used) implements Reply {}

    /**
     * The call was turned down.
     *
     * @param refusal why
     * @param detail what the refusal carries besides, in words; empty where it carries nothing, as over the protocol
     */
    record Refused(Refusal refusal, String detail) implements Reply {

        /** A refusal that carries nothing. */
        public Refused(Refusal refusal) {
            this(refusal, "");
        }
    }

    /**
     * The implementation does not offer the operation.
     *
     * @param why the reason it gives
     */
    record Unsupported(String why) implements Reply {}

    /**
     * The implementation broke: always a divergence.
     *
     * @param how how it broke
     * @param text what is known about it, in words
     */
    record Broken(How how, String text) implements Reply {

        /** The ways to break. */
        public enum How {
            /** It reported an exception, a panic or the like. */
            ERROR,
            /** Its process ended. */
            CRASHED,
            /** It did not answer within the time limit. */
            HUNG
        }
    }
}
