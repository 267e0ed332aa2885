package replication.backlog.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The head of an array or of a bulk string: a sign, how many elements or bytes follow, and a line end.
 *
 * <p>Heads of small numbers come from a table and are stored as a whole:
 *
 * <pre>
 *   number      head                stored as
 *      0 … 9    * n CR LF           one int, which is all of it
 *     10 … 1023 * n n [n n] CR LF   one long; what is too much of it is overwritten by what follows, which is longer
 *   1024 …                          byte by byte
 * </pre>
 */
final class Head {

    /** What an array starts with. */
    static final byte ARRAY = '*';

    /** What a bulk string starts with. */
    static final byte BULK = '$';

    /** The first number that is not in the table. */
    static final int TABLE_END = 1024;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** By number: the head with a zero for its sign, from the lowest byte on, and in the highest byte its length. */
    private static final long[] TABLE = new long[TABLE_END];

    static {
        byte[] head = new byte[Long.BYTES];
        for (int number = 0; number < TABLE_END; number++) {
            int length = putPlain(head, 0, (byte) 0, number);
            head[Long.BYTES - 1] = (byte) length;
            TABLE[number] = (long) LONG.get(head, 0);
        }
    }

    private Head() {}

    /** {@return the length of a number's head in bytes} */
    static int length(int number) {
        return number < TABLE_END ? (int) (TABLE[number] >>> 56) : 1 + Decimal.digits(number) + 2;
    }

    /**
     * Writes a head, and returns the position after it. For a number of 10 or more it may write up to 3 bytes more than
     * the head: the caller has room for as many bytes as the number says, and writes them afterwards.
     */
    static int put(byte[] target, int at, byte sign, int number) {
        if (number < 10) {
            INT.set(target, at, (int) TABLE[number] | sign);
            return at + Integer.BYTES;
        }
        if (number < TABLE_END) {
            LONG.set(target, at, TABLE[number] | sign);
            return at + length(number);
        }
        return putPlain(target, at, sign, number);
    }

    /** Does what {@link #put} does, byte by byte and nothing beyond. */
    static int putPlain(byte[] target, int at, byte sign, int number) {
        target[at] = sign;
        return FrameEncoder.putNumber(target, at + 1, number);
    }
}
