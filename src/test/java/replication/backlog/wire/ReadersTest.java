package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the readers say of malformed input, and that they read nothing twice. In the tables, r and n are CR and LF. */
class ReadersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xrn             | Byte 0 of the array: no array starts here.",
                "*01rn           | Byte 1 of the array: the number of elements is no plain decimal number up to 6.",
                "*-1rn           | Byte 1 of the array: the number of elements is no plain decimal number up to 6.",
                "*rn             | Byte 1 of the array: the number of elements is no plain decimal number up to 6.",
                "*7rn            | Byte 1 of the array: the number of elements is no plain decimal number up to 6.",
                "*10rn           | Byte 1 of the array: the number of elements is no plain decimal number up to 6.",
                "*1rx            | Byte 1 of the array: the number of elements is no plain decimal number up to 6.",
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
    @CsvSource({"0", "7", "10", "9223372036854775807"})
    void anOffsetIsReadInItsPlainForm(String number) {
        Decoded.Complete complete =
                (Decoded.Complete) new FrameDecoder().decode(bytes("*2rn:" + number + "rn*1rn$0rnrn"));
        assertThat(complete.offset()).isEqualTo(Long.parseLong(number));
    }

    @ParameterizedTest
    @CsvSource({
        "00",
        "07",
        "-0",
        "-07",
        "+7",
        "x",
        "9223372036854775808",
        "9223372036854775810",
        "92233720368547758070",
        "-9223372036854775809"
    })
    void anyOtherFormIsNoOffset(String number) {
        assertThat(new FrameDecoder().decode(bytes("*2rn:" + number + "rn")))
                .isEqualTo(new Decoded.BadOffset(
                        "Byte 5 of the frame: the offset is no plain decimal number" + " from −2^63 to 2^63−1."));
    }

    @Test
    void otherEnvelopesAreToldWithTheirPlace() {
        assertThat(new FrameDecoder().decode(bytes("*3rn")))
                .isEqualTo(new Decoded.BadEnvelope("Byte 1 of the frame: no array of two elements starts like this."));
        assertThat(new FrameDecoder().decode(bytes("*2rn$")))
                .isEqualTo(new Decoded.BadOffset("Byte 4 of the frame: no integer starts here."));
        assertThat(new FrameDecoder().decode(bytes("*2rn:-9223372036854775808rn")))
                .isEqualTo(new Decoded.NegativeOffset(Long.MIN_VALUE));
    }

    @Test
    void whatWasReadIsNotReadAgain() {
        String command = "*2rn$4rnPINGrn$1rnarn";
        String frame = "*2rn:7rn" + command;
        for (int first = 4; first < bytes(command).limit(); first++) {
            CommandParser parser = new CommandParser();
            assertThat(parser.parse(part(command, first))).isInstanceOf(Command.Incomplete.class);
            Command rest = parser.parse(overwritten(command, 4));
            assertThat(rest).isInstanceOf(Command.Complete.class);
        }
        for (int first = 8; first < bytes(frame).limit(); first++) {
            FrameDecoder decoder = new FrameDecoder();
            assertThat(decoder.decode(part(frame, first))).isInstanceOf(Decoded.Truncated.class);
            Decoded rest = decoder.decode(overwritten(frame, 8));
            assertThat(rest).isInstanceOf(Decoded.Complete.class);
            assertThat(((Decoded.Complete) rest).offset()).isEqualTo(7);
        }
    }

    @Test
    void limitsAreChecked() {
        for (int right : new int[] {1, FrameEncoder.MAX_FRAME_BYTES}) {
            assertThat(new CommandParser(right)).isNotNull();
        }
        for (int wrong : new int[] {0, -1, FrameEncoder.MAX_FRAME_BYTES + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FrameDecoder(wrong))
                    .withMessage("maxPayloadBytes must be 1 to 2147483639, but is " + wrong + ".");
        }
    }

    @Test
    void ownedArgumentsAreTheirOwn() {
        Argv owned = Argv.ofUtf8("PING");
        assertThat(owned.owned()).isSameAs(owned);
    }

    private static ByteBuffer part(String text, int length) {
        return bytes(text).limit(length);
    }

    private static ByteBuffer overwritten(String text, int length) {
        ByteBuffer bytes = bytes(text);
        Arrays.fill(bytes.array(), 0, length, (byte) '?');
        return bytes;
    }

    private static ByteBuffer bytes(String text) {
        String wire = text.strip().replace('r', '\r').replace('n', '\n');
        return ByteBuffer.wrap(wire.getBytes(StandardCharsets.ISO_8859_1));
    }
}
