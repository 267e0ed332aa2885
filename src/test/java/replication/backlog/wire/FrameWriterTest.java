package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast writer writes what the plain encoder does, and not a byte elsewhere. */
class FrameWriterTest {

    private static final byte NOISE = '#';

    /** Every number of digits, and both sides of where the table ends. */
    private static final int[] LENGTHS = {0, 1, 2, 9, 10, 11, 99, 100, 101, 998, 999, 1000, 1001, 9999, 10_000, 70_000};

    static Stream<Argv> argvs() {
        return Stream.of(
                        IntStream.of(LENGTHS)
                                .mapToObj(FrameWriterTest::argument)
                                .map(Argv::of),
                        IntStream.of(LENGTHS).mapToObj(length -> Argv.of(argument(3), argument(length))),
                        IntStream.of(LENGTHS).mapToObj(length -> Argv.of(argument(length), argument(0), argument(1))),
                        IntStream.of(0, 1, 8, 9, 10, 11, 99, 100, 101, 1000)
                                .mapToObj(count -> Argv.of(Collections.nCopies(count, new byte[0]))),
                        Stream.of(Argv.of(IntStream.of(LENGTHS)
                                .mapToObj(FrameWriterTest::argument)
                                .toArray(byte[][]::new))))
                .flatMap(argvs -> argvs)
                .flatMap(argv -> Stream.of(argv, SharedArgv.borrowed(false, argv), SharedArgv.borrowed(true, argv)));
    }

    @ParameterizedTest
    @MethodSource("argvs")
    void writesWhatTheEncoderWritesIntoExactlyItsRoom(Argv argv) {
        for (long offset : new long[] {0, 9, 10, 99_999_999, 100_000_000, Long.MAX_VALUE}) {
            FrameWriter writer = new FrameWriter(offset);
            byte[] expected = FrameEncoder.encode(offset, argv);
            assertThat(writer.length(argv)).isEqualTo(expected.length);
            byte[] exact = new byte[expected.length];
            writer.write(argv, exact, 0);
            assertThat(exact).isEqualTo(expected);
            byte[] within = noise(expected.length + 40);
            writer.write(argv, within, 20);
            byte[] surrounded = noise(expected.length + 40);
            System.arraycopy(expected, 0, surrounded, 20, expected.length);
            assertThat(within).isEqualTo(surrounded);
        }
    }

