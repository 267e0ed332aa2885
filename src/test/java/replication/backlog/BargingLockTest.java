package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who holds the lock takes it again as if it were free: so nobody in line can come in between, and all can be counted. */
@Timeout(value = 3, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BargingLockTest {

    private int inLine;

    private final BargingLock lock = new BargingLock() {
        @Override
        void lockInLine() {
            inLine++;
            super.lockInLine();
        }
    };

    @Test
    void whoeverComesPassesTheLineSoManyTimesInARow() throws Exception {
        lock.lock();
        FutureTask<?> waiting = inLine();
        inLine = 0;
        locked(BargingLock.PASSES);
        assertThat(inLine).isZero();
        locked(1);
        assertThat(inLine).isOne();
        locked(BargingLock.PASSES);
        assertThat(inLine).isOne();
        locked(1);
        assertThat(inLine).isEqualTo(2);
        assertThat(lock.getHoldCount()).as("nothing is held twice").isOne();
        lock.unlock();
        waiting.get();
    }

    @Test
    void whereNobodyWaitsNothingIsCounted() throws Exception {
        locked(2 * BargingLock.PASSES);
        assertThat(inLine).isZero();
        lock.lock();
        FutureTask<?> waiting = inLine();
        inLine = 0;
        locked(BargingLock.PASSES);
        assertThat(inLine).isZero();
        lock.unlock();
        waiting.get();
    }

    private void locked(int times) {
        for (int i = 0; i < times; i++) {
            lock.lock();
            lock.unlock();
        }
    }

    /** Starts a thread, and returns when it waits in line. */
    private FutureTask<?> inLine() {
        FutureTask<?> task = new FutureTask<>(() -> locked(1), null);
        Thread thread = new Thread(task, "in line");
        thread.setDaemon(true);
        thread.start();
        while (!lock.hasQueuedThread(thread)) {
            assertThat(thread.isAlive()).as("it waits for the lock").isTrue();
        }
        return task;
    }
}
