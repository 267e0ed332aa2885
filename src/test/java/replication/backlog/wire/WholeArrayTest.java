package replication.backlog.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read at once, and what is left to {@link ArrayScanner}. In the texts, r and n are CR and LF. */
class WholeArrayTest {

    private static final List<String> ARRAYS = List.of("*0rn", "*1rn$0rnrn", "*2rn$3rnSETrn$12rnabcdefghijklrn");

    @ParameterizedTest
    @CsvSource({
        "*0rn, 0",
        "*1rn$0rnrn, 1",
        "*1rn$9rnabcdefghirn, 1",
        "*2rn$1rnarn$10rnabcdefghijrn, 2",
        "*3rn$0rnrn$0rnrn$2rnrnrn, 3"
    })
    void anArrayThatIsThereIsRead(String text, int elements) {
        byte[] bytes = bytes(text);
        assertThat(read(bytes)).isEqualTo(found(elements, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*1",
                "*1r",
                "*1rn",
                "$0rn",
                "*rn",
                "*/rn",
                "*:rn",
                "*xrn",
                "*-1rn",
                "*00rn",
                "*01rn$0rnrn",
                "*0rx",
                "*0xn",
                "*0nr",
                "*1rn*0rn",
                "*1rn$rnrn",
                "*1rn$1rn",
                "*1rn$1rna",
                "*1rn$1rnar",
                "*1rn$1rnabn",
                "*1rn$1rnarx",
                "*1rn$0rnxn",
                "*1rn$01rnarn",
                "*1rn$1/rnarn",
                "*1rn$1:rnarn",
                "*1rn$1xrnarn",
                "*1rn$2rnarn",
                "*1rn$0rnarn",
                "*2rn$1rnarn",
                "*1rn$:rn0123456789rn",
                "*1rn$1/rnabcdefghirn",
                "*1rn$1:rnabcdefghijklmnopqrstrn",
                "*1rn$1",
                "*1rn$10",
                "*1rn$10r",
                "*1rn$99999999rn"
            })
    void whatIsNotThereAsAWholeIsNotRead(String text) {
        assertThat(read(bytes(text))).isEqualTo(WholeArray.NONE);
    }

    @Test
    void whatLiesBeforeAndBehindIsNotLookedAt() {
        for (String text : ARRAYS) {
            ByteBuffer in =
                    ByteBuffer.wrap(bytes("rn*9" + text + "rn")).position(1).slice();
            int end = in.limit() - 2;
            long whole = WholeArray.read(in, 3, Integer.MAX_VALUE);
            assertThat(WholeArray.elements(whole)).isEqualTo(text.charAt(1) - '0');
            assertThat(WholeArray.length(whole)).isEqualTo(end - 3);
            assertThat(WholeArray.read(in, 3, end - 3)).isEqualTo(whole);
            assertThat(WholeArray.read(in, 3, end - 4)).isEqualTo(WholeArray.NONE);
            for (int limit = 3; limit < end; limit++) {
                assertThat(WholeArray.read(in.limit(limit), 3, Integer.MAX_VALUE))
                        .as("%s up to %d", text, limit)
                        .isEqualTo(WholeArray.NONE);
            }
        }
    }

    /** It could be taken for the end of an element of no bytes at index 0. */
    @Test
    void aLineEndAtTheVeryBeginningIsNoElement() {
        assertThat(WholeArray.read(ByteBuffer.wrap(bytes("rn*1rnxx")), 2, Integer.MAX_VALUE))
                .isEqualTo(WholeArray.NONE);
    }

    @Test
    void numbersOfUpToSevenDigitsAreRead() {
        for (int length = 1; length <= 1_000_000; length *= 10) {
            for (int each : new int[] {length - 1, length, 2 * length + 1}) {
                assertThat(read(one(each))).as("%d", each).isEqualTo(found(1, one(each).length));
            }
        }
        assertThat(read(one(9_999_999))).isEqualTo(found(1, one(9_999_999).length));
        assertThat(read(one(10_000_000))).isEqualTo(WholeArray.NONE);
    }

    @Test
    void outsideOfTheHeapNothingIsRead() {
        assertThat(WholeArray.read(ByteBuffer.allocateDirect(4).put(bytes("*0rn")), 0, Integer.MAX_VALUE))
                .isEqualTo(WholeArray.NONE);
    }

    /** Every byte of every array, replaced by every other, and left out. */
    @Test
    void itIsReadAsByteByByte() {
        for (String text : ARRAYS) {
            byte[] bytes = bytes(text);
            for (int at = 0; at < bytes.length; at++) {
                for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
                    byte[] other = bytes.clone();
                    other[at] = (byte) value;
                    assertThat(read(other)).as("%s, %d at %d", text, value, at).isEqualTo(byteByByte(other));
                }
                byte[] shorter = bytes(text.substring(0, at) + text.substring(at + 1));
                assertThat(read(shorter)).as("%s without %d", text, at).isEqualTo(byteByByte(shorter));
            }
        }
    }

    /** Only a buffer with an array is read at once. */
    private static long byteByByte(byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return new CommandParser().parse(direct) instanceof Command.Complete complete
                ? found(complete.argv().size(), complete.length())
                : WholeArray.NONE;
    }

    private static long read(byte[] bytes) {
        return WholeArray.read(ByteBuffer.wrap(bytes), 0, Integer.MAX_VALUE);
    }

    private static long found(int elements, int length) {
        return (long) elements << Integer.SIZE | length;
    }

    private static byte[] one(int length) {
        byte[] head = bytes("*1rn$" + length + "rn");
        byte[] array = Arrays.copyOf(head, head.length + length + 2);
        array[array.length - 2] = '\r';
        array[array.length - 1] = '\n';
        return array;
    }

    private static byte[] bytes(String text) {
        return text.replace('r', '\r').replace('n', '\n').getBytes(ISO_8859_1);
    }
}
