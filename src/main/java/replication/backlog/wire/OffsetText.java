package replication.backlog.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The head of a frame as text, {@code *2 CRLF :offset CRLF}, for offsets that follow each other: counting up changes a
 * digit or two, where writing the number anew would divide for every digit.
 */
final class OffsetText {

    private static final int FIRST_DIGIT = "*2\r\n:".length();

    /** Bytes from the last digit to the end. */
    private static final int AFTER_DIGITS = "\r\n".length();

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** Exactly the text. */
    private byte[] text;

    /**
     * @param offset the first offset, unsigned
     */
    OffsetText(long offset) {
        text = ("*2\r\n:" + Long.toUnsignedString(offset) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** {@return how many bytes {@link #put} writes, 8 to 26} */
    int length() {
        return text.length;
    }

    /**
     * Writes the text, and returns the position after it.
     *
     * <p>Text of 8 to 32 bytes is four stores of 8: from both ends inwards, where they overlap in short text.
     */
    int put(byte[] target, int at) {
        int last = text.length - Long.BYTES;
        copy(0, target, at);
        copy(Math.min(Long.BYTES, last), target, at);
        copy(Math.max(0, last - Long.BYTES), target, at);
        copy(last, target, at);
        return at + text.length;
    }

    private void copy(int from, byte[] target, int at) {
        LONG.set(target, at + from, (long) LONG.get(text, from));
    }

    /** Goes on to the next offset. */
    void increment() {
        int digit = text.length - AFTER_DIGITS - 1;
        while (text[digit] == '9') {
            text[digit--] = '0';
        }
        if (digit < FIRST_DIGIT) {
            text = lengthened();
            digit = FIRST_DIGIT;
        }
        text[digit]++;
    }

    /** The text with one more digit, a zero in front of the others. */
    private byte[] lengthened() {
        byte[] longer = Arrays.copyOf(text, text.length + 1);
        System.arraycopy(text, FIRST_DIGIT, longer, FIRST_DIGIT + 1, text.length - FIRST_DIGIT);
        longer[FIRST_DIGIT] = '0';
        return longer;
    }
}
