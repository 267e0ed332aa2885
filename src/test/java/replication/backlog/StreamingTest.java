package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import replication.backlog.wire.Argv;
import replication.backlog.wire.CommandParser;

/**
 * A primary that writes as fast as it can, and three replicas over loopback: one that keeps up, one that is slow and leaves
 * again and again, and one that stays away for long, and comes back ahead of everybody. None waits for time to pass.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamingTest {

    private static final int WRITES = 5_000;
    private static final int KEYS = 40;

    private final Replica fast = new Replica("fast");
    private final Replica slow = new Replica("slow");
    private final Replica late = new Replica("late");

    /** What the slow replica may still read; each write grants less than it takes. */
    private final Semaphore credit = new Semaphore(0);

    private final CountDownLatch half = new CountDownLatch(1);

    @Test
    void everyReplicaEndsWithTheHistoryThoughMostOfItIsEvicted() throws Exception {
        Primary primary = new Primary(new LockedBacklog(new ArenaBacklog(2_000)));
        List<String> refusals = replicate(primary, false);
        assertThat(primary.snapshots).hasPositiveValue();
        assertThat(refusals).anyMatch(refusal -> refusal.endsWith("it has another history"));
    }

    @Test
    void everyReplicaEndsWithTheHistoryThoughWhatEachOneHasIsDropped() throws Exception {
        Primary primary = new Primary(new LockedBacklog(new ArenaBacklog(Long.MAX_VALUE)));
        List<String> refusals = replicate(primary, true);
        assertThat(primary.backlog.length()).isLessThan(WRITES);
        assertThat(refusals).anyMatch(refusal -> refusal.endsWith("it has another history"));
    }

    private List<String> replicate(Primary primary, boolean acknowledgements) throws Exception {
        ReplicationServer server = new ReplicationServer(primary, acknowledgements);
        try (server) {
            List<FutureTask<Void>> replicas = List.of(
                    started(() -> keepUp(server.port())),
                    started(() -> comeAndGo(server.port())),
                    started(() -> stayAway(server.port())));
            write(primary);
            for (FutureTask<Void> replica : replicas) {
                replica.get();
            }
        }
        for (Thread thread : server.threads) {
            thread.join();
        }
        for (Replica replica : List.of(fast, slow, late)) {
            assertHasTheHistory(replica, primary);
        }
        primary.backlog.checkInvariants();
        return server.refusals;
    }

    private void write(Primary primary) {
        CommandParser parser = new CommandParser();
        for (int i = 0; i < WRITES; i++) {
            String command = "*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$4\r\n%s\r\n";
            byte[] received =
                    command.formatted(key(i).length(), key(i), value(i)).getBytes(StandardCharsets.UTF_8);
            assertThat(primary.apply(ByteBuffer.wrap(received), parser)).isEqualTo(i);
            credit.release(i % 2);
            if (i == WRITES / 2) {
                half.countDown();
            }
        }
        credit.release(1 << 30);
    }

    private Void keepUp(int port) throws Exception {
        while (fast.next < WRITES) {
            fast.replicate(port, next -> next == WRITES);
        }
        return null;
    }

    private Void comeAndGo(int port) throws Exception {
        while (slow.next < WRITES) {
            long leave = slow.next + 300;
            slow.replicate(port, next -> {
                credit.acquireUninterruptibly();
                return next >= leave || next == WRITES;
            });
        }
        return null;
    }

    private Void stayAway(int port) throws Exception {
        late.replicate(port, next -> next >= 10);
        half.await();
        late.replicate(port, next -> next >= WRITES / 2);
        late.next = WRITES + 7; // writes of another primary's that nobody here knows
        late.replicate(port, next -> false);
        assertThat(late.next).as("what a replica from the future has been sent").isEqualTo(WRITES + 7);
        late.wipe();
        late.replicate(port, next -> next == WRITES);
        return null;
    }

    /** Byte for byte what was pushed, from the snapshot on or from the beginning; and every snapshot was right. */
    private static void assertHasTheHistory(Replica replica, Primary primary) {
        assertThat(replica.next).isEqualTo(WRITES);
        assertThat(replica.received.keySet())
                .containsExactlyElementsOf(
                        LongStream.range(replica.snapshotNext, WRITES).boxed().toList());
        replica.received.forEach((offset, bytes) -> assertThat(bytes)
                .isEqualTo(Frame.encode(offset, Argv.ofUtf8("SET", key(offset), value(offset)))
                        .toByteArray()));
        replica.snapshots.forEach((next, snapshot) -> assertThat(snapshot).isEqualTo(replayed(next)));
        assertThat(replica.data).isEqualTo(replayed(WRITES)).isEqualTo(primary.data());
    }

    private static Map<String, String> replayed(long writes) {
        Map<String, String> data = new TreeMap<>();
        IntStream.range(0, (int) writes).forEach(i -> data.put(key(i), value(i)));
        return data;
    }

    private static String key(long write) {
        return "key" + write % KEYS;
    }

    private static String value(long write) {
        return "%04d".formatted(write);
    }

    private static FutureTask<Void> started(Callable<Void> replica) {
        FutureTask<Void> task = new FutureTask<>(replica);
        Thread thread = new Thread(task, "replica");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
