package replication.backlog.wire;

import java.nio.charset.StandardCharsets;

/**
 * Writes the wire form of a frame (WIRE-1), each into an array of its own. Stateless, and plain: {@link FrameWriter} is the
 * fast way to write many.
 */
public final class FrameEncoder {

    /** The longest frame in bytes that one Java array can hold on every common virtual machine. */
    public static final int MAX_FRAME_BYTES = Integer.MAX_VALUE - 8;

    private static final byte[] ENVELOPE = "*2\r\n:".getBytes(StandardCharsets.US_ASCII);

    private FrameEncoder() {}

    /**
     * {@return how many bytes the frame takes, without encoding it} Costs O(number of arguments).
     *
     * @param offset the frame's offset, 0 to 2^63−1
     * @param argv the mutation
     * @throws IllegalArgumentException if {@code offset} is 2^63 or more, which no RESP integer carries
     */
    public static long encodedLength(long offset, Argv argv) {
        int arguments = argv.size();
        long length = headLength(offset) + 1L + Decimal.digits(arguments) + 2;
        for (int i = 0; i < arguments; i++) {
            int argumentLength = argv.length(i);
            length += 1 + Decimal.digits(argumentLength) + 2 + (long) argumentLength + 2;
        }
        return length;
    }

    /**
     * Encodes one frame. Costs O(its length).
     *
     * @param offset the frame's offset, 0 to 2^63−1
     * @param argv the mutation; it is only read, and not kept
     * @return a fresh array of exactly the frame's bytes
     * @throws IllegalArgumentException if {@code offset} is 2^63 or more, or the frame would be longer than
     *     {@link #MAX_FRAME_BYTES}
     */
    public static byte[] encode(long offset, Argv argv) {
        byte[] frame = new byte[checked(offset, encodedLength(offset, argv))];
        int at = putHead(frame, offset);
        int arguments = argv.size();
        frame[at++] = '*';
        at = putNumber(frame, at, arguments);
        for (int i = 0; i < arguments; i++) {
            int argumentLength = argv.length(i);
            frame[at++] = '$';
            at = putNumber(frame, at, argumentLength);
            argv.copyTo(i, frame, at);
            at = putLineEnd(frame, at + argumentLength);
        }
        return frame;
    }

    /**
     * Does what {@link #encode} does, and where the arguments are borrowed from a received buffer, by one copy of what was
     * received. Costs O(the frame's length).
     *
     * @param offset the frame's offset, 0 to 2^63−1
     * @param argv the mutation; it is only read, and not kept
     * @return a fresh array of exactly the frame's bytes
     * @throws IllegalArgumentException as {@link #encode} does
     * @throws IllegalStateException if the arguments were borrowed from a buffer that was used again since, as far as its first
     *     and last bytes show it
     */
    public static byte[] encodeReceived(long offset, Argv argv) {
        if (!(argv instanceof BorrowedArgv borrowed)) {
            return encode(offset, argv);
        }
        borrowed.checkStillThere();
        int length = borrowed.arrayLength();
        byte[] frame = new byte[checked(offset, headLength(offset) + (long) length)];
        borrowed.copyArray(0, length, frame, putHead(frame, offset));
        return frame;
    }

    private static int headLength(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("Offset " + Long.toUnsignedString(offset)
                    + " cannot go into a frame: the largest a RESP integer carries is " + Long.MAX_VALUE + ".");
        }
        return ENVELOPE.length + Decimal.digits(offset) + 2;
    }

    private static int putHead(byte[] frame, long offset) {
        System.arraycopy(ENVELOPE, 0, frame, 0, ENVELOPE.length);
        return putNumber(frame, ENVELOPE.length, offset);
    }

    /** Returns the frame's length if one frame can have it. */
    static int checked(long offset, long length) {
        if (length > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("The frame at offset " + offset + " would take " + length
                    + " bytes, more than the " + MAX_FRAME_BYTES + " that one frame can have.");
        }
        return (int) length;
    }

    /** Writes the number and a line end, and returns the position after them. */
    static int putNumber(byte[] target, int at, long number) {
        return putLineEnd(target, Decimal.put(target, at, number));
    }

    static int putLineEnd(byte[] target, int at) {
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }
}