    @Test
    void writesAFrameInAnyTwoParts() {
        Argv argv = Argv.ofUtf8("SET", "key", "");
        byte[] expected = FrameEncoder.encode(123, argv);
        FrameWriter writer = new FrameWriter(123);
        for (int first = 0; first <= expected.length; first++) {
            byte[] actual = noise(expected.length);
            writer.beginParts(argv);
            writer.writePart(argv, actual, 0, first);
            writer.writePart(argv, actual, first, actual.length);
            assertThat(actual).as("cut at %d", first).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("argvs")
    void writesInPartsOfAnyLengthWhatItWritesAsAWhole(Argv argv) {
        FrameWriter writer = new FrameWriter(123);
        byte[] expected = FrameEncoder.encode(123, argv);
        int[] lengths = expected.length < 500 ? IntStream.range(1, 60).toArray() : new int[] {64, 101, 4096};
        for (int length : lengths) {
            byte[] actual = noise(expected.length + 2);
            writer.beginParts(argv);
            for (int from = 0; from < expected.length; from += length) {
                writer.writePart(argv, actual, 1 + from, 1 + Math.min(from + length, expected.length));
            }
            byte[] surrounded = noise(expected.length + 2);
            System.arraycopy(expected, 0, surrounded, 1, expected.length);
            assertThat(actual).as("in parts of %d", length).isEqualTo(surrounded);
        }
    }

    @ParameterizedTest
    @MethodSource("argvs")
    void aFrameOfWhichNothingIsLeftHasNoFurtherPart(Argv argv) {
        FrameWriter writer = new FrameWriter(123);
        byte[] target = new byte[writer.length(argv) + 1];
        writer.beginParts(argv);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> writer.writePart(argv, target, 0, target.length));
        writer.beginParts(argv);
        writer.writePart(argv, target, 0, target.length - 1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> writer.writePart(argv, target, 0, 1));
    }

    @Test
    void countsUpOverEveryDigit() {
        Argv argv = Argv.ofUtf8("PING");
        long power = 1;
        for (int digits = 1; digits <= 19; digits++, power *= 10) {
            for (long first : new long[] {power - 1, 2 * power - 1, power + 8, Math.max(0, power - 12)}) {
                FrameWriter writer = new FrameWriter(first);
                for (long offset = first; offset < first + 25; offset++) {
                    byte[] actual = new byte[writer.length(argv)];
                    writer.write(argv, actual, 0);
                    assertThat(actual).isEqualTo(FrameEncoder.encode(offset, argv));
                    writer.advance();
                }
            }
        }
    }

    @Test
    void canBeBehindTheLastOffset() {
        FrameWriter writer = new FrameWriter(Long.MAX_VALUE - 1);
        Argv argv = Argv.ofUtf8("PING");
        writer.advance();
        byte[] last = new byte[writer.length(argv)];
        writer.write(argv, last, 0);
        assertThat(last).isEqualTo(FrameEncoder.encode(Long.MAX_VALUE, argv));
        writer.advance();
        assertThat(writer.length(argv)).isEqualTo(last.length);
    }

    @Test
    void refusesAFrameThatIsTooLongAsTheEncoderDoes() {
        Argv argv = SharedArgv.of(2048, new byte[1 << 20]);
        FrameWriter writer = new FrameWriter(6);
        writer.advance();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.length(argv))
                .withMessage("The frame at offset 7 would take 2147508239 bytes,"
                        + " more than the 2147483639 that one frame can have.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameEncoder.encode(7, argv))
                .withMessage("The frame at offset 7 would take 2147508239 bytes,"
                        + " more than the 2147483639 that one frame can have.");
    }

    @Test
    void theLongestFrameIsNotTooLong() {
        byte[] mebibyte = new byte[1 << 20];
        Argv most = SharedArgv.of(2047, mebibyte);
        long room = FrameEncoder.MAX_FRAME_BYTES - FrameEncoder.encodedLength(0, most) - "$1000000\r\n\r\n".length();
        byte[][] arguments = Collections.nCopies(2048, mebibyte).toArray(byte[][]::new);
        arguments[2047] = new byte[(int) room];
        assertThat(new FrameWriter(0).length(new OwnedArgv(arguments))).isEqualTo(FrameEncoder.MAX_FRAME_BYTES);
        arguments[2047] = new byte[(int) room + 1];
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameWriter(0).length(new OwnedArgv(arguments)));
    }

    @Test
    void partsOfArgumentsAreCopiedAndWhatIsOutsideIsRefused() {
        for (Argv argv :
                new Argv[] {Argv.ofUtf8("SET", "value"), SharedArgv.borrowed(false, Argv.ofUtf8("SET", "value"))}) {
            byte[] target = noise(6);
            argv.copyTo(1, 1, 3, target, 2);
            assertThat(target).asString().isEqualTo("##alu#");
            argv.copyTo(0, target, 0);
            assertThat(target).asString().isEqualTo("SETlu#");
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> argv.copyTo(0, 1, 3, target, 0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> argv.copyTo(0, -1, 3, target, 0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> argv.copyTo(0, 0, 3, target, 4));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> argv.copyTo(2, 0, 0, target, 0));
            assertThat(target).asString().isEqualTo("SETlu#");
        }
    }

    private static byte[] argument(int length) {
        byte[] argument = new byte[length];
        Arrays.fill(argument, (byte) ('a' + length % 26));
        return argument;
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        Arrays.fill(noise, NOISE);
        return noise;
    }
}
