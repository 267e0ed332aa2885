package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;
import replication.backlog.wire.SharedArgv;

/** What only the arena promises: where its memory ends, and how much of it there is. The deque says what is right. */
class ArenaBacklogTest {

    /** Chunks of 64 bytes, and of 2 starts. */
    private static final int TINY = 6;

    private static final int CHUNK = 1 << TINY;
    private static final int STARTS_CHUNK = CHUNK >> 3;
    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");
    private static final int FRAME = 35;

    private boolean full;

    private ArenaBacklog tiny(long maxBytes, long nextOffset, long position) {
        return new ArenaBacklog(maxBytes, nextOffset, TINY, position, length -> {
            if (full) {
                throw new OutOfMemoryError("injected");
            }
            return new byte[length];
        });
    }

    private static Argv value(int length) {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) 'x');
        return Argv.of(value);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "64, 0", "200, 9", "333, 98", "1000, 4611686018427387900", "3000, 9223372036854775700"})
    void isAsTheDequeAfterEveryStepOfARandomWalk(long maxBytes, long nextOffset) {
        Random random = new Random(maxBytes);
        Backlog deque = new DequeBacklog(maxBytes, nextOffset, FrameEncoder::encode);
        // The first frames lie around the position where the low 32 bits begin again.
        Backlog arena = tiny(maxBytes, nextOffset, (1L << 32) - 1000);
        int[] longest = {3, 20, 100, 700};
        for (int step = 0; step < 3000 && deque.nextOffset() != Backlog.OFFSETS_END; step++) {
            if (random.nextInt(8) == 0) {
                long watermark = deque.nextOffset() - random.nextInt(12) + 1;
                deque.dropUpTo(watermark);
                arena.dropUpTo(watermark);
            } else {
                Argv argv = value(random.nextInt(longest[random.nextInt(longest.length)]));
                Argv received = step % 3 == 0 ? argv : SharedArgv.borrowed(step % 3 == 1, argv);
                assertThat(arena.push(received)).isEqualTo(deque.push(argv));
            }
            arena.checkInvariants();
            assertAlike(arena, deque, random.nextInt(2000));
        }
        assertThat(arena.nextOffset()).isEqualTo(deque.nextOffset());
    }

    /** Frames of one length, so that their ends come to lie on every byte of a chunk, with and without eviction. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 43, 44, 45, 107, 108, 109, 1000})
    void framesLieAcrossTheEndsOfChunksAtEveryByte(int length) {
        for (int start = 0; start < CHUNK; start++) {
            Backlog deque = new DequeBacklog(300);
            Backlog arena = tiny(300, 0, start);
            for (int i = 0; i < 9; i++) {
                if (i == 5) {
                    deque.dropUpTo(5);
                    arena.dropUpTo(5);
                }
                deque.push(value(length));
                arena.push(value(length));
                arena.checkInvariants();
                assertAlike(arena, deque, 200);
            }
        }
    }

    /** All that 4 calls can do with frames of half a chunk, a whole one and one and a half, evicted or dropped. */
    @ParameterizedTest
    @ValueSource(longs = {CHUNK, 3 * CHUNK, 1000})
    void isAsTheDequeWhateverEndsWithAChunk(long maxBytes) {
        int calls = 5;
        for (int word = 0; word < Math.pow(calls, 4); word++) {
            Backlog deque = new DequeBacklog(maxBytes);
            Backlog arena = tiny(maxBytes, 0, 0);
            for (int rest = word; rest > 0; rest /= calls) {
                int call = rest % calls;
                for (Backlog backlog : List.of(deque, arena)) {
                    if (call < 3) {
                        backlog.push(value((call + 1) * CHUNK / 2 - 19));
                    } else {
                        backlog.dropUpTo(call == 3 ? backlog.oldestOffset().orElse(0) + 1 : backlog.nextOffset());
                    }
                }
                arena.checkInvariants();
            }
            assertAlike(arena, deque, CHUNK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void anOversizedFrameIsKeptAloneAndItsMemoryGivenBack(int before) {
        ArenaBacklog backlog = tiny(4 * FRAME, 0, 0);
        IntStream.range(0, before).forEach(i -> backlog.push(ARGV));
        backlog.push(value(100_000));
        backlog.checkInvariants();
        assertThat(backlog.length()).isEqualTo(1);
        assertThat(backlog.frame(before)).isEqualTo(Frame.encode(before, value(100_000)));
        assertThat(backlog.footprint()).isGreaterThan(100_000).isLessThan(101_000);
        backlog.push(ARGV);
        backlog.checkInvariants();
        assertThat(backlog.frame(before + 1)).isEqualTo(Frame.encode(before + 1, ARGV));
        assertThat(backlog.footprint()).isLessThan(10 * CHUNK);
    }

    @Test
    void anOversizedFrameThatIsDroppedGivesItsMemoryBack() {
        ArenaBacklog backlog = tiny(4 * FRAME, 0, 0);
        backlog.push(value(100_000));
        backlog.dropUpTo(1);
        backlog.checkInvariants();
        assertThat(backlog.footprint()).isLessThan(10 * CHUNK);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 256",
        "16383, 256",
        "16384, 512",
        "1048575, 16384",
        "1048576, 32768",
        "8388607, 131072",
        "8388608, 262144",
        "268435456, 262144",
        "-1, 262144"
    })
    void memoryGrowsByTheChunkWhateverTheBudget(long maxBytes, int chunk) {
        ArenaBacklog backlog = new ArenaBacklog(maxBytes);
        assertThat(backlog.footprint()).isEqualTo(chunk / 8);
        backlog.checkInvariants();
        backlog.push(ARGV);
        assertThat(backlog.footprint()).isEqualTo(chunk + chunk / 8);
        assertThat(backlog.maxBytes()).isEqualTo(maxBytes);
    }

    @ParameterizedTest
    @CsvSource({"16, 66", "256, 307", "4096, 4148"})
    void aRetainedFrameTakesItsLengthAndFourBytes(int value, int frame) {
        ArenaBacklog backlog = new ArenaBacklog(8 << 20);
        Argv argv = Argv.of("SET".getBytes(), "key:00123".getBytes(), new byte[value]);
        for (int pushed = 0; pushed < (8 << 20) / frame; pushed++) {
            backlog.push(argv);
        }
        long needed = backlog.bufferedBytes() + 4 * backlog.length();
        assertThat(backlog.footprint()).isBetween(needed, needed + needed / 25);
    }

    @Test
    void atTheBudgetMemoryIsUsedOverAndOver() {
        int[] allocated = {0};
        ArenaBacklog backlog = new ArenaBacklog(1000, 0, TINY, 0, length -> {
            allocated[0]++;
            return new byte[length];
        });
        for (int length : new int[] {1, 40, 500}) {
            IntStream.range(0, 300).forEach(i -> backlog.push(value(length)));
            int once = allocated[0];
            IntStream.range(0, 300).forEach(i -> backlog.push(value(length)));
            assertThat(allocated[0]).as("with arguments of %d bytes", length).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 500})
    void atTheBudgetAPushAllocatesNothing(int length) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ArenaBacklog backlog = ArenaBacklog.resume(1000, 99_000);
        Argv argv = value(length);
        IntStream.range(0, 20_000).forEach(i -> backlog.push(argv));
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 10; attempt++) { // what the machine itself does on this thread comes and goes
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                backlog.push(argv);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(1000); // less than a byte a push: asking costs some itself
    }

    @Test
    void aPushThatFindsNoMemoryChangesNothingAndKeepsNothing() {
        for (int pushed = 0; pushed < 12; pushed++) {
            ArenaBacklog backlog = tiny(10 * FRAME, 0, 0);
            IntStream.range(0, pushed).forEach(i -> backlog.push(ARGV));
            Snapshot before = backlog.snapshot();
            long footprint = backlog.footprint();
            List<Frame> view = frames(backlog, before.oldestOffset().orElse(before.nextOffset()));
            List<Frame> copy = List.copyOf(view);
            full = true;
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> backlog.push(value(10_000)));
            full = false;
            assertThat(backlog.snapshot()).isEqualTo(before);
            assertThat(view).isEqualTo(copy);
            assertThat(backlog.footprint()).isBetween(footprint, footprint + 2 * STARTS_CHUNK);
            backlog.checkInvariants();
            assertThat(backlog.push(ARGV)).isEqualTo(pushed);
            assertThat(backlog.frame(pushed)).isEqualTo(Frame.encode(pushed, ARGV));
            backlog.checkInvariants();
        }
    }

    /** As those of a mapped file that was cut off meanwhile. */
    @Test
    void argumentsThatCannotBeReadChangeNothingAndKeepNothing() {
        byte[][] arguments = {new byte[10], new byte[1000]};
        boolean[] cutOff = {false};
        ArenaBacklog backlog = new ArenaBacklog(10 * FRAME, 0, TINY, 0, length -> {
            arguments[1] = cutOff[0] ? null : arguments[1];
            return new byte[length];
        });
        backlog.push(ARGV);
        Snapshot before = backlog.snapshot();
        long footprint = backlog.footprint();
        cutOff[0] = true;
        assertThatNullPointerException().isThrownBy(() -> backlog.push(SharedArgv.in(arguments)));
        assertThat(backlog.snapshot()).isEqualTo(before);
        assertThat(backlog.footprint()).isBetween(footprint, footprint + 2 * STARTS_CHUNK + 2 * CHUNK);
        backlog.checkInvariants();
        assertThat(backlog.push(ARGV)).isEqualTo(1);
        backlog.checkInvariants();
        assertThat(backlog.frame(1)).isEqualTo(Frame.encode(1, ARGV));
    }

    @Test
    void aBoundedReadMakesNoFrameThatItDoesNotReturn() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        LockedBacklog backlog = new LockedBacklog(new ArenaBacklog(Long.MAX_VALUE));
        backlog.push(ARGV);
        backlog.push(SharedArgv.of(64, new byte[1 << 20]));
        assertThat(backlog.framesFrom(0, 1, 1)).isEqualTo(new Fetch.Frames(List.of(Frame.encode(0, ARGV))));
        long before = threads.getCurrentThreadAllocatedBytes();
        backlog.framesFrom(0, 2, FRAME);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void theCheckComparesWhatAFrameSays() {
        ArenaBacklog backlog = new ArenaBacklog(1000);
        backlog.push(ARGV);
        backlog.arena.chunk(0)[5]++;
        assertThatIllegalStateException()
                .isThrownBy(backlog::checkInvariants)
                .withMessageContaining("PUSH-2: the frame at 0 is no frame with that offset");
        backlog.arena.chunk(0)[5] = 'x';
        assertThatIllegalStateException().isThrownBy(backlog::checkInvariants);
    }

    @Test
    void memoryThatRunsOutHalfwayIsGivenBack() {
        int[] left = {50};
        ArenaBacklog backlog = new ArenaBacklog(100, 0, TINY, 0, length -> {
            if (left[0]-- == 0) {
                throw new OutOfMemoryError("injected");
            }
            return new byte[length];
        });
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> backlog.push(value(10_000)));
        backlog.checkInvariants();
        assertThat(backlog.footprint()).isLessThan(5 * CHUNK);
    }

    @Test
    void aBufferGetsAsManyWholeFramesAsThereIsRoomFor() {
        Backlog backlog = tiny(10 * FRAME, 0, 0);
        IntStream.range(0, 5).forEach(i -> backlog.push(ARGV));
        assertThat(backlog.copyFrom(1, ByteBuffer.allocate(0))).isEqualTo(new Copy.Copied(0, 1, FRAME));
        assertThat(backlog.copyFrom(1, ByteBuffer.allocate(FRAME - 1))).isEqualTo(new Copy.Copied(0, 1, FRAME));
        assertThat(backlog.copyFrom(1, ByteBuffer.allocate(2 * FRAME))).isEqualTo(new Copy.Copied(2, 3, FRAME));
        assertThat(backlog.copyFrom(1, ByteBuffer.allocate(4 * FRAME))).isEqualTo(new Copy.Copied(4, 5, 0));
        assertThat(backlog.copyFrom(5, ByteBuffer.allocate(4 * FRAME))).isEqualTo(new Copy.Copied(0, 5, 0));
        assertThat(backlog.copyFrom(6, ByteBuffer.allocate(4 * FRAME))).isEqualTo(backlog.framesFrom(6));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> backlog.copyFrom(5, ByteBuffer.allocate(9).asReadOnlyBuffer()));
    }

    @Test
    void aDropThatChangesNothingLeavesAViewGood() {
        Backlog backlog = tiny(2 * FRAME, 0, 0);
        backlog.push(ARGV);
        List<Frame> view = frames(backlog, 0);
        backlog.dropUpTo(0);
        assertThat(view).hasSize(1);
        backlog.dropUpTo(1);
        assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(view::size);
    }

    @Test
    void theCheckLooksAtEverything() {
        ArenaBacklog backlog = new ArenaBacklog(1000);
        backlog.push(ARGV);
        backlog.push(ARGV);
        byte[][] chunks = backlog.arena.chunks;
        backlog.arena.chunks = new byte[chunks.length][];
        backlog.arena.chunks[0] = chunks[0];
        backlog.arena.chunks[1] = chunks[0];
        assertThatIllegalStateException().isThrownBy(backlog::checkInvariants).withMessageContaining("slot of 256");
        backlog.arena.chunks = chunks;
        backlog.starts.turnCount = 1;
        assertThatIllegalStateException()
                .isThrownBy(backlog::checkInvariants)
                .withMessageContaining("a turn is not retained");
        backlog.starts.turnCount = 0;
        backlog.checkInvariants();
        backlog.removedBelow(1);
        assertThatIllegalStateException()
                .isThrownBy(backlog::checkInvariants)
                .withMessageContaining("ACCT-1: the retained frames take 35 bytes");
    }

    @Test
    void whatWasReadOutlivesEviction() {
        Backlog backlog = tiny(2 * FRAME, 0, 0);
        backlog.push(ARGV);
        Frame frame = frames(backlog, 0).get(0);
        IntStream.range(0, 50).forEach(i -> backlog.push(value(30)));
        assertThat(frame).isEqualTo(Frame.encode(0, ARGV));
    }

    @Test
    void aFrameThatIsTooLongIsRefusedAndChangesNothing() {
        Backlog backlog = tiny(2 * FRAME, 0, 0);
        backlog.push(ARGV);
        Snapshot before = backlog.snapshot();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backlog.push(SharedArgv.of(2048, new byte[1 << 20])))
                .withMessage("The frame at offset 1 would take 2147508239 bytes,"
                        + " more than the 2147483639 that one frame can have.");
        assertThat(backlog.snapshot()).isEqualTo(before);
        backlog.checkInvariants();
    }

    @Test
    void startsWhereItIsToldAndEndsWhereOffsetsDo() {
        Backlog backlog = ArenaBacklog.resume(80, Backlog.OFFSETS_END - 1);
        assertThat(backlog).hasToString("next 9223372036854775807, empty of 80");
        assertThat(backlog.push(ARGV)).isEqualTo(Long.MAX_VALUE);
        assertThat(frames(backlog, Long.MAX_VALUE)).containsExactly(Frame.encode(Long.MAX_VALUE, ARGV));
        assertThatExceptionOfType(OffsetsExhaustedException.class).isThrownBy(() -> backlog.push(ARGV));
        assertThatExceptionOfType(OffsetsExhaustedException.class)
                .isThrownBy(() -> ArenaBacklog.resume(1, Backlog.OFFSETS_END + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ArenaBacklog(0));
        backlog.checkInvariants();
    }

    /** Holds it against the deque, which shares no code with it where bytes are concerned. */
    private static void assertAlike(Backlog arena, Backlog deque, int room) {
        assertThat(arena.snapshot()).isEqualTo(deque.snapshot());
        long oldest = deque.oldestOffset().orElse(deque.nextOffset());
        assertThat(frames(arena, oldest)).isEqualTo(frames(deque, oldest));
        long from = oldest + deque.length() / 2;
        ByteBuffer expected = ByteBuffer.allocate(room);
        ByteBuffer actual = ByteBuffer.allocate(room);
        assertThat(arena.copyFrom(from, actual)).isEqualTo(deque.copyFrom(from, expected));
        assertThat(actual.flip()).isEqualTo(expected.flip());
    }

    private static List<Frame> frames(Backlog backlog, long from) {
        return ((Fetch.Frames) backlog.framesFrom(from)).frames();
    }
}
