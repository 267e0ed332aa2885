package replication.backlog.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a frame starts with, {@code *2 CRLF :offset CRLF *}, for offsets that follow each other: counting up changes a digit
 * or two, where writing the number anew would divide for every digit.
 */
final class OffsetText {

    private static final String BEFORE = "*2\r\n:";
    private static final String AFTER = "\r\n*";

    /** Exactly the text. */
    private byte[] text;

    /** Starts with any offset, taken as unsigned. */
    OffsetText(long offset) {
        text = (BEFORE + Long.toUnsignedString(offset) + AFTER).getBytes(StandardCharsets.US_ASCII);
    }

    /** {@return how many bytes {@link #put} writes, 9 to 27} */
    int length() {
        return text.length;
    }

    /** Writes the text, and returns the position after it. */
    int put(byte[] target, int at) {
        return WideStores.copy(text, target, at);
    }

    /** Goes on to the next offset. */
    void increment() {
        int digit = text.length - AFTER.length() - 1;
        while (text[digit] == '9') {
            text[digit] = '0';
            digit--;
        }
        if (digit < BEFORE.length()) {
            text = withOneMoreDigit();
            digit = BEFORE.length();
        }
        text[digit]++;
    }

    /** The text with a zero in front of the other digits. */
    private byte[] withOneMoreDigit() {
        byte[] longer = Arrays.copyOf(text, text.length + 1);
        System.arraycopy(text, BEFORE.length(), longer, BEFORE.length() + 1, text.length - BEFORE.length());
        longer[BEFORE.length()] = '0';
        return longer;
    }
}
