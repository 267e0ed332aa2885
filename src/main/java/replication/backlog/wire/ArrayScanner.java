package replication.backlog.wire;

import java.nio.ByteBuffer;

/**
 * Reads one RESP2 array of bulk strings, in WIRE-1's form alone, from a buffer that fills bit by bit.
 *
 * <p>What was read stays read: a call goes on where the last one had to stop, so that the whole costs O(bytes) however
 * they arrive. It needs no memory, whatever is declared.
 */
final class ArrayScanner {

    enum Progress {
        MORE,
        DONE,
        MALFORMED
    }

    /** The shortest element: {@code $0 CRLF CRLF}. */
    private static final int SHORTEST_ELEMENT = 6;

    private static final int UNKNOWN = -1;

    private final int maxBytes;

    /** Elements declared; unknown while the head of the array is not read. */
    private int declared;

    /** Elements read. */
    private int read;

    /** Bytes read, counted from the array's start. */
    private int at;

    private String reason;

    ArrayScanner(int maxBytes) {
        this.maxBytes = maxBytes;
        reset();
    }

    void reset() {
        declared = UNKNOWN;
        read = 0;
    }

    /** Bytes of the array, once DONE. */
    int length() {
        return at;
    }

    /** What was wrong, once MALFORMED. */
    String reason() {
        return reason;
    }

    /** The arguments, once DONE, borrowed from the same buffer. */
    Argv argv(ByteBuffer in, int start) {
        return new BorrowedArgv(in, start, at, read);
    }

    /**
     * Reads on.
     *
     * @param in the input, up to its limit; its position does not matter and does not move
     * @param start the index of the array's first byte; the bytes from there are those of the calls before, or more
     * @throws IllegalStateException if they are others, as far as what was read last shows it
     */
    Progress scan(ByteBuffer in, int start) {
        if (declared == UNKNOWN) {
            long whole = WholeArray.read(in, start, maxBytes);
            if (whole != WholeArray.NONE) { // what follows would find the same, in twice the time
                read = WholeArray.elements(whole);
                at = WholeArray.length(whole);
                return Progress.DONE;
            }
            Progress head = scanHead(in, start);
            if (head != Progress.DONE) {
                return head;
            }
        } else if (!isWhereItWas(in, start)) {
            throw otherBytes();
        }
        for (int left = declared - read; left > 0; left--) {
            Progress element = scanElement(in, start);
            if (element != Progress.DONE) {
                return element;
            }
        }
        return Progress.DONE;
    }

    /** Whether an array starts here, and a line ends where the last call stopped. */
    private boolean isWhereItWas(ByteBuffer in, int start) {
        int stop = start + at;
        return stop <= in.limit() && in.get(start) == '*' && in.get(stop - 2) == '\r' && in.get(stop - 1) == '\n';
    }

    static IllegalStateException otherBytes() {
        return new IllegalStateException("These are other bytes than those that were read in part:"
                + " give the same ones and what follows them, or call reset() before another stream.");
    }

    private Progress scanHead(ByteBuffer in, int start) {
        if (start >= in.limit()) {
            return Progress.MORE;
        }
        if (in.get(start) != '*') {
            return malformed(0, "no array starts here");
        }
        long negated = Decimal.read(in, start + 1, -maxBytes);
        if (negated == Decimal.MORE) {
            return Progress.MORE;
        }
        int elements = (int) -negated;
        int head = 1 + Decimal.digits(elements) + 2;
        if (negated == Decimal.MALFORMED || head + (long) SHORTEST_ELEMENT * elements > maxBytes) {
            return malformed(
                    1, "the number of elements is no plain decimal number that " + maxBytes + " bytes have room for");
        }
        declared = elements;
        at = head;
        return Progress.DONE;
    }

    private Progress scanElement(ByteBuffer in, int start) {
        int head = start + at;
        if (head >= in.limit()) {
            return Progress.MORE;
        }
        if (in.get(head) != '$') {
            return malformed(at, "no bulk string starts here");
        }
        long negated = Decimal.read(in, head + 1, -maxBytes);
        if (negated == Decimal.MORE) {
            return Progress.MORE;
        }
        int length = (int) -negated;
        long from = at + 1L + Decimal.digits(length) + 2;
        if (negated == Decimal.MALFORMED || from + length + 2 > maxBytes) {
            return malformed(at + 1, "the bulk length is no plain decimal number within " + maxBytes + " bytes in all");
        }
        int end = (int) from + length;
        if (!startsLike(in, start, end, '\r') || !startsLike(in, start, end + 1, '\n')) {
            return malformed(end, "no CR LF closes the bulk string");
        }
        if ((long) start + end + 2 > in.limit()) {
            return Progress.MORE;
        }
        read++;
        at = end + 2;
        return Progress.DONE;
    }

    /** Whether the byte at that place is the expected one, or has not arrived yet. */
    private static boolean startsLike(ByteBuffer in, int start, int place, char expected) {
        long index = (long) start + place;
        return index >= in.limit() || in.get((int) index) == expected;
    }

    private Progress malformed(int place, String what) {
        reason = "Byte " + place + " of the array: " + what + ".";
        return Progress.MALFORMED;
    }
}
