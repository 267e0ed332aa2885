package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.wire.Argv;

/** Whatever the wrapper does with its backlog it does under the lock, and no call leaves the lock behind. */
@Timeout(value = 3, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockDisciplineTest {

    /** What a user can call. */
    private interface Call {
        void on(LockedBacklog backlog) throws Exception;
    }

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");
    private static final Map<String, Call> CALLS = new LinkedHashMap<>();

    static {
        CALLS.put("push", backlog -> backlog.push(ARGV));
        CALLS.put("dropUpTo", backlog -> backlog.dropUpTo(1));
        CALLS.put("framesFrom", backlog -> backlog.framesFrom(0));
        CALLS.put("framesFrom, bounded", backlog -> backlog.framesFrom(0, 1, 1));
        CALLS.put("framesFrom, future", backlog -> backlog.framesFrom(9));
        CALLS.put("copyFrom", backlog -> backlog.copyFrom(0, ByteBuffer.allocate(99)));
        CALLS.put("copyFrom, future", backlog -> backlog.copyFrom(9, ByteBuffer.allocate(99)));
        CALLS.put("awaitBeyond", backlog -> backlog.awaitBeyond(0, Duration.ZERO));
        CALLS.put("awaitBeyond, in vain", backlog -> backlog.awaitBeyond(4, Duration.ZERO));
        CALLS.put("snapshot", LockedBacklog::snapshot);
        CALLS.put("maxBytes", LockedBacklog::maxBytes);
        CALLS.put("nextOffset", LockedBacklog::nextOffset);
        CALLS.put("oldestOffset", LockedBacklog::oldestOffset);
        CALLS.put("newestOffset", LockedBacklog::newestOffset);
        CALLS.put("bufferedBytes", LockedBacklog::bufferedBytes);
        CALLS.put("length", LockedBacklog::length);
        CALLS.put("isEmpty", LockedBacklog::isEmpty);
        CALLS.put("toString", LockedBacklog::toString);
        CALLS.put("checkInvariants", LockedBacklog::checkInvariants);
    }

    /** What the wrapped backlog was asked, and under how many holds of the lock; two threads write it, one of them without the lock. */
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private final LockedBacklog backlog = new LockedBacklog(new ProbedBacklog(filled(), this::noted));
    private RuntimeException fault;
    private Runnable atFirst = () -> {};

    @TestFactory
    Stream<DynamicTest> theBacklogIsTouchedUnderTheLockAlone() {
        return CALLS.entrySet().stream()
                .map(call -> bounded(call.getKey(), () -> {
                    LockDisciplineTest fresh = new LockDisciplineTest();
                    call.getValue().on(fresh.backlog);
                    assertThat(fresh.asked).isNotEmpty().allMatch(what -> what.endsWith(" under 1"));
                    assertThat(fresh.backlog.lock.isLocked()).isFalse();
                    assertThat(fresh.backlog.turn.isLocked()).isFalse();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aCallThatFailsInsideLeavesNoLockBehind() {
        return CALLS.entrySet().stream()
                .map(call -> bounded(call.getKey(), () -> {
                    LockDisciplineTest fresh = new LockDisciplineTest();
                    fresh.fault = new IllegalStateException("injected");
                    assertThatIllegalStateException()
                            .isThrownBy(() -> call.getValue().on(fresh.backlog))
                            .isSameAs(fresh.fault);
                    assertThat(fresh.backlog.lock.isLocked()).isFalse();
                    assertThat(fresh.backlog.turn.isLocked()).isFalse();
                }));
    }

    @Test
    void closingNeedsNothingOfTheBacklogAndLeavesNoLockBehind() {
        backlog.close();
        assertThat(backlog.lock.isLocked()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> backlog.push(ARGV));
        assertThat(backlog.lock.isLocked()).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void theBacklogItselfMakesACopy() {
        backlog.copyFrom(0, ByteBuffer.allocate(0));
        assertThat(asked).contains("copyFrom under 1");
    }

    @Test
    void aWaitWithoutTimeLooksOnce() throws InterruptedException {
        backlog.awaitBeyond(4, Duration.ZERO);
        assertThat(asked).containsExactly("nextOffset under 1");
    }

    @Test
    void aReadLooksAtNoMoreThanOneFrameBeyondItsBound() {
        backlog.framesFrom(0, 1, Long.MAX_VALUE);
        assertThat(asked).filteredOn("frame under 1"::equals).hasSizeBetween(1, 2);
    }

    /** A reader that is far behind asks again at once: whoever came to push in the meantime goes first. */
    @TestFactory
    Stream<DynamicTest> aReaderThatNeverRestsPassesNobodyWhoWaits() {
        return readers()
                .flatMap(call -> Stream.of("push", "dropUpTo")
                        .map(writer -> bounded(call.getKey() + " beside " + writer, () -> {
                            LockDisciplineTest fresh = new LockDisciplineTest();
                            fresh.atFirst = () -> fresh.queued(() -> {
                                CALLS.get(writer).on(fresh.backlog);
                                return null;
                            });
                            call.getValue().on(fresh.backlog);
                            fresh.asked.add("again");
                            call.getValue().on(fresh.backlog);
                            int again = fresh.asked.indexOf("again");
                            assertThat(fresh.asked.subList(0, again + 2)).contains(writer + " under 1");
                        })));
    }

    /** Whoever waits for the lock gets it, however fast the pushes come. */
    @Test
    void aWriterThatNeverRestsLetsAReaderIn() throws Exception {
        List<FutureTask<?>> reader = new ArrayList<>();
        atFirst = () -> reader.add(queued(() -> backlog.framesFrom(0, 1, 1)));
        for (int i = 0; i <= BargingLock.PASSES + 1; i++) {
            backlog.push(ARGV);
        }
        reader.get(0).get();
        assertThat(asked.indexOf("framesFrom under 1")).isBetween(1, BargingLock.PASSES + 1);
    }

    /** Whatever reads waits for its turn. */
    @TestFactory
    Stream<DynamicTest> readersComeOneByOne() {
        return readers()
                .map(reader -> bounded(reader.getKey(), () -> {
                    LockDisciplineTest fresh = new LockDisciplineTest();
                    FutureTask<Void> read;
                    fresh.backlog.turn.lock();
                    try {
                        read = queued(fresh.backlog.turn, () -> {
                            reader.getValue().on(fresh.backlog);
                            return null;
                        });
                        assertThat(fresh.asked).isEmpty();
                    } finally {
                        fresh.backlog.turn.unlock();
                    }
                    read.get();
                    assertThat(fresh.asked).isNotEmpty();
                }));
    }

    /** Whatever writes needs no turn, and goes before a reader that waits in line. */
    @TestFactory
    Stream<DynamicTest> writersWaitForNoReader() {
        Map<String, Call> writers =
                Map.of("push", CALLS.get("push"), "dropUpTo", CALLS.get("dropUpTo"), "close", LockedBacklog::close);
        return writers.entrySet().stream()
                .map(writer -> bounded(writer.getKey(), () -> {
                    LockDisciplineTest fresh = new LockDisciplineTest();
                    FutureTask<Fetch> reader;
                    fresh.backlog.lock.lock();
                    try {
                        reader = fresh.queued(() -> fresh.backlog.framesFrom(0));
                        writer.getValue().on(fresh.backlog);
                        assertThat(fresh.backlog.lock.passes).isOne();
                    } finally {
                        fresh.backlog.lock.unlock();
                    }
                    reader.get();
                }));
    }

    private static Stream<Map.Entry<String, Call>> readers() {
        return CALLS.entrySet().stream()
                .filter(call -> !Set.of("push", "dropUpTo").contains(call.getKey()))
                .filter(call -> !call.getKey().startsWith("awaitBeyond"));
    }

    @Test
    void aPushThatStillWaitsForTheLockIsRefusedOnceClosed() throws Exception {
        FutureTask<Long> push;
        backlog.lock.lock();
        try {
            push = queued(() -> backlog.push(ARGV));
            backlog.close();
        } finally {
            backlog.lock.unlock();
        }
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(push::get)
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosingThatStillWaitsForTheLockHasNotHappened() throws Exception {
        FutureTask<?> closing;
        backlog.lock.lock();
        try {
            closing = queued(() -> {
                backlog.close();
                return null;
            });
            assertThat(backlog.awaitBeyond(4, Duration.ZERO)).isEqualTo(Awaited.TIME_UP);
        } finally {
            backlog.lock.unlock();
        }
        closing.get();
        assertThat(backlog.awaitBeyond(4, Duration.ZERO)).isEqualTo(Awaited.CLOSED);
    }

    /** The annotation at the class does not reach these. */
    private static DynamicTest bounded(String name, Executable test) {
        return dynamicTest(name, () -> assertTimeoutPreemptively(Duration.ofSeconds(3), test));
    }

    /** Starts a thread, and returns when it waits for the lock that the caller has. */
    private <T> FutureTask<T> queued(Callable<T> call) {
        return queued(backlog.lock, call);
    }

    /** The same for any lock. */
    static <T> FutureTask<T> queued(ReentrantLock lock, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "queued");
        thread.setDaemon(true);
        thread.start();
        while (!lock.hasQueuedThread(thread)) {
            assertThat(thread.isAlive()).as("it waits for the lock").isTrue();
        }
        return task;
    }

    private static Backlog filled() {
        Backlog backlog = new DequeBacklog(Long.MAX_VALUE);
        for (int i = 0; i < 4; i++) {
            backlog.push(ARGV);
        }
        return backlog;
    }

    private void noted(String what) {
        asked.add(what + " under " + backlog.lock.getHoldCount());
        Runnable first = atFirst;
        atFirst = () -> {};
        first.run();
        if (fault != null) {
            throw fault;
        }
    }
}
