package replication.backlog.stress;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.wire.Argv;

/** A control: everything is locked, but between looking and waiting the lock is free, and what comes then is missed. */
public final class CheckThenAwait extends OneAtATime {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Wraps a locked deque. */
    public CheckThenAwait(long maxBytes) {
        super(new LockedBacklog(new DequeBacklog(maxBytes)));
    }

    @Override
    public long push(Argv argv) {
        long offset = super.push(argv);
        signal();
        return offset;
    }

    @Override
    public void close() {
        super.close();
        signal();
    }

    @Override
    public Awaited awaitBeyond(long from, Duration atMost) throws InterruptedException {
        Awaited now = super.awaitBeyond(from, Duration.ZERO);
        return now == Awaited.TIME_UP && signalled(atMost) ? super.awaitBeyond(from, Duration.ZERO) : now;
    }

    private boolean signalled(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            return changed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
