package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static replication.backlog.wire.ArrayScannerTest.bytes;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Borrowed arguments show what lies in the buffer, and owned ones what lay there. In the texts, r and n are CR and LF. */
class BorrowedArgvTest {

    @Test
    void ownedArgumentsOutliveTheBuffer() {
        ByteBuffer received = bytes("*2rn$4rnPINGrn$2rnabrn");
        Argv borrowed = ((Command.Complete) new CommandParser().parse(received)).argv();
        assertThat(borrowed.size()).isEqualTo(2);
        assertThat(borrowed.length(1)).isEqualTo(2);
        Argv owned = borrowed.owned();
        Arrays.fill(received.array(), (byte) '?');
        assertThat(borrowed.argument(0)).asString().isEqualTo("????");
        assertThat(owned.argument(0)).asString().isEqualTo("PING");
        assertThat(owned.argument(1)).asString().isEqualTo("ab");
    }

    @Test
    void whereTheCallerReadsOnDoesNotMatter() {
        ByteBuffer received = bytes("*1rn$4rnPINGrn");
        Argv borrowed = ((Command.Complete) new CommandParser().parse(received)).argv();
        received.position(0).limit(0);
        assertThat(borrowed.argument(0)).asString().isEqualTo("PING");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, Integer.MIN_VALUE})
    void thereAreNoOtherArguments(int index) {
        Argv borrowed = ((Command.Complete) new CommandParser().parse(bytes("*1rn$4rnPINGrn"))).argv();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> borrowed.length(index));
    }

    /** Received behind other bytes, by a buffer that begins in the middle of its array, or has none to read. */
    @Test
    void whereverTheyLieTheyAreTheSame() {
        byte[] text = bytes("?????*2rn$12rnPINGPINGPINGrn$0rnrn").array();
        ByteBuffer direct = ByteBuffer.allocateDirect(text.length).put(text).position(5);
        for (ByteBuffer received : new ByteBuffer[] {
            ByteBuffer.wrap(text, 5, text.length - 5),
            ByteBuffer.wrap(text, 2, text.length - 2).slice().position(3),
            ByteBuffer.wrap(text, 5, text.length - 5).asReadOnlyBuffer(),
            direct,
            direct.slice()
        }) {
            Argv borrowed = parsed(received);
            assertThat(borrowed.argument(0)).asString().isEqualTo("PINGPINGPING");
            assertThat(borrowed.length(1)).isZero();
            assertThat(frame(7, borrowed)).isEqualTo(FrameEncoder.encode(7, Argv.ofUtf8("PINGPINGPING", "")));
        }
    }

    /** What a parser went on to is not what was shown before. */
    @Test
    void theParserGoesOnAndTheViewStays() {
        ByteBuffer received = bytes("*1rn$4rnPINGrn*3rn$1rnarn$1rnbrn$1rncrn");
        CommandParser parser = new CommandParser();
        Argv first = ((Command.Complete) parser.parse(received)).argv();
        Argv second = ((Command.Complete) parser.parse(received)).argv();
        assertThat(first.size()).isOne();
        assertThat(second.argument(2)).asString().isEqualTo("c");
        assertThat(first.argument(0)).asString().isEqualTo("PING");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23, 24, 25, 26, 27, 28})
    void aByteThatNoLongerIsWhatItWasIsSeen(int index) {
        ByteBuffer received = bytes("*2rn$11rnPINGPINGPINrn$1rnarn");
        Argv borrowed = parsed(received);
        for (byte other : new byte[] {'?', 0, ':', '/', '9'}) {
            byte before = received.get(index);
            received.put(index, other);
            if (index == 0 || index == 2 || index >= received.capacity() - 2) {
                assertThatIllegalStateException().isThrownBy(() -> FrameEncoder.encodeReceived(0, borrowed));
                assertThatIllegalStateException()
                        .isThrownBy(() -> new FrameWriter(0).length(borrowed))
                        .withMessage("These arguments were borrowed from a buffer that was written to since:"
                                + " push them, or take owned(), before it is used again.");
            }
            received.put(index, before);
        }
        assertThat(frame(0, borrowed)).isEqualTo(FrameEncoder.encode(0, borrowed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*2rn$12rnPINGPINGPINrn$1rnarn",
                "*2rn$10rnPINGPINGPINrn$1rnarn",
                "*2rn$99rnPINGPINGPINrn$1rnarn",
                "*2rn$11rnPINGPINGPINrn$0rnarn",
                "*2rn$11rnPINGPINGPINrn$2rnarn",
                "*2rn$11rnPINGPINGPINrn$1111",
                "*2rn$11rnPINGPINGPINrn$9999"
            })
    void lengthsThatNoLongerAddUpAreSeen(String now) {
        ByteBuffer received = bytes("*2rn$11rnPINGPINGPINrn$1rnarn");
        Argv borrowed = parsed(received);
        received.clear().put(bytes(now));
        assertThatIllegalStateException().isThrownBy(() -> borrowed.length(0));
        assertThatIllegalStateException().isThrownBy(() -> borrowed.argument(1));
    }

    /** All but one length add up, to what all of them did. */
    @Test
    void aLengthThatIsNoneIsSeen() {
        ByteBuffer received = bytes("*2rn$0rnrn$1rnarn");
        Argv borrowed = parsed(received);
        received.clear().put(bytes("*2rn$xrn$3rnabcrn"));
        assertThatIllegalStateException().isThrownBy(() -> borrowed.length(1));
    }

    /** Where nothing shows that the buffer was used again: what is there is pushed as it is, and no argument is looked at. */
    @Test
    void whatIsPushedIsWhatLiesThere() {
        ByteBuffer received = bytes("*2rn$1rnarn$1rnbrn");
        Argv borrowed = parsed(received);
        assertThat(borrowed.length(0)).isOne();
        byte[] expected = FrameEncoder.encode(0, borrowed);
        received.put(5, (byte) '9');
        expected[8 + 5] = '9';
        assertThat(frame(0, borrowed)).isEqualTo(expected);
    }

    @Test
    void whatLiesReadyIsEncodedAsEver() {
        Argv owned = Argv.ofUtf8("PING", "");
        assertThat(FrameEncoder.encodeReceived(12, owned)).isEqualTo(FrameEncoder.encode(12, owned));
        Argv borrowed = parsed(bytes("*0rn"));
        assertThatIllegalArgumentException().isThrownBy(() -> FrameEncoder.encodeReceived(-1, owned));
        assertThatIllegalArgumentException().isThrownBy(() -> FrameEncoder.encodeReceived(-1, borrowed));
    }

    /** A view and what it comes in, and where that has to be made, no more than 64 bytes. */
    @Test
    void aCommandTakesOneSmallObject() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer received = bytes("*2rn$1rnarn$1rnbrn");
        CommandParser parser = new CommandParser();
        FrameWriter writer = new FrameWriter(0);
        byte[] frame = new byte[100];
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 10; attempt++) { // what the machine itself does on this thread comes and goes
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                writer.write(((Command.Complete) parser.parse(received.position(0))).argv(), frame, 0);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least / 1000).isLessThanOrEqualTo(64);
    }

    @Test
    void aLengthThatOverflowsIsSeen() {
        ByteBuffer received = bytes("*1rn$20rnaaaaaaaaaaaaaaaaaaaarn");
        Argv borrowed = parsed(received);
        for (String length : new String[] {"4294967316", "2147483648", "9999999999", "2147483640"}) {
            received.clear().put(bytes("*1rn$" + length + "rn"));
            assertThatIllegalStateException().isThrownBy(() -> borrowed.length(0));
        }
    }

    private static byte[] frame(long offset, Argv argv) {
        FrameWriter writer = new FrameWriter(offset);
        byte[] frame = new byte[writer.length(argv)];
        writer.write(argv, frame, 0);
        assertThat(FrameEncoder.encodeReceived(offset, argv)).isEqualTo(frame);
        return frame;
    }

    private static Argv parsed(ByteBuffer received) {
        return ((Command.Complete) new CommandParser().parse(received)).argv();
    }
}
