package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import replication.backlog.wire.Argv;

/** What one replica has never takes away what another lacks. */
@Timeout(value = 3, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplicasTest {

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");

    private final LockedBacklog backlog = new LockedBacklog(new ArenaBacklog(Long.MAX_VALUE));
    private final Replicas replicas = new Replicas(backlog);

    /** It has read two frames, and has not said so yet. */
    @Test
    void whoHasAcknowledgedNothingIsStillServed() {
        push(5);
        Replicas.Served silent = replicas.enter(0);
        Replicas.Served fast = replicas.enter(0);
        assertThat(backlog.framesFrom(0, 2, 1 << 20)).isInstanceOf(Fetch.Frames.class);
        fast.acknowledge(5);
        assertThat(backlog.oldestOffset()).hasValue(0);
        assertThat(backlog.framesFrom(2)).isInstanceOf(Fetch.Frames.class);
        assertThat(silent.lacks()).isZero();
        assertThat(fast.lacks()).isEqualTo(5);
    }

    @Test
    void whatEveryoneHasIsDropped() {
        push(5);
        Replicas.Served one = replicas.enter(1);
        Replicas.Served other = replicas.enter(2);
        assertThat(backlog.oldestOffset()).as("nobody has said anything").hasValue(0);
        one.acknowledge(3);
        assertThat(backlog.oldestOffset()).hasValue(2);
        other.acknowledge(5);
        assertThat(backlog.oldestOffset()).hasValue(3);
        assertThat(replicas.lacking()).hasValue(3);
        one.acknowledge(5);
        assertThat(backlog.oldestOffset()).isEmpty();
        assertThat(backlog.nextOffset()).isEqualTo(5);
    }

    @Test
    void whoLeavesHoldsNothingBack() {
        push(5);
        Replicas.Served slow = replicas.enter(0);
        Replicas.Served fast = replicas.enter(0);
        fast.acknowledge(4);
        slow.close();
        assertThat(backlog.oldestOffset()).hasValue(4);
        slow.acknowledge(5);
        slow.close();
        assertThat(backlog.oldestOffset()).hasValue(4);
        fast.close();
        assertThat(replicas.lacking()).isEmpty();
        assertThat(backlog.oldestOffset())
                .as("the next one may come back for it")
                .hasValue(4);
    }

    /** The old connection ends after the new one has begun. */
    @Test
    void whoComesBackIsAnother() {
        push(5);
        Replicas.Served before = replicas.enter(1);
        Replicas.Served after = replicas.enter(1);
        before.close();
        replicas.enter(4).acknowledge(5);
        assertThat(replicas.lacking()).hasValue(1);
        assertThat(backlog.framesFrom(after.lacks())).isInstanceOf(Fetch.Frames.class);
    }

    @Test
    void whoBeganAnewLacksWhatCameSince() {
        push(5);
        Replicas.Served lost = replicas.enter(0);
        Replicas.Served other = replicas.enter(0);
        lost.restart(5);
        other.acknowledge(3);
        assertThat(backlog.oldestOffset()).hasValue(3);
        other.acknowledge(5);
        push(2);
        other.acknowledge(7);
        assertThat(backlog.oldestOffset()).hasValue(5);
        lost.restart(2);
        assertThat(replicas.lacking()).as("a snapshot of another age").hasValue(2);
    }

    @Test
    void toHaveLessThanBeforeChangesNothing() {
        push(5);
        Replicas.Served replica = replicas.enter(0);
        replica.acknowledge(3);
        replica.acknowledge(2);
        assertThat(replica.lacks()).isEqualTo(3);
        assertThat(backlog.oldestOffset()).hasValue(3);
        Replicas.Served other = replicas.enter(3);
        replica.acknowledge(5);
        other.restart(5);
        replica.acknowledge(5);
        assertThat(backlog.oldestOffset()).as("nor does it drop").hasValue(3);
    }

    @Test
    void offsetsAreUnsigned() {
        push(5);
        replicas.enter(-1);
        Replicas.Served replica = replicas.enter(2);
        assertThat(replicas.lacking()).hasValue(2);
        replica.acknowledge(4);
        assertThat(backlog.oldestOffset()).hasValue(4);
    }

    /** Served alone, one with another history would otherwise empty the backlog. */
    @Test
    void nobodyHasWhatWasNeverPushed() {
        push(5);
        Replicas.Served replica = replicas.enter(2);
        for (long beyond : new long[] {6, Long.MIN_VALUE, -1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> replica.acknowledge(beyond))
                    .withMessage("A replica acknowledges up to " + Long.toUnsignedString(beyond)
                            + ", but next is 5: it has another history.");
        }
        assertThat(replica.lacks()).isEqualTo(2);
        assertThat(backlog.oldestOffset()).hasValue(0);
        replica.acknowledge(5);
        assertThat(backlog.isEmpty()).isTrue();
    }

    /** Between looking at what is lacking and dropping the rest, nobody comes who lacks some of it. */
    @TestFactory
    Stream<DynamicTest> whileSomethingIsDroppedNothingElseHappens() {
        Map<String, BiConsumer<Replicas, Replicas.Served>> calls = Map.of(
                "enter", (replicas, served) -> replicas.enter(0),
                "lacking", (replicas, served) -> replicas.lacking(),
                "acknowledge", (replicas, served) -> served.acknowledge(1),
                "restart", (replicas, served) -> served.restart(0),
                "lacks", (replicas, served) -> served.lacks(),
                "close", (replicas, served) -> served.close());
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> {
                    Backlog fresh = new ArenaBacklog(Long.MAX_VALUE);
                    AtomicReference<Thread> other = new AtomicReference<>();
                    AtomicReference<Runnable> during = new AtomicReference<>(() -> {});
                    Replicas asked = new Replicas(new ProbedBacklog(fresh, what -> {
                        if (what.equals("dropUpTo")) {
                            during.getAndSet(() -> {}).run();
                        }
                    }));
                    IntStream.range(0, 5).forEach(i -> fresh.push(ARGV));
                    Replicas.Served dropping = asked.enter(0);
                    Replicas.Served served = asked.enter(2);
                    during.set(() -> {
                        other.set(new Thread(() -> call.getValue().accept(asked, served)));
                        other.get().setDaemon(true);
                        other.get().start();
                        Set<Thread.State> over =
                                EnumSet.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TERMINATED);
                        while (!over.contains(other.get().getState())) {
                            Thread.onSpinWait();
                        }
                        assertThat(other.get().getState()).as("it waits").isNotEqualTo(Thread.State.TERMINATED);
                    });
                    dropping.acknowledge(4);
                    other.get().join();
                }));
    }

    @Test
    void thereIsABacklogToDropFrom() {
        assertThatNullPointerException().isThrownBy(() -> new Replicas(null));
    }

    private void push(int count) {
        IntStream.range(0, count).forEach(i -> backlog.push(ARGV));
    }
}
