package replication.backlog;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that whoever comes takes at once when it is free, before those who wait in line; but only so many times before the
 * next in line has it. A thread that takes it again and again pays for no change of threads, and nobody waits for ever.
 *
 * <p>Waiting for a {@link #newCondition condition} ends in line, and so does {@link #lockInterruptibly}.
 */
final class BargingLock extends ReentrantLock {

    /** How many times those in line are passed, before whoever comes joins them. */
    static final int PASSES = 64;

    private static final long serialVersionUID = 1;

    /** How many times they were, since one of them had the lock. Read and written by whoever has it. */
    int passes; // not private: a test looks at it

    BargingLock() {
        super(true);
    }

    /** Takes the lock at once, if it is free and its line was not passed too often; else in line. */
    @Override
    public void lock() {
        if (tryLock()) {
            if (!hasQueuedThreads()) {
                return;
            }
            if (passes < PASSES) {
                passes++;
                return;
            }
            unlock();
        }
        lockInLine();
    }

    /** Takes the lock after those who waited before. */
    void lockInLine() {
        super.lock();
        passes = 0;
    }
}
