package replication.backlog.conformance.subject;

import java.time.Duration;
import replication.backlog.Backlog;
import replication.backlog.LockedBacklog;

/** A backlog in the form that its users share among threads: all of it may be called from any thread at any time. */
public interface SharedBacklog {

    /** Makes backlogs in that form. */
    @FunctionalInterface
    interface Factory {
        /**
         * Creates a backlog.
         *
         * @param maxBytes the budget, unsigned; never 0
         * @param nextOffset where to resume, unsigned; 0 for a fresh backlog
         */
        SharedBacklog create(long maxBytes, long nextOffset);
    }

    /** {@return what is pushed to, dropped from and read} */
    Backlog backlog();

    /** {@return whether one can wait for a push, and close; the same for all backlogs of a factory} */
    default boolean canWait() {
        return false;
    }

    /**
     * Waits until next lies beyond an offset, or the backlog is closed (LOCK-4).
     *
     * @param from the offset, unsigned
     * @return whether next lies beyond it
     * @throws InterruptedException if the thread is interrupted, as it is when a race takes too long
     */
    default boolean await(long from) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Ends the pushes, which are refused from then on, and wakes who waits. */
    default void close() {
        throw new UnsupportedOperationException();
    }

    /** {@return a backlog that is safe for threads, and offers no way to wait} */
    static SharedBacklog withoutWaiting(Backlog backlog) {
        return () -> backlog;
    }

    /** {@return the wrapper as it is} */
    static SharedBacklog of(LockedBacklog locked) {
        return new SharedBacklog() {
            @Override
            public Backlog backlog() {
                return locked;
            }

            @Override
            public boolean canWait() {
                return true;
            }

            @Override
            public boolean await(long from) throws InterruptedException {
                return locked.awaitBeyond(from, Duration.ofDays(1)) == LockedBacklog.Awaited.DUE;
            }

            @Override
            public void close() {
                locked.close();
            }
        };
    }
}
