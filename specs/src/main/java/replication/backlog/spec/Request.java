package replication.backlog.spec;

import java.util.List;
import java.util.OptionalLong;

/** One call on an implementation, in absolute numbers. Numbers are unsigned 64-bit; byte strings as in {@link FrameText}. */
public sealed interface Request {

    /**
     * Throws the present backlog away and creates another.
     *
     * @param maxBytes the budget
     * @param nextOffset where to resume; 0 for a fresh backlog
     */
    record New(long maxBytes, long nextOffset) implements Request {}

    /**
     * Pushes a mutation.
     *
     * @param argv its arguments
     */
    record Push(List<String> argv) implements Request {}

    /**
     * Drops the frames below a watermark.
     *
     * @param watermark the lowest offset to keep
     */
    record DropUpTo(long watermark) implements Request {}

    /**
     * Asks for the frames from an offset on.
     *
     * @param from the offset
     * @param max how many to return at most; empty for all
     */
    record FramesFrom(long from, OptionalLong max) implements Request {}

    /** Asks for the counters. */
    record State() implements Request {}

    /**
     * Decodes the frame at the start of some bytes.
     *
     * @param bytes the bytes
     */
    record Decode(String bytes) implements Request {}
}
