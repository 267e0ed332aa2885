package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DecimalTest {

    @Test
    void writesAndReadsBothSidesOfEveryDigit() {
        assertRoundTrip(0);
        for (long power = 1; power <= 1_000_000_000_000_000_000L && power > 0; power *= 10) {
            assertRoundTrip(power - 1);
            assertRoundTrip(power);
            assertRoundTrip(power + 1);
        }
        assertRoundTrip(Long.MAX_VALUE);
    }

    private static void assertRoundTrip(long number) {
        String text = Long.toString(number);
        assertThat(Decimal.digits(number)).isEqualTo(text.length());
        byte[] target = new byte[text.length() + 2];
        assertThat(Decimal.put(target, 1, number)).isEqualTo(text.length() + 1);
        assertThat(new String(target, StandardCharsets.US_ASCII)).isEqualTo("\0" + text + "\0");
        assertThat(read(text + "\r\n", Long.MIN_VALUE)).isEqualTo(-number);
        assertThat(read(text + "\r\n", -number)).isEqualTo(-number);
        assertThat(read(text + "\r\n", -number + 1)).isEqualTo(Decimal.MALFORMED);
    }

    @Test
    void needsTheLineEndToTell() {
        for (String more : new String[] {"", "0", "7", "12", "12\r"}) {
            assertThat(read(more, Long.MIN_VALUE)).as(more).isEqualTo(Decimal.MORE);
        }
        for (String wrong : new String[] {"x", "\r", "\n", "00", "01", "-1", "+1", "1x", "1\n", "1\rx", "1/", "1:"}) {
            assertThat(read(wrong, Long.MIN_VALUE)).as(wrong).isEqualTo(Decimal.MALFORMED);
        }
        assertThat(read("9223372036854775808\r\n", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(read("9223372036854775809\r\n", Long.MIN_VALUE)).isEqualTo(Decimal.MALFORMED);
        assertThat(read("9223372036854775810\r\n", Long.MIN_VALUE)).isEqualTo(Decimal.MALFORMED);
    }

    private static long read(String text, long least) {
        return Decimal.read(ByteBuffer.wrap(("#" + text).getBytes(StandardCharsets.US_ASCII)), 1, least);
    }
}
