package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static replication.backlog.wire.ArrayScannerTest.bytes;
import static replication.backlog.wire.ArrayScannerTest.overwritten;
import static replication.backlog.wire.ArrayScannerTest.part;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of malformed frames, and that nothing is read twice. In the texts, r and n are CR and LF. */
class FrameDecoderTest {

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
                        "Byte 5 of the frame: the offset is no plain decimal number from −2^63 to 2^63−1."));
    }

    @Test
    void otherEnvelopesAreToldWithTheirPlace() {
        assertThat(new FrameDecoder().decode(bytes("*3rn")))
                .isEqualTo(new Decoded.BadEnvelope("Byte 1 of the frame: no array of two elements starts like this."));
        assertThat(new FrameDecoder().decode(bytes(":2rn")))
                .isEqualTo(new Decoded.BadEnvelope("Byte 0 of the frame: no array of two elements starts like this."));
        assertThat(new FrameDecoder().decode(bytes("*2rn$")))
                .isEqualTo(new Decoded.BadOffset("Byte 4 of the frame: no integer starts here."));
        assertThat(new FrameDecoder().decode(bytes("*2rn:-9223372036854775808rn")))
                .isEqualTo(new Decoded.NegativeOffset(Long.MIN_VALUE));
    }

    @Test
    void whatWasReadIsNotReadAgain() {
        String frame = "*2rn:7rn*2rn$4rnPINGrn$1rnarn";
        for (int first = 22; first < bytes(frame).limit(); first++) {
            FrameDecoder decoder = new FrameDecoder();
            assertThat(decoder.decode(part(frame, first))).isInstanceOf(Decoded.Truncated.class);
            Decoded rest = decoder.decode(overwritten(frame, 13, 20));
            assertThat(rest).isInstanceOf(Decoded.Complete.class);
            assertThat(((Decoded.Complete) rest).offset()).isEqualTo(7);
        }
    }

    @Test
    void aFrameCutAnywhereIsReadOnByTheSameDecoder() {
        String frame = "*2rn:7rn*1rn$1rnarn";
        for (int first = 0; first < bytes(frame).limit(); first++) {
            FrameDecoder decoder = new FrameDecoder();
            decoder.decode(part(frame, first));
            assertThat(decoder.decode(bytes(frame))).isInstanceOf(Decoded.Complete.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"*2rn:12rn*1rn$1rnarn", "*2rn:-7rn"})
    void everyBeginningIsTruncatedAndConsumesNothing(String frame) {
        for (int length = 0; length < bytes(frame).limit(); length++) {
            ByteBuffer part = part(frame, length).slice();
            assertThat(new FrameDecoder().decode(part)).isInstanceOf(Decoded.Truncated.class);
            assertThat(part.position()).isZero();
        }
    }

    @Test
    void framesAreConsumedOneByOneAndARefusalIsForgotten() {
        String frame = "*2rn:1rn*1rn$1rnarn";
        FrameDecoder decoder = new FrameDecoder();
        ByteBuffer in = bytes(frame + frame.replace(":1", ":2") + "*2rn:7rn!");
        for (int consumed = 1; consumed <= 2; consumed++) {
            Decoded decoded = decoder.decode(in);
            assertThat(decoded).isInstanceOf(Decoded.Complete.class);
            assertThat(((Decoded.Complete) decoded).offset()).isEqualTo(consumed);
            assertThat(in.position()).isEqualTo(consumed * bytes(frame).limit());
        }
        assertThat(decoder.decode(in)).isInstanceOf(Decoded.BadPayload.class);
        assertThat(decoder.decode(bytes(frame))).isInstanceOf(Decoded.Complete.class);
    }

    /** As after a connection that broke, with the same decoder for the next one. */
    @Test
    void whatWasReadInPartIsForgottenOnDemand() {
        String other = "*2rn:8rn*1rn$4rnPINGrn";
        String first = "*2rn:7rn*2rn$1rnarn";
        for (int read = 0; read <= bytes(first).limit(); read++) {
            FrameDecoder decoder = new FrameDecoder();
            assertThat(decoder.decode(part(first, read))).isInstanceOf(Decoded.Truncated.class);
            decoder.reset();
            Decoded.Complete complete = (Decoded.Complete) decoder.decode(bytes(other));
            assertThat(complete.offset()).isEqualTo(8);
            assertThat(complete.argv().argument(0)).asString().isEqualTo("PING");
        }
    }

    /** As far as it can be seen at once: the offset, where the payload starts, and where what was read last ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*2rn:8rn*1rn$4rnPINGrn",
                "*2rn:70rn*1rn$4rnPINGrn",
                "*2rn:7xn*1rn$4rnPINGrn",
                "*2rn:7rn?1rn$4rnPINGrn",
                "*2rn:7rn*10n$4rnPINGrn",
                "*2rn:7rn*1r0$4rnPINGrn",
                "*2rn:7rn*1r",
                "*2rn:7",
                ""
            })
    void anotherFrameThanWasReadInPartIsRefused(String other) {
        FrameDecoder decoder = new FrameDecoder();
        assertThat(decoder.decode(bytes("*2rn:7rn*1rn"))).isInstanceOf(Decoded.Truncated.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> decoder.decode(bytes(other)))
                .withMessage("These are other bytes than those that were read in part:"
                        + " give the same ones and what follows them, or call reset() before another stream.");
    }

    @Test
    void theLastOffsetIsThereAsLongAsItsFrameArrives() {
        String frame = "*2rn:" + Long.MAX_VALUE + "rn*0rn";
        FrameDecoder decoder = new FrameDecoder();
        for (int length = 0; length < bytes(frame).limit(); length++) {
            assertThat(decoder.decode(part(frame, length))).isInstanceOf(Decoded.Truncated.class);
        }
        assertThat(((Decoded.Complete) decoder.decode(bytes(frame))).offset()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLimitIsForAllOfIt() {
        assertThat(new CommandParser(3).parse(bytes("*0rn"))).isInstanceOf(Command.Malformed.class);
        assertThat(new CommandParser(4).parse(bytes("*0rn"))).isInstanceOf(Command.Complete.class);
        assertThat(new CommandParser(9).parse(bytes("*1rn"))).isInstanceOf(Command.Malformed.class);
        assertThat(new CommandParser(10).parse(bytes("*1rn"))).isInstanceOf(Command.Incomplete.class);
        assertThat(new FrameDecoder(3).decode(bytes("*2rn:7rn*0rn"))).isInstanceOf(Decoded.BadPayload.class);
        assertThat(new FrameDecoder(4).decode(bytes("*2rn:7rn*0rn"))).isInstanceOf(Decoded.Complete.class);
        assertThat(new CommandParser().parse(bytes("*357913941rn"))).isInstanceOf(Command.Malformed.class);
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
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CommandParser(wrong))
                    .withMessage("maxCommandBytes must be 1 to 2147483639, but is " + wrong + ".");
        }
    }
}
