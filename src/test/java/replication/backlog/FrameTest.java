package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import replication.backlog.wire.Argv;

/** A frame hands out its bytes in four ways, and none of them gives access to what is retained. */
class FrameTest {

    private static final byte[] BYTES = "*2\r\n:7\r\n*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Frame frame = Frame.encode(7, Argv.ofUtf8("PING"));

    @Test
    void hasAnOffsetALengthAndBytes() {
        assertThat(frame.offset()).isEqualTo(7);
        assertThat(frame.length()).isEqualTo(BYTES.length);
        assertThat(frame.toByteArray()).isEqualTo(BYTES);
        assertThat(frame.bytes()).isEqualTo(ByteBuffer.wrap(BYTES));
        assertThat(frame).hasToString("frame 7 (22 bytes)");
    }

    @Test
    void theCopyAndTheViewAreSafeToHandOut() {
        Arrays.fill(frame.toByteArray(), (byte) 0);
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> frame.bytes().put(0, (byte) 0));
        assertThat(frame.bytes().hasArray()).isFalse();
        frame.bytes().position(3);
        assertThat(frame.toByteArray()).isEqualTo(BYTES);
    }

    @Test
    void aStreamCannotKeepTheFramesArray() throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        frame.writeTo(new OutputStream() {
            @Override
            public void write(int oneByte) {
                seen.write(oneByte);
            }

            @Override
            public void write(byte[] array, int from, int length) {
                seen.write(array, from, length);
                Arrays.fill(array, (byte) 0);
            }
        });
        assertThat(seen.toByteArray()).isEqualTo(BYTES);
        assertThat(frame.toByteArray()).isEqualTo(BYTES);
    }

    @Test
    void aChannelTakesWhatItCanAndGoesOnWhereItStopped() throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        int written = 0;
        for (int expected : new int[] {5, 10, 15, 20, 22}) {
            written = frame.writeTo(taking(seen, 5), written);
            assertThat(written).isEqualTo(expected);
        }
        assertThat(seen.toByteArray()).isEqualTo(BYTES);
        assertThat(frame.writeTo(Channels.newChannel(seen), frame.length())).isEqualTo(frame.length());
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> frame.writeTo(Channels.newChannel(seen), frame.length() + 1));
    }

    @Test
    void aCopyIsIndependentOfItsOrigin() {
        byte[] origin = BYTES.clone();
        Frame copy = Frame.copyOf(7, origin);
        Arrays.fill(origin, (byte) 0);
        assertThat(copy).isEqualTo(frame).hasSameHashCodeAs(frame);
        for (Object other : List.of(Frame.copyOf(8, BYTES), Frame.copyOf(7, origin), "frame 7 (22 bytes)")) {
            assertThat(copy).isNotEqualTo(other).doesNotHaveSameHashCodeAs(other);
        }
    }

    @Test
    void anOffsetBeyondRespIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frame.encode(Long.MIN_VALUE, Argv.ofUtf8("PING")))
                .withMessage("Offset 9223372036854775808 cannot go into a frame: "
                        + "the largest a RESP integer carries is 9223372036854775807.");
    }

    /** A channel that takes a few bytes a call, as a socket does whose buffer is full. */
    private static WritableByteChannel taking(ByteArrayOutputStream seen, int most) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) {
                int count = Math.min(most, source.remaining());
                for (int i = 0; i < count; i++) {
                    seen.write(source.get());
                }
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
