package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;
import replication.backlog.wire.SharedArgv;

/** After whatever went wrong the backlog is as it was, can be used, and no lock is held. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedBacklogFaultTest {

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");
    private static final int FRAME = 35;

    private Throwable fault;

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class, StackOverflowError.class})
    void aWriterThatFailsWhileEncodingHasPushedNothing(Class<? extends Throwable> type) throws Exception {
        LockedBacklog backlog = new LockedBacklog(new DequeBacklog(2 * FRAME, 0, this::encode));
        backlog.push(ARGV);
        backlog.push(ARGV);
        Snapshot before = backlog.snapshot();
        fault = type.getConstructor(String.class).newInstance("injected");
        assertThatExceptionOfType(type).isThrownBy(() -> backlog.push(ARGV)).isSameAs(fault);
        assertUsable(backlog, before);
        assertThat(backlog.awaitBeyond(2, Duration.ZERO)).isEqualTo(Awaited.TIME_UP);
        fault = null;
        assertThat(backlog.push(ARGV)).isEqualTo(2);
        assertThat(backlog.awaitBeyond(2, Duration.ZERO)).isEqualTo(Awaited.DUE);
    }

    @Test
    void aReadThatFailsInTheMiddleLeavesNothingBehind() {
        int[] readable = {2};
        Consumer<String> probe = what -> {
            if (what.equals("frame") && readable[0]-- == 0) {
                throw new IllegalStateException("injected");
            }
        };
        LockedBacklog backlog = new LockedBacklog(new ProbedBacklog(new DequeBacklog(4 * FRAME), probe));
        for (int i = 0; i < 4; i++) {
            backlog.push(ARGV);
        }
        Snapshot before = backlog.snapshot();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> backlog.framesFrom(0));
        assertUsable(backlog, before);
        assertThat(((Fetch.Frames) backlog.framesFrom(0)).frames()).hasSize(4);
    }

    @Test
    void aReaderThatGivesUpInTheMiddleOfABatchCanGoOnFromThere() {
        LockedBacklog backlog = new LockedBacklog(new DequeBacklog(4 * FRAME));
        for (int i = 0; i < 4; i++) {
            backlog.push(ARGV);
        }
        Snapshot before = backlog.snapshot();
        Iterator<Frame> batch = ((Fetch.Frames) backlog.framesFrom(0)).iterator();
        assertThat(batch.next().offset()).isZero();
        assertUsable(backlog, before);
        backlog.dropUpTo(1);
        List<Frame> rest = ((Fetch.Frames) backlog.framesFrom(1)).frames();
        assertThat(rest).extracting(Frame::offset).containsExactly(1L, 2L, 3L);
        assertThat(batch).toIterable().isEqualTo(rest);
    }

    // Without C2, which keeps new objects in registers: where one has to go into a full heap after all, HotSpot leaves
    // the compiled methods and runs nothing of what they catch or do finally.
    @ParameterizedTest
    @ValueSource(classes = {OutOfMemory.class, OutOfArenaMemory.class, AtEveryAllocation.class})
    void memoryThatRunsOutWhileTheBacklogGrowsHarmsNothing(Class<?> program) throws IOException, InterruptedException {
        boolean fillsItOften = program == AtEveryAllocation.class;
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        fillsItOften ? "-Xmx3m" : "-Xmx12m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        fillsItOften
                                ? "-XX:-UseTLAB"
                                : "-XX:+UseTLAB", // so that what is free is what the next allocation finds
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).isEqualTo("survived\n");
        assertThat(child.waitFor()).isZero();
    }

    /** Nothing changed, nobody holds the lock, and whatever must hold does. */
    static void assertUsable(LockedBacklog backlog, Snapshot before) {
        assertThat(backlog.lock.isLocked()).isFalse();
        assertThat(backlog.snapshot()).isEqualTo(before);
        backlog.checkInvariants();
    }

    private byte[] encode(long offset, Argv argv) {
        if (fault instanceof Error error) {
            throw error;
        }
        if (fault instanceof RuntimeException exception) {
            throw exception;
        }
        return FrameEncoder.encode(offset, argv);
    }

    /** A program for a heap of a few megabytes, which it fills with frames in an arena. */
    static final class OutOfArenaMemory {
        private OutOfArenaMemory() {}

        private static final Argv ARGV = Argv.of(new byte[1000]);
        private static final Argv LARGE = SharedArgv.of(1024, new byte[64 << 10]);

        /** With more and more of the heap taken, so that it is now one part of the arena that finds no memory, now another. */
        public static void main(String[] args) {
            for (int taken = 0; taken < 600 << 10; taken += 20 << 10) {
                byte[] ballast = new byte[taken];
                runOut();
                Objects.requireNonNull(ballast);
            }
            System.out.print("survived\n");
        }

        private static void runOut() {
            LockedBacklog backlog = new LockedBacklog(new ArenaBacklog(Long.MAX_VALUE));
            long pushed = 0;
            while (pushes(backlog, ARGV)) {
                pushed++;
            }
            Invariants.require(pushed > 5000, "memory has run out too early", backlog);
            Invariants.require(!pushes(backlog, LARGE), "a frame is larger than the heap", backlog);
            Invariants.require(!backlog.lock.isLocked(), "a lock is left held", backlog);
            Invariants.require(backlog.nextOffset() == pushed, "a push that failed has changed next", backlog);
            backlog.checkInvariants();
            backlog.dropUpTo(pushed - 1);
            Objects.requireNonNull(new byte[4 << 20]); // most of it is there again
            Invariants.require(backlog.push(ARGV) == pushed && backlog.length() == 2, "no longer usable", backlog);
            backlog.checkInvariants();
        }

        private static boolean pushes(LockedBacklog backlog, Argv argv) {
            try {
                backlog.push(argv);
                return true;
            } catch (OutOfMemoryError expected) {
                return false;
            }
        }
    }

    /** A program for a heap of a few megabytes, which it fills with frames that share their bytes. */
    static final class OutOfMemory {
        private OutOfMemory() {}

        /** With more and more of the heap taken, until it is the growth of the ring that finds no memory. */
        public static void main(String[] args) {
            runOut(1000); // loads every class while there is memory for it
            boolean ringWasFull = false;
            for (int taken = 0; !ringWasFull; taken += 512 << 10) {
                byte[] ballast = new byte[taken];
                ringWasFull = Long.bitCount(runOut(Long.MAX_VALUE)) == 1;
                Objects.requireNonNull(ballast);
            }
            System.out.print("survived\n");
        }

        /** Pushes until there is no memory left or a limit is reached, and returns how often it went well. */
        private static long runOut(long limit) {
            byte[] shared = new byte[FRAME];
            LockedBacklog backlog = new LockedBacklog(new DequeBacklog(Long.MAX_VALUE, 0, (offset, argv) -> shared));
            byte[] reserve = new byte[64 << 10];
            long pushed = 0;
            try {
                for (; pushed < limit; pushed++) {
                    backlog.push(ARGV);
                }
            } catch (OutOfMemoryError expected) {
                Objects.requireNonNull(reserve);
            }
            reserve = null;
            boolean read = reads(backlog);
            Invariants.require(!backlog.lock.isLocked(), "a lock is left held", backlog);
            Invariants.require(read == (pushed == limit), "reading all of it needs memory, too", backlog);
            Invariants.require(backlog.nextOffset() == pushed, "a push that failed has changed next", backlog);
            backlog.checkInvariants();
            backlog.dropUpTo(pushed - 1);
            Invariants.require(backlog.push(ARGV) == pushed && backlog.length() == 2, "no longer usable", backlog);
            backlog.checkInvariants();
            return pushed;
        }

        private static boolean reads(LockedBacklog backlog) {
            try {
                return backlog.framesFrom(0) instanceof Fetch.Frames;
            } catch (OutOfMemoryError expected) {
                return false;
            }
        }
    }

    /** A program that fills its heap but for some bytes, more and more of them, so that each allocation of a push fails once. */
    static final class AtEveryAllocation {
        private AtEveryAllocation() {}

        private static final Argv SHORT = Argv.ofUtf8("SET", "k", "v");
        private static final Argv LONG = Argv.of(new byte[1500]);
        private static final int STEP = 24;
        private static final int MOST_LEFT = 2400;

        /** What is in the way, in a list from the smallest piece on. */
        private static Object[] taken;

        /** At offsets that gain a digit, with rings, slots and chunks that are just full. */
        public static void main(String[] args) {
            for (int pushed : new int[] {9, 16, 99}) {
                runOut("deque", pushed, SHORT, maxBytes -> new DequeBacklog(maxBytes));
                runOut("arena", pushed, SHORT, maxBytes -> new ArenaBacklog(maxBytes));
            }
            runOut("arena", 1, LONG, maxBytes -> new ArenaBacklog(2 * FRAME));
            System.out.print("survived\n");
        }

        private static void runOut(String name, int pushed, Argv argv, LongFunction<Backlog> backlogs) {
            pushesWith(Integer.MAX_VALUE - 8, backlogs.apply(1), argv); // loads what that takes
            Backlog first = backlogs.apply(1 << 20);
            for (int i = 0; i < 2 * pushed; i++) {
                first.push(argv);
            }
            boolean failed = false;
            boolean succeeded = false;
            for (int left = 0; !succeeded; left += STEP) {
                Backlog backlog = backlogs.apply(1 << 20);
                for (int i = 0; i < pushed; i++) {
                    backlog.push(SHORT);
                }
                Snapshot before = backlog.snapshot();
                succeeded = pushesWith(left, backlog, argv);
                failed |= !succeeded;
                Invariants.require(left < MOST_LEFT, "a push takes more memory than that", name);
                Invariants.require(
                        succeeded || backlog.snapshot().equals(before), "a push that failed has changed", name);
                backlog.checkInvariants();
                long offset = backlog.push(argv);
                Invariants.require(offset == pushed + (succeeded ? 1 : 0), "another offset is next", name);
                Frame newest =
                        ((Fetch.Frames) backlog.framesFrom(offset)).frames().get(0);
                Invariants.require(newest.equals(Frame.encode(offset, argv)), "the next frame is another", name);
                backlog.checkInvariants();
            }
            Invariants.require(failed || name.equals("arena"), "no push has found the memory full", name);
        }

        private static boolean pushesWith(int left, Backlog backlog, Argv argv) {
            try {
                fill(left);
                backlog.push(argv);
                return true;
            } catch (OutOfMemoryError expected) {
                return false;
            } finally {
                taken = null;
            }
        }

        private static void fill(int left) {
            byte[] free = new byte[left];
            for (int length = 1 << 15; length > 0; length /= 32) {
                try {
                    while (true) {
                        Object[] piece = new Object[length];
                        piece[0] = taken;
                        taken = piece;
                    }
                } catch (OutOfMemoryError full) {
                    // Smaller ones may still find some.
                }
            }
            Objects.requireNonNull(free);
        }
    }
}
