package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of malformed arrays, and what reading them takes. In the tables, r and n are CR and LF. */
class ArrayScannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xrn             | Byte 0 of the array: no array starts here.",
                "*01rn           | Byte 1 of the array: the number of elements is no plain decimal number that 40 bytes have room for.",
                "*-1rn           | Byte 1 of the array: the number of elements is no plain decimal number that 40 bytes have room for.",
                "*rn             | Byte 1 of the array: the number of elements is no plain decimal number that 40 bytes have room for.",
                "*7rn            | Byte 1 of the array: the number of elements is no plain decimal number that 40 bytes have room for.",
                "*10rn           | Byte 1 of the array: the number of elements is no plain decimal number that 40 bytes have room for.",
                "*1rx            | Byte 1 of the array: the number of elements is no plain decimal number that 40 bytes have room for.",
                "*1rn:           | Byte 4 of the array: no bulk string starts here.",
                "*1rn$01rn       | Byte 5 of the array: the bulk length is no plain decimal number within 40 bytes in all.",
                "*1rn$41rn       | Byte 5 of the array: the bulk length is no plain decimal number within 40 bytes in all.",
                "*1rn$30rn       | Byte 5 of the array: the bulk length is no plain decimal number within 40 bytes in all.",
                "*2rn$1rnarn$23rn | Byte 12 of the array: the bulk length is no plain decimal number within 40 bytes in all.",
                "*1rn$1rnabn     | Byte 9 of the array: no CR LF closes the bulk string.",
                "*1rn$1rnarx     | Byte 9 of the array: no CR LF closes the bulk string.",
            })
    void whatIsMalformedIsToldWithItsPlace(String text, String reason) {
        assertThat(new CommandParser(40).parse(bytes(text))).isEqualTo(new Command.Malformed(reason));
        assertThat(new FrameDecoder(40).decode(bytes("*2rn:7rn" + text))).isEqualTo(new Decoded.BadPayload(reason));
    }

    @ParameterizedTest
    @CsvSource({"*6rn", "*1rn$29rn", "*2rn$1rnarn$22rn", "*1", "*1r", "*1rn$1rna", "*1rn$1rnar"})
    void whatCouldStillBeRightIsIncomplete(String text) {
        assertThat(new CommandParser(40).parse(bytes(text))).isInstanceOf(Command.Incomplete.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 9, 10, 11})
    void theArgumentsAreThere(int arguments) {
        String text = "*" + arguments + "rn" + String.join("", Collections.nCopies(arguments, "$1rnarn"));
        Argv argv = ((Command.Complete) new CommandParser().parse(bytes(text))).argv();
        assertThat(argv.size()).isEqualTo(arguments);
        for (int i = 0; i < arguments; i++) {
            assertThat(argv.argument(i)).asString().isEqualTo("a");
        }
    }

    /** Without an array that could be read at once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 9, 10, 11})
    void theArgumentsAreThereOutsideOfTheHeap(int arguments) {
        String text = "*" + arguments + "rn" + String.join("", Collections.nCopies(arguments, "$1rnarn"));
        ByteBuffer direct =
                ByteBuffer.allocateDirect(200).put(bytes(text + text)).flip();
        CommandParser parser = new CommandParser();
        for (int times = 0; times < 2; times++) {
            Argv argv = ((Command.Complete) parser.parse(direct)).argv();
            assertThat(argv.size()).isEqualTo(arguments);
            assertThat(argv.owned().size()).isEqualTo(arguments);
        }
        assertThat(direct.hasRemaining()).isFalse();
    }

    static ByteBuffer bytes(String text) {
        String wire = text.strip().replace('r', '\r').replace('n', '\n');
        return ByteBuffer.wrap(wire.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Its first bytes. */
    static ByteBuffer part(String text, int length) {
        return bytes(text).limit(length);
    }

    /** All of it, but with nothing left of some of its bytes. */
    static ByteBuffer overwritten(String text, int from, int to) {
        ByteBuffer bytes = bytes(text);
        Arrays.fill(bytes.array(), from, to, (byte) '?');
        return bytes;
    }
}
