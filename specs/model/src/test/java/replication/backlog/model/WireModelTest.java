package replication.backlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What decoding may answer where the suites cannot tell, because the reference answers one of several that are right. */
class WireModelTest {

    @ParameterizedTest
    @CsvSource({
        "*2r,                           truncated",
        "*2rn,                          truncated",
        "*2rn:7r,                       truncated",
        "*2rn:7rn,                      truncated",
        "*3rn,                          bad envelope",
        "*3r,                           bad envelope | truncated",
        "*3,                            bad envelope | truncated",
        "$2,                            bad envelope | truncated",
        "*-1rn,                         bad envelope",
        "*03rn,                         anything",
        "*2rn:9223372036854775807,      truncated",
        "*2rn$7rn,                      bad offset",
        "*2rn:9223372036854775808rn,    bad offset",
        "*2rn:9223372036854775808,      bad offset | negative offset | truncated",
        "*2rn:-,                        bad offset | negative offset | truncated",
        "*2rn:7rn+,                     bad payload",
        "*2rn:7rn*,                     truncated",
        "*2rn:7rn*1048576,              truncated",
        "*2rn:7rn*1048577,              bad payload | truncated",
        "*2rn:7rn*1048577rn,            bad payload | truncated",
        "*2rn:7rn*x,                    bad payload | truncated",
        "*2rn:7rn*xrn,                  bad payload",
        "*2rn:7rn*0rn,                  anything",
        "*2rn:7rn*-1rn,                 anything",
        "*2rn:7rn*+1rn,                 anything",
        "*2rn:7rn*1rn,                  truncated",
        "*2rn:7rn*1rn$536870912,        truncated",
        "*2rn:7rn*1rn$536870912rn,      truncated",
        "*2rn:7rn*1rn$536870913,        bad payload | truncated",
        "*2rn:7rn*1rn$536870913rn,      bad payload | truncated",
        "*2rn:7rn*1rn$-,                bad payload | truncated",
        "*2rn:7rn*1rn$-1rn,             bad payload",
        "*2rn:7rn*1rn$1rn,              truncated",
        "*2rn:7rn*1rn$1rna,             truncated",
        "*2rn:7rn*1rn$1rnar,            truncated",
        "*2rn:7rn*1rn$1rnab,            bad payload | truncated",
        "*2rn:7rn*1rn$1rnabn,           bad payload",
    })
    void mayAnswer(String bytes, String answers) {
        String read = WireModel.decode(bytes(bytes)).stream()
                .map(reply -> ((Reply.Refused) reply).refusal().words())
                .reduce((a, b) -> a + " | " + b)
                .orElse("anything");
        assertThat(read).isEqualTo(answers);
    }

    @Test
    void decodesAFrameAndSaysHowLongItIs() {
        assertThat(WireModel.decode(bytes("*2rn:7rn*2rn$1rnarn$0rnrn!")))
                .containsExactly(new Reply.Decoded(7, Arrays.asList("a", ""), 25));
        assertThat(WireModel.decode(bytes("*2rn:-7rn")))
                .containsExactly(new Reply.Refused(Refusal.NEGATIVE_OFFSET, "-7"));
        assertThat(WireModel.decode(bytes("*2rn:-9223372036854775808rn")))
                .containsExactly(new Reply.Refused(Refusal.NEGATIVE_OFFSET, "-9223372036854775808"));
        assertThat(WireModel.decode(bytes("*2rn:-9223372036854775809rn")))
                .containsExactly(new Reply.Refused(Refusal.BAD_OFFSET));
    }

    @Test
    void aWellFormedFrameIsOneAndNothingElse() {
        String frame = Framing.RESP.frame(7, List.of("PING")).bytes();
        assertThat(Framing.RESP.isWellFormed(new FrameText(8, frame))).isTrue();
        assertThat(Framing.RESP.isWellFormed(new FrameText(7, frame + "*"))).isFalse();
        assertThat(Framing.RESP.isWellFormed(new FrameText(7, frame.substring(1))))
                .isFalse();
        assertThat(Framing.RESP.isWellFormed(new FrameText(7, frame.substring(0, 20))))
                .isFalse();
        assertThat(Framing.RESP.isWellFormed(new FrameText(7, bytes("*2rn:7rn*0rn"))))
                .isFalse();
        assertThat(Framing.RESP.isWellFormed(new FrameText(7, bytes("*3r")))).isFalse();
    }

    /** What comes first other than truncated is the answer, and it may come as soon as it is right. */
    @Test
    void bytesInPieces() {
        Reply truncated = new Reply.Refused(Refusal.TRUNCATED);
        Reply badOffset = new Reply.Refused(Refusal.BAD_OFFSET);
        String frame = Framing.RESP.frame(7, List.of("PING")).bytes();
        Reply decoded = new Reply.Decoded(7, List.of("PING"), frame.length());
        assertThat(WireModel.feed(List.of())).containsExactly(truncated);
        assertThat(WireModel.feed(List.of("", ""))).containsExactly(truncated);
        assertThat(WireModel.feed(List.of(frame.substring(0, 9)))).containsExactly(truncated);
        assertThat(WireModel.feed(List.of(frame.substring(0, 9), "", frame.substring(9))))
                .containsExactly(decoded);
        assertThat(WireModel.feed(List.of(frame, "*3\r\n"))).containsExactly(decoded);
        assertThat(WireModel.feed(List.of("*3\r\n", frame))).containsExactly(new Reply.Refused(Refusal.BAD_ENVELOPE));
        assertThat(WireModel.feed(List.of(bytes("*2rn:-"), bytes("7rn"))))
                .as("a minus alone may be refused at once, or wait for what follows")
                .containsExactlyInAnyOrder(
                        badOffset,
                        new Reply.Refused(Refusal.NEGATIVE_OFFSET),
                        new Reply.Refused(Refusal.NEGATIVE_OFFSET, "-7"));
        assertThat(WireModel.feed(List.of(bytes("*2rn:7rn*0rn"), "x")))
                .as("anything")
                .isEmpty();
    }

    /** In the tables above, r and n are a carriage return and a line feed. */
    private static String bytes(String text) {
        return text.replace('r', '\r').replace('n', '\n');
    }
}
