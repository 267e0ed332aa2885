package replication.backlog.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.LockedBacklog;
import replication.backlog.wire.Argv;

/** What a writer and its readers share: a backlog behind some lock. */
interface SharedFront {

    long push(Argv argv);

    /** Reads up to 64 frames. */
    Fetch read(long from);

    /** Waits until there is something to read, but not for ever. */
    void await(long from) throws InterruptedException;

    /** {@return a backlog behind the lock that a word names: {@code wrapper}, {@code unfair} or {@code fair}} */
    static SharedFront of(String lock, Backlog backlog) {
        return lock.equals("wrapper")
                ? new Wrapper(new LockedBacklog(backlog))
                : new Plain(lock.equals("fair"), backlog);
    }

    /** The wrapper of this project. */
    record Wrapper(LockedBacklog backlog) implements SharedFront {
        @Override
        public long push(Argv argv) {
            return backlog.push(argv);
        }

        @Override
        public Fetch read(long from) {
            return backlog.framesFrom(from, MOST_FRAMES, MOST_BYTES);
        }

        @Override
        public void await(long from) throws InterruptedException {
            backlog.awaitBeyond(from, LONGEST_WAIT);
        }
    }

    /** What one would write first, for comparison: one lock, as the library has it. */
    final class Plain implements SharedFront {

        private final ReentrantLock lock;
        private final Condition pushed;
        private final Backlog backlog;

        Plain(boolean isFair, Backlog backlog) {
            this.lock = new ReentrantLock(isFair);
            this.pushed = lock.newCondition();
            this.backlog = backlog;
        }

        @Override
        public long push(Argv argv) {
            lock.lock();
            try {
                long offset = backlog.push(argv);
                pushed.signalAll();
                return offset;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Fetch read(long from) {
            lock.lock();
            try {
                return backlog.framesFrom(from, MOST_FRAMES, MOST_BYTES);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void await(long from) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long nanos = TimeUnit.NANOSECONDS.convert(LONGEST_WAIT);
                while (backlog.nextOffset() <= from && nanos > 0) {
                    nanos = pushed.awaitNanos(nanos);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    int MOST_FRAMES = 64;
    long MOST_BYTES = 1 << 20;
    Duration LONGEST_WAIT = Duration.ofMillis(5);
}
