package replication.backlog.wire;

import java.nio.charset.StandardCharsets;

/**
 * What a frame starts with, {@code *2 CRLF :offset CRLF *}, for offsets that follow each other: counting up changes a digit
 * or two, where writing the number anew would divide for every digit.
 */
final class OffsetText {

    private static final String BEFORE = "*2\r\n:";
    private static final String AFTER = "\r\n*";

    /** With the 19 digits of 2^63. */
    private static final int LONGEST = 27;

    /** As long as the longest of them, so that counting up never needs memory: the text is what ends there. */
    private final byte[] text = new byte[LONGEST];

    private int start;

    /** Starts with any offset, taken as unsigned. */
    OffsetText(long offset) {
        byte[] first = (BEFORE + Long.toUnsignedString(offset) + AFTER).getBytes(StandardCharsets.US_ASCII);
        start = LONGEST - first.length;
        System.arraycopy(first, 0, text, start, first.length);
    }

    /** {@return how many bytes {@link #put} writes, 9 to 27} */
    int length() {
        return LONGEST - start;
    }

    /** Writes the text, and returns the position after it. */
    int put(byte[] target, int at) {
        return WideStores.copy(text, start, target, at);
    }

    /** Goes on to the next offset. */
    void increment() {
        int digit = LONGEST - AFTER.length() - 1;
        while (text[digit] == '9') {
            text[digit] = '0';
            digit--;
        }
        if (text[digit] == ':') {
            System.arraycopy(text, start, text, start - 1, BEFORE.length());
            start--;
            text[digit] = '0';
        }
        text[digit]++;
    }
}
