package replication.backlog.wire;

import java.nio.ByteBuffer;

/**
 * Reads one RESP2 array of bulk strings, in WIRE-1's form alone, that has arrived as a whole in memory of the heap: what
 * arrives most, and fast. It remembers nothing, and does not tell what is wrong; {@link ArrayScanner} does both.
 */
final class WholeArray {

    /** It is not there as a whole, is malformed or too long, has a number of more than 7 digits, or lies outside of the heap. */
    static final long NONE = 0;

    /** A number grows no longer than 7 digits: it and an index fit into an int. */
    private static final int MOST_BEFORE_A_DIGIT = 999_999;

    private static final int LINE_END = 2;

    private WholeArray() {}

    /**
     * Reads the array at an index of a buffer.
     *
     * @param maxBytes the longest that is taken
     * @return what has {@link #elements} and a {@link #length}, or NONE
     */
    static long read(ByteBuffer in, int start, int maxBytes) {
        if (!in.hasArray()) {
            return NONE;
        }
        int end = (int) Math.min(in.limit(), start + (long) maxBytes);
        return read(in.array(), in.arrayOffset() + start, in.arrayOffset() + end);
    }

    static int elements(long read) {
        return (int) (read >>> Integer.SIZE);
    }

    /** {@return how many bytes the array has} */
    static int length(long read) {
        return (int) read;
    }

    private static long read(byte[] in, int start, int end) {
        long head = head(in, start, end, '*');
        int elements = (int) (head >>> Integer.SIZE);
        int at = (int) head;
        for (int left = elements; left > 0; left--) {
            long bulk = head(in, at, end, '$');
            int length = (int) (bulk >>> Integer.SIZE);
            int lineEnd = (int) bulk + length;
            if (bulk == NONE || end - lineEnd < LINE_END || in[lineEnd] != '\r' || in[lineEnd + 1] != '\n') {
                return NONE;
            }
            at = lineEnd + LINE_END;
        }
        return head == NONE ? NONE : (long) elements << Integer.SIZE | at - start;
    }

    /** {@return the number behind a sign in the high half, and the index behind its line end in the low one, or NONE} */
    private static long head(byte[] in, int start, int end, char sign) {
        if (end - start <= 1 + LINE_END || in[start] != sign) {
            return NONE;
        }
        int number = in[start + 1] - '0';
        if (number < 0 || number > 9) {
            return NONE;
        }
        int at = start + 2;
        while (in[at] != '\r') {
            int digit = in[at] - '0';
            at++;
            if (digit < 0 || digit > 9 || number == 0 || number > MOST_BEFORE_A_DIGIT || at == end - 1) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return in[at + 1] == '\n' ? (long) number << Integer.SIZE | at + LINE_END : NONE;
    }
}
