package replication.backlog.model;

import java.util.List;
import java.util.OptionalLong;

/** One call on an implementation, in absolute numbers. Numbers are unsigned 64-bit; byte strings as in {@link FrameText}. */
public sealed interface Request {

    /** {@return what a visitor makes of this kind of call} */
    <R> R accept(Visitor<R> visitor);

    /**
     * What differs from one kind of call to the next: whoever forgets a kind does not compile.
     *
     * @param <R> what is made of a call
     */
    interface Visitor<R> {
        /** Visits the creation of a backlog. */
        R create(New creation);

        /** Visits a push. */
        R push(Push push);

        /** Visits a drop. */
        R drop(DropUpTo drop);

        /** Visits a question for frames. */
        R ask(FramesFrom ask);

        /** Visits a question for the counters. */
        R state(State state);

        /** Visits bytes to decode at one go. */
        R decode(Decode decode);

        /** Visits bytes to decode as they arrive. */
        R feed(Feed feed);

        /** Visits calls by several threads at once. */
        R race(Race race);

        /** Visits a wait for a push. */
        R await(Await await);

        /** Visits the end of all pushes. */
        R close(Close close);
    }

    /**
     * Throws the present backlog away and creates another.
     *
     * @param maxBytes the budget
     * @param nextOffset where to resume; 0 for a fresh backlog
     */
    record New(long maxBytes, long nextOffset) implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.create(this);
        }
    }

    /**
     * Pushes a mutation.
     *
     * @param argv its arguments
     */
    record Push(List<String> argv) implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.push(this);
        }
    }

    /**
     * Drops the frames below a watermark.
     *
     * @param watermark the lowest offset to keep
     */
    record DropUpTo(long watermark) implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.drop(this);
        }
    }

    /**
     * Asks for the frames from an offset on.
     *
     * @param from the offset
     * @param max how many to return at most; empty for all
     */
    record FramesFrom(long from, OptionalLong max) implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ask(this);
        }
    }

    /** Asks for the counters. */
    record State() implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.state(this);
        }
    }

    /**
     * Decodes the frame at the start of some bytes.
     *
     * @param bytes the bytes
     */
    record Decode(String bytes) implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.decode(this);
        }
    }

    /**
     * Decodes the frame at the start of some bytes that arrive bit by bit: the decoder is asked after each piece, until it
     * says something else than truncated.
     *
     * @param pieces the bytes, in pieces of any length
     */
    record Feed(List<String> pieces) implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.feed(this);
        }
    }

    /**
     * Makes a scenario's calls from several threads at once, many times, each time on a fresh backlog. The present backlog is
     * thrown away: {@link New} comes next.
     *
     * @param scenario the calls
     * @param rounds how many times
     */
    record Race(Scenario scenario, long rounds) implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.race(this);
        }
    }

    /**
     * Waits until next lies beyond an offset, or the backlog is closed; only within a {@link Race}.
     *
     * @param from the offset
     */
    record Await(long from) implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.await(this);
        }
    }

    /** Ends the pushes and wakes who waits; only within a {@link Race}. */
    record Close() implements Request {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.close(this);
        }
    }
}
