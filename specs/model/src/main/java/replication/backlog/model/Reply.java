package replication.backlog.model;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What an implementation answers, or should. Numbers are unsigned 64-bit; byte strings as in {@link FrameText}. */
public sealed interface Reply {

    /** {@return what a visitor makes of this kind of reply} */
    <R> R accept(Visitor<R> visitor);

    /**
     * What differs from one kind of reply to the next: whoever forgets a kind does not compile.
     *
     * @param <R> what is made of a reply
     */
    interface Visitor<R> {
        /** Visits a reply that returns nothing. */
        R done(Done done);

        /** Visits a push's offset. */
        R pushed(Pushed pushed);

        /** Visits served frames. */
        R frames(Frames frames);

        /** Visits the counters. */
        R counters(Counters counters);

        /** Visits a decoded frame. */
        R decoded(Decoded decoded);

        /** Visits what came of a race. */
        R raced(Raced raced);

        /** Visits the end of a wait. */
        R awaited(Awaited awaited);

        /** Visits a refusal. */
        R refused(Refused refused);

        /** Visits what is not offered. */
        R unsupported(Unsupported unsupported);

        /** Visits a value that means nothing. */
        R meaningless(Meaningless meaningless);

        /** Visits what broke. */
        R broken(Broken broken);
    }

    /** Whether nothing was answered in time. */
    default boolean isHang() {
        return this instanceof Broken broken && broken.how() == Broken.How.HUNG;
    }

    /** The call was carried out and returns nothing. */
    record Done() implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.done(this);
        }
    }

    /**
     * A push was carried out.
     *
     * @param offset the offset it got
     */
    record Pushed(long offset) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pushed(this);
        }
    }

    /**
     * Frames are served; none if the replica is caught up.
     *
     * @param frames the frames, in the order in which they came
     */
    record Frames(List<FrameText> frames) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.frames(this);
        }
    }

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
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.counters(this);
        }

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
    record Decoded(long offset, List<String> argv, long used) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.decoded(this);
        }
    }

    /**
     * A race was run.
     *
     * @param outcomes each outcome, with how many rounds had it
     */
    record Raced(Map<Outcome, Long> outcomes) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.raced(this);
        }

        /** {@return how many rounds there were} */
        public long rounds() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * A wait is over.
     *
     * @param due whether there is something to read; if not, the backlog was closed
     */
    record Awaited(boolean due) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.awaited(this);
        }
    }

    /**
     * The call was turned down.
     *
     * @param refusal why
     * @param detail what the refusal carries besides, in words; empty where it carries nothing, as over the protocol
     */
    record Refused(Refusal refusal, String detail) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.refused(this);
        }

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
    record Unsupported(String why) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unsupported(this);
        }
    }

    /**
     * A reply of the right shape with a value that no backlog could mean: a negative count, an offset beyond 2^64−1, a
     * refusal that there is none of. Always a divergence.
     *
     * @param field the field
     * @param value the value, as it came
     */
    record Meaningless(String field, String value) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.meaningless(this);
        }
    }

    /**
     * The implementation broke: always a divergence.
     *
     * @param how how it broke
     * @param text what is known about it, in words
     */
    record Broken(How how, String text) implements Reply {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.broken(this);
        }

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
