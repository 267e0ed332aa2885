package replication.backlog.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import replication.backlog.DequeBacklog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.LockedBacklog;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.Snapshot;
import replication.backlog.spec.Rule;
import replication.backlog.wire.Argv;

/** What the wrapper adds: bounded reads, waiting, and no lock left behind. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedBacklogTest {

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");
    private static final int FRAME = 35;
    private static final Duration LONG = Duration.ofSeconds(50);

    private final LockedBacklog backlog = new LockedBacklog(new DequeBacklog(4 * FRAME));
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    @Checks(Rule.LOCK_5)
    void aReadIsBoundedInFramesAndInBytes() {
        push(4);
        assertThat(read(0, 2, Long.MAX_VALUE)).containsExactly(0L, 1L);
        assertThat(read(1, 9, 2 * FRAME)).containsExactly(1L, 2L);
        assertThat(read(1, 9, 3 * FRAME - 1)).containsExactly(1L, 2L);
        assertThat(read(0, 9, Long.MAX_VALUE)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(read(0, 1, 1)).containsExactly(0L);
        assertThat(read(4, 1, 1)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backlog.framesFrom(0, 0, 1))
                .withMessage(
                        "A read needs room for at least one frame and one byte, but maxFrames is 0 and maxBytes is 1.");
        assertThatIllegalArgumentException().isThrownBy(() -> backlog.framesFrom(0, 1, 0));
    }

    @Test
    @Checks(Rule.LOCK_2)
    void whatAReadReturnedOutlivesEvictionAndDrop() {
        push(2);
        List<Frame> frames = ((Fetch.Frames) backlog.framesFrom(0)).frames();
        push(9);
        backlog.dropUpTo(11);
        assertThat(frames).extracting(Frame::offset).containsExactly(0L, 1L);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(frames::clear);
    }

    @Test
    @Checks(Rule.LOCK_4)
    void waitingEndsAtOnceWhenThereIsSomethingAndInTimeWhenThereIsNot() throws InterruptedException {
        assertThat(backlog.awaitBeyond(0, Duration.ZERO)).isFalse();
        assertThat(backlog.awaitBeyond(0, Duration.ofMillis(1))).isFalse();
        assertThat(backlog.awaitBeyond(0, Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        push(1);
        assertThat(backlog.awaitBeyond(0, Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThat(backlog.awaitBeyond(0, Duration.ZERO)).isTrue();
        assertThat(backlog.awaitBeyond(1, Duration.ZERO)).isFalse();
        assertThat(backlog.awaitBeyond(-1, Duration.ZERO)).isFalse();
    }

    @Test
    @Checks(Rule.LOCK_4)
    void everyWaiterIsWokenByOnePush() throws Exception {
        ExecutorService waiters = Executors.newFixedThreadPool(3);
        try {
            List<Future<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(waiters.submit(() -> backlog.awaitBeyond(0, Duration.ofSeconds(Long.MAX_VALUE))));
            }
            push(1);
            for (Future<Boolean> waiter : waiting) {
                assertThat(waiter.get(50, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            waiters.shutdownNow();
        }
    }

    @Test
    @Checks(Rule.LOCK_4)
    void aReaderThatWaitsAfterEachBatchMissesNothing() throws Exception {
        LockedBacklog large = new LockedBacklog(new DequeBacklog(Long.MAX_VALUE));
        int pushes = 20_000;
        Future<Long> reader = other.submit(() -> {
            long from = 0;
            while (from < pushes && large.awaitBeyond(from, LONG)) {
                for (Frame frame : (Fetch.Frames) large.framesFrom(from, 16, Long.MAX_VALUE)) {
                    assertThat(frame.offset()).isEqualTo(from++);
                }
            }
            return from;
        });
        for (int i = 0; i < pushes; i++) {
            large.push(ARGV);
        }
        assertThat(reader.get(50, TimeUnit.SECONDS)).isEqualTo(pushes);
    }

    @Test
    @Checks(Rule.LOCK_4)
    void waitingCanBeInterrupted() throws Exception {
        Thread[] waiter = new Thread[1];
        Future<Boolean> waiting = other.submit(() -> {
            waiter[0] = Thread.currentThread();
            try {
                return backlog.awaitBeyond(0, LONG);
            } catch (InterruptedException interrupted) {
                return null;
            }
        });
        while (waiter[0] == null || waiter[0].getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        waiter[0].interrupt();
        assertThat(waiting.get(50, TimeUnit.SECONDS)).isNull();
        push(1);
    }

    @Test
    @Checks({Rule.LOCK_1, Rule.LOCK_3})
    void concurrentPushesGetGapFreeOffsetsAndSnapshotsAreOfOneMoment() throws Exception {
        int pushes = 20_000;
        Callable<List<Long>> pusher = () ->
                LongStream.range(0, pushes).map(i -> backlog.push(ARGV)).boxed().toList();
        Future<List<Long>> theirs = other.submit(pusher);
        List<Long> ours = new ArrayList<>();
        for (int i = 0; i < pushes; i++) {
            ours.add(backlog.push(ARGV));
            Snapshot now = backlog.snapshot();
            assertThat(now.nextOffset() - now.oldestOffset().orElseThrow()).isEqualTo(now.length());
            assertThat(now.newestOffset().orElseThrow()).isEqualTo(now.nextOffset() - 1);
        }
        List<Long> all = new ArrayList<>(theirs.get(50, TimeUnit.SECONDS));
        assertThat(all).isSorted();
        assertThat(ours).isSorted();
        all.addAll(ours);
        assertThat(all).doesNotHaveDuplicates().hasSize(2 * pushes);
        assertThat(backlog.nextOffset()).isEqualTo(2L * pushes);
    }

    @Test
    @Checks(Rule.LOCK_1)
    void noCallLeavesTheLockBehindNotEvenOneThatFails() throws Exception {
        LockedBacklog last = new LockedBacklog(DequeBacklog.resume(FRAME, Long.MIN_VALUE));
        List<Callable<?>> calls = List.of(
                () -> backlog.push(ARGV),
                () -> last.push(ARGV),
                () -> last.framesFrom(0, 0, 0),
                () -> backlog.framesFrom(0),
                () -> backlog.framesFrom(99),
                () -> {
                    backlog.dropUpTo(1);
                    return null;
                },
                () -> backlog.awaitBeyond(0, Duration.ZERO),
                backlog::snapshot,
                backlog::maxBytes,
                backlog::nextOffset,
                backlog::oldestOffset,
                backlog::newestOffset,
                backlog::bufferedBytes,
                backlog::length,
                backlog::isEmpty,
                backlog::toString,
                () -> {
                    backlog.checkInvariants();
                    last.checkInvariants();
                    return null;
                });
        for (Callable<?> call : calls) {
            try {
                call.call();
            } catch (OffsetsExhaustedException | IllegalArgumentException refused) {
                assertThat(refused).hasMessageMatching("[A-Z].*\\.");
            }
            assertThat(other.submit(() -> backlog.push(ARGV)).get(50, TimeUnit.SECONDS))
                    .isNotNull();
            assertThat(other.submit(last::snapshot).get(50, TimeUnit.SECONDS)).isNotNull();
        }
    }

    private void push(int count) {
        for (int i = 0; i < count; i++) {
            backlog.push(ARGV);
        }
    }

    private List<Long> read(long from, int maxFrames, long maxBytes) {
        return ((Fetch.Frames) backlog.framesFrom(from, maxFrames, maxBytes))
                .frames().stream().map(Frame::offset).toList();
    }
}
