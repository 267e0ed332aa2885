package replication.backlog.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import replication.backlog.Backlog;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;

/** The mutations that every benchmark pushes, {@code SET key value}, and backlogs full of them. */
final class Workload {

    /** In place of a value's length: values of 0 to 255 bytes, one of each. */
    static final int MIXED = 0;

    /** The offset of the first frame that is decoded: it has as many digits as those that are pushed. */
    private static final long FIRST_OFFSET = 10_000_000;

    private static final int RECEIVED_BYTES = 1 << 16;

    private Workload() {}

    /** {@return a value's length in words} */
    static String words(long valueBytes) {
        return valueBytes == MIXED ? "mixed" : Markdown.bytes(valueBytes);
    }

    static Argv set(int valueBytes) {
        return Argv.ofUtf8("SET", "key", "v".repeat(valueBytes));
    }

    /** {@return as many commands as a buffer of 64 KiB holds, one at the least; mixed, each of 256 once} */
    static List<Argv> commands(int valueBytes) {
        if (valueBytes == MIXED) {
            return IntStream.range(0, 256).mapToObj(i -> set(i * 167 % 256)).toList();
        }
        Argv argv = set(valueBytes);
        return Collections.nCopies(Math.max(1, RECEIVED_BYTES / payload(argv).length), argv);
    }

    /** {@return the commands as a client sends them, one behind the other} */
    static ByteBuffer received(List<Argv> commands) {
        return buffer(commands.stream().map(Workload::payload));
    }

    /** {@return frames of these commands, one behind the other} */
    static ByteBuffer frames(List<Argv> commands) {
        return buffer(LongStream.range(0, commands.size())
                .mapToObj(i -> FrameEncoder.encode(FIRST_OFFSET + i, commands.get((int) i))));
    }

    /** {@return a frame without its envelope and offset} */
    static byte[] payload(Argv argv) {
        byte[] frame = FrameEncoder.encode(0, argv);
        int head = "*2\r\n:0\r\n".length();
        return Arrays.copyOfRange(frame, head, frame.length);
    }

    private static ByteBuffer buffer(Stream<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return ByteBuffer.wrap(all.toByteArray());
    }

    /** {@return how long a frame is at the offsets that the benchmarks reach} */
    static long frameBytes(int valueBytes) {
        return FrameEncoder.encodedLength(10_000_000, set(valueBytes));
    }

    /** {@return how many pushes an empty backlog takes before the first eviction} */
    static long room(long budget, Argv argv) {
        long frames = 0;
        for (long left = budget - FrameEncoder.encodedLength(0, argv);
                left >= 0;
                left -= FrameEncoder.encodedLength(frames, argv)) {
            frames++;
        }
        return frames;
    }

    /** {@return a backlog that evicts at every push, and has done so often enough that nothing from its start is left} */
    static Backlog evicting(MeasuredBacklog subject, long budget, Argv argv) {
        return pushed(subject.create(budget), 2 * room(budget, argv), argv);
    }

    /** {@return a backlog with so many frames, all of which fit} */
    static Backlog retaining(MeasuredBacklog subject, int frames, Argv argv) {
        return pushed(subject.create(Long.MAX_VALUE), frames, argv);
    }

    private static Backlog pushed(Backlog backlog, long times, Argv argv) {
        for (long i = 0; i < times; i++) {
            backlog.push(argv);
        }
        return backlog;
    }
}
