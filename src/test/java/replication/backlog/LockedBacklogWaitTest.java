package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.wire.Argv;

/** Waiting for the next push, closing, and interruption (LOCK-4). No test here depends on how long something takes. */
@Timeout(value = 3, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedBacklogWaitTest {

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final LockedBacklog backlog = new LockedBacklog(new DequeBacklog(Long.MAX_VALUE));
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void end() {
        threads.forEach(Thread::interrupt);
    }

    @Test
    void waitingEndsAtOnceWhenThereIsSomethingAndInTimeWhenThereIsNot() throws InterruptedException {
        assertThat(backlog.awaitBeyond(0, Duration.ZERO)).isEqualTo(Awaited.TIME_UP);
        assertThat(backlog.awaitBeyond(0, Duration.ofMillis(1))).isEqualTo(Awaited.TIME_UP);
        assertThat(backlog.awaitBeyond(0, Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(Awaited.TIME_UP);
        backlog.push(ARGV);
        assertThat(backlog.awaitBeyond(0, FOR_EVER)).isEqualTo(Awaited.DUE);
        assertThat(backlog.awaitBeyond(0, Duration.ZERO)).isEqualTo(Awaited.DUE);
        assertThat(backlog.awaitBeyond(1, Duration.ZERO)).isEqualTo(Awaited.TIME_UP);
        assertThat(backlog.awaitBeyond(-1, Duration.ZERO)).isEqualTo(Awaited.TIME_UP);
    }

    @Test
    void everyWaiterIsWokenByOnePush() throws Exception {
        List<FutureTask<Awaited>> waiters = List.of(waiter(0), waiter(0), waiter(0));
        backlog.push(ARGV);
        for (FutureTask<Awaited> waiter : waiters) {
            assertThat(waiter.get()).isEqualTo(Awaited.DUE);
        }
    }

    @Test
    void aDropAndAPushThatIsStillBehindLetAWaiterWait() throws Exception {
        backlog.push(ARGV);
        FutureTask<Awaited> waiter = waiter(2);
        backlog.dropUpTo(1);
        untilWaiting(1);
        backlog.push(ARGV);
        untilWaiting(1);
        backlog.dropUpTo(2);
        untilWaiting(1);
        backlog.push(ARGV);
        assertThat(waiter.get()).isEqualTo(Awaited.DUE);
    }

    /** Each push wakes whoever waits, and its time goes on. */
    @Test
    void theTimeOfAWaitIsNotRenewedByPushesThatAreStillBehind() throws Exception {
        FutureTask<Awaited> waiter = started(() -> backlog.awaitBeyond(Long.MAX_VALUE, Duration.ofMillis(100)));
        while (!waiter.isDone()) {
            backlog.push(ARGV);
        }
        assertThat(waiter.get()).isEqualTo(Awaited.TIME_UP);
    }

    @Test
    void aReaderThatWaitsAfterEachBatchMissesNothing() throws Exception {
        int pushes = 20_000;
        FutureTask<Long> reader = started(() -> {
            long from = 0;
            while (backlog.awaitBeyond(from, FOR_EVER) == Awaited.DUE) {
                for (Frame frame : (Fetch.Frames) backlog.framesFrom(from, 16, Long.MAX_VALUE)) {
                    assertThat(frame.offset()).isEqualTo(from++);
                }
            }
            return from;
        });
        for (int i = 0; i < pushes; i++) {
            backlog.push(ARGV);
        }
        backlog.close();
        assertThat(reader.get()).isEqualTo(pushes);
    }

    @Test
    void closingWakesEveryWaiterAndSaysSo() throws Exception {
        List<FutureTask<Awaited>> waiters = List.of(waiter(0), waiter(7), waiter(-1));
        backlog.close();
        for (FutureTask<Awaited> waiter : waiters) {
            assertThat(waiter.get()).isEqualTo(Awaited.CLOSED);
        }
        backlog.close();
        assertThat(backlog.awaitBeyond(0, Duration.ZERO)).isEqualTo(Awaited.CLOSED);
        assertThat(backlog.awaitBeyond(0, FOR_EVER)).isEqualTo(Awaited.CLOSED);
    }

    @Test
    void aClosedBacklogCanBeReadAndDroppedButNotPushedTo() throws Exception {
        backlog.push(ARGV);
        backlog.push(ARGV);
        Snapshot before = backlog.snapshot();
        backlog.close();
        assertThatExceptionOfType(BacklogClosedException.class)
                .isThrownBy(() -> backlog.push(ARGV))
                .withMessage("The backlog is closed: it takes no further push.");
        assertThat(backlog.snapshot()).isEqualTo(before);
        assertThat(backlog.awaitBeyond(1, FOR_EVER)).isEqualTo(Awaited.DUE);
        assertThat(((Fetch.Frames) backlog.framesFrom(0)).frames()).hasSize(2);
        backlog.dropUpTo(1);
        assertThat(backlog.length()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsAWaitAndHarmsNothing() throws Exception {
        FutureTask<Awaited> interrupted = waiter(0);
        FutureTask<Awaited> patient = waiter(0);
        threads.get(0).interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(interrupted::get)
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(backlog.lock.isLocked()).isFalse();
        backlog.push(ARGV);
        assertThat(patient.get()).isEqualTo(Awaited.DUE);
    }

    @Test
    void whoIsInterruptedAlreadyDoesNotWaitNotEvenForWhatIsDue() {
        backlog.push(ARGV);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> backlog.awaitBeyond(0, Duration.ZERO));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(backlog.lock.isLocked()).isFalse();
    }

    @Test
    void anInterruptEndsTheWayIntoAWaitWhileAnotherHasTheLock() throws Exception {
        FutureTask<Awaited> waiter;
        backlog.lock.lock();
        try {
            waiter = started(() -> backlog.awaitBeyond(0, FOR_EVER));
            while (!backlog.lock.hasQueuedThread(threads.get(0))) {
                Thread.onSpinWait();
            }
            threads.get(0).interrupt();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(waiter::get)
                    .withCauseInstanceOf(InterruptedException.class);
        } finally {
            backlog.lock.unlock();
        }
        assertThat(backlog.push(ARGV)).isZero();
    }

    @Test
    void everyOtherCallFinishesThoughInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(backlog.push(ARGV)).isZero();
        assertThat(backlog.framesFrom(0)).isInstanceOf(Fetch.Frames.class);
        backlog.dropUpTo(1);
        assertThat(backlog.snapshot()).hasToString("next 1, empty");
        backlog.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Starts a thread that waits for something at an offset, and returns when it does wait. */
    private FutureTask<Awaited> waiter(long from) {
        FutureTask<Awaited> waiter = started(() -> backlog.awaitBeyond(from, FOR_EVER));
        untilWaiting(threads.size());
        return waiter;
    }

    /** Returns when so many threads wait for news; a wait that ended too early is noticed by the time limit at the latest. */
    private void untilWaiting(int count) {
        int waiting = 0;
        while (waiting != count) {
            assertThat(threads)
                    .as("those that wait")
                    .hasSizeGreaterThanOrEqualTo(count)
                    .allMatch(Thread::isAlive);
            backlog.lock.lock();
            try {
                waiting = backlog.lock.getWaitQueueLength(backlog.changed);
            } finally {
                backlog.lock.unlock();
            }
        }
    }

    private <T> FutureTask<T> started(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "waiter " + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return task;
    }
}
