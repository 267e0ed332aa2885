package replication.backlog.wire;

/**
 * What {@link FrameDecoder#decode} found at the start of its input. Every outcome but {@link Truncated} is final: more
 * bytes cannot change it (WIRE-3).
 */
public sealed interface Decoded {

    /**
     * A whole frame (WIRE-2).
     *
     * @param offset its offset, 0 to 2^63−1
     * @param argv its arguments, borrowed from the buffer that was decoded
     * @param length the bytes it took
     */
    record Complete(long offset, Argv argv, int length) implements Decoded {}

    /** The bytes so far begin a frame but do not end it (WIRE-3): decode again when more have arrived. */
    record Truncated() implements Decoded {}

    /**
     * The bytes do not start as a frame does, with an array of two elements (WIRE-4).
     *
     * @param reason what was found, where, in one sentence
     */
    record BadEnvelope(String reason) implements Decoded {}

    /**
     * The second element is not an integer that RESP can carry (WIRE-5).
     *
     * @param reason what was found, where, in one sentence
     */
    record BadOffset(String reason) implements Decoded {}

    /**
     * The offset is a RESP integer below zero (WIRE-6).
     *
     * @param offset the value, −2^63 to −1
     */
    record NegativeOffset(long offset) implements Decoded {}

    /**
     * What follows the offset is not an array of bulk strings (WIRE-7), or declares a size beyond the decoder's limit.
     *
     * @param reason what was found, where, in one sentence
     */
    record BadPayload(String reason) implements Decoded {}
}
