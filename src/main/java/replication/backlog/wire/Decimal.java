package replication.backlog.wire;

import java.nio.ByteBuffer;

/** Decimal ASCII numbers in the one form that WIRE-1 knows: no sign, no leading zeros. */
final class Decimal {

    /** {@link #read} needs more bytes to tell. No number is positive when negated, so neither answer can be one. */
    static final long MORE = 1;

    /** {@link #read} did not find a number in WIRE-1's form, or one that is too large. */
    static final long MALFORMED = 2;

    private Decimal() {}

    /** {@return how many digits a number of 0 or more has} */
    static int digits(long number) {
        if (number < 10) {
            return 1;
        }
        if (number < 100) {
            return 2;
        }
        return number < 1000 ? 3 : 3 + digits(number / 1000);
    }

    /** Writes a number of 0 or more, and returns the position after it. */
    static int put(byte[] target, int at, long number) {
        int end = at + digits(number);
        int i = end;
        long rest = number;
        while (rest >= 10) {
            target[--i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        target[at] = (byte) ('0' + rest);
        return end;
    }

    /**
     * Reads a number and the line end after it.
     *
     * <p>The answer is the number <em>negated</em>, because −2^63 has no positive counterpart. As there is one form only,
     * the number tells how many digits were read.
     *
     * @param in where to read; its position does not matter and does not move
     * @param at the index of the first digit
     * @param least the negated number that is still accepted, e.g. −9 for numbers up to 9
     * @return the number negated, {@link #MORE} or {@link #MALFORMED}
     */
    static long read(ByteBuffer in, int at, long least) {
        long negated = 0;
        for (int i = at; i < in.limit(); i++) {
            int digit = in.get(i) - '0';
            if (digit >= 0 && digit <= 9) {
                boolean leadingZero = i > at && negated == 0;
                if (leadingZero || negated < least / 10 || negated * 10 < least + digit) {
                    return MALFORMED;
                }
                negated = negated * 10 - digit;
            } else if (in.get(i) != '\r' || i == at) {
                return MALFORMED;
            } else if (i + 1 == in.limit()) {
                return MORE;
            } else {
                return in.get(i + 1) == '\n' ? negated : MALFORMED;
            }
        }
        return MORE;
    }
}
