package replication.backlog.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Small texts of a frame, stored several bytes at a time. Nothing is written outside the frame: what a store writes too much
 * is overwritten by what follows.
 */
final class WideStores {

    /** The first length of an argument whose head is not in the table. */
    static final int TABLE_END = 1000;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final short LINE_END = '\n' << 8 | '\r';

    /** By length of the argument: its head, from the lowest byte on. It has 6 to 8 bytes. */
    private static final long[] HEADS = new long[TABLE_END];

    static {
        byte[] head = new byte[Long.BYTES];
        for (int length = 0; length < TABLE_END; length++) {
            putHeadPlain(head, 0, length);
            HEADS[length] = (long) LONG.get(head, 0);
        }
    }

    private WideStores() {}

    /** {@return how many bytes an argument's head takes} */
    static int headLength(int argumentLength) {
        return 5 + Decimal.digits(argumentLength);
    }

    /**
     * Writes an argument's head, {@code CRLF $length CRLF}, and returns the position after it. It may write up to 2 bytes
     * more, which is at least what follows: the argument and a line end.
     */
    static int putHead(byte[] target, int at, int argumentLength) {
        if (argumentLength < TABLE_END) {
            LONG.set(target, at, HEADS[argumentLength]);
            return at + headLength(argumentLength);
        }
        return putHeadPlain(target, at, argumentLength);
    }

    /** Does what {@link #putHead} does, byte by byte and nothing beyond. */
    static int putHeadPlain(byte[] target, int at, int argumentLength) {
        int sign = FrameEncoder.putLineEnd(target, at);
        target[sign] = '$';
        return FrameEncoder.putNumber(target, sign + 1, argumentLength);
    }

    /** Writes a line end, and returns the position after it. */
    static int putLineEnd(byte[] target, int at) {
        SHORT.set(target, at, LINE_END);
        return at + Short.BYTES;
    }

    /**
     * Copies a text of 8 to 32 bytes, from an index to the end of its array, and returns the position after it: four stores
     * from both ends inwards, which overlap where there is less to copy.
     */
    static int copy(byte[] text, int from, byte[] target, int at) {
        int length = text.length - from;
        int last = length - Long.BYTES;
        store(text, from, target, at, 0);
        store(text, from, target, at, Math.min(Long.BYTES, last));
        store(text, from, target, at, Math.max(0, last - Long.BYTES));
        store(text, from, target, at, last);
        return at + length;
    }

    private static void store(byte[] text, int from, byte[] target, int at, int index) {
        LONG.set(target, at + index, (long) LONG.get(text, from + index));
    }
}
