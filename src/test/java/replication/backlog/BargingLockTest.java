package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who holds the lock takes it again as if it were free: so nobody in line can come in between, and all can be counted. */
@Timeout(value = 3, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BargingLockTest {

    private final BargingLock lock = new BargingLock();

    @Test
    void whoeverComesPassesTheLineSoManyTimesInARow() throws Exception {
        lock.lock();
        FutureTask<?> waiting = inLine();
        for (int round = 0; round < 2; round++) {
            locked(BargingLock.PASSES);
            assertThat(lock.passes).isEqualTo(BargingLock.PASSES);
            locked(1);
            assertThat(lock.passes).as("it went in line").isZero();
        }
        assertThat(lock.getHoldCount()).as("nothing is held twice").isOne();
        lock.unlock();
        waiting.get();
    }

    @Test
    void whereNobodyWaitsNothingIsCounted() {
        locked(2 * BargingLock.PASSES);
        assertThat(lock.passes).isZero();
    }

    @Test
    void inLineNobodyIsPassed() throws Exception {
        lock.lock();
        FutureTask<?> waiting = inLine();
        locked(3);
        assertThat(lock.passes).isEqualTo(3);
        lock.lockInLine();
        lock.unlock();
        assertThat(lock.passes).isZero();
        lock.unlock();
        waiting.get();
    }

    private void locked(int times) {
        for (int i = 0; i < times; i++) {
            lock.lock();
            lock.unlock();
        }
    }

    private FutureTask<?> inLine() {
        return LockDisciplineTest.queued(lock, () -> {
            locked(1);
            return null;
        });
    }
}
