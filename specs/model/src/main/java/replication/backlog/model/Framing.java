package replication.backlog.model;

import java.util.List;
import java.util.Optional;

/**
 * What a frame is made of, and how much of the budget it takes: the one place that knows. It comes from the subject and goes
 * along with the script.
 */
public interface Framing {

    /** Frames as WIRE-1 writes them: an offset and arguments, in plain RESP2. */
    Framing RESP = new RespFraming();

    /** {@return the frame of a mutation at an offset (PUSH-2)} */
    FrameText frame(long offset, List<String> argv);

    /** {@return how much of the budget a frame takes (ACCT-1)} */
    long length(FrameText frame);

    /** Whether a frame is that of some mutation at some offset, whichever. */
    boolean isWellFormed(FrameText frame);

    /**
     * {@return arguments whose frame takes so much of the budget, if there are any}
     *
     * @param offset the frame's offset
     * @param length what it is to take
     * @param letter what to fill it with, one character
     */
    Optional<List<String>> argv(long offset, long length, String letter);
}
