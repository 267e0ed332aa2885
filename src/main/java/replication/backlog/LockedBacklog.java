package replication.backlog;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import replication.backlog.wire.Argv;

/**
 * Any backlog, made safe for threads by one lock around every call (LOCK-1 to LOCK-5).
 *
 * <p>No reader holds up a writer, however many there are and however far behind: a push or a drop that waits for the lock
 * goes before every read that comes later, and at most one read stands before it (LOCK-5). A writer that never rests does
 * not wait for readers either, and lets one of them in after {@value BargingLock#PASSES} of its calls at the latest.
 *
 * <p>What a call returns is complete: nothing live leaves the lock (LOCK-2). A thread that streams to a replica asks for a
 * bounded read ({@link #framesFrom(long, int, long)}), and when it is caught up waits for the next push
 * ({@link #awaitBeyond}). Closing ends the pushes and wakes who waits; what is retained can still be read.
 *
 * <p>The lock is held for as long as the wrapped backlog takes, plus O(frames returned) in a read and O(threads waiting) in
 * a push. Only {@link #awaitBeyond} can be interrupted; every other call finishes and leaves the interrupt status alone.
 */
public final class LockedBacklog implements Backlog, AutoCloseable {

    /** How {@link #awaitBeyond} ended. */
    public enum Awaited {
        /** There is something to read: {@code next} lies beyond the offset. */
        DUE,
        /** The backlog is closed and the reader has had everything: nothing will ever be due. */
        CLOSED,
        /** The time is up, and nothing is due yet. */
        TIME_UP
    }

    /** Held around everything that reads or writes the fields below. Tests look at who holds it, and who waits. */
    final BargingLock lock = new BargingLock();

    /** Held by the one reader that may hold the lock or wait for it: a push finds no more than one before it. */
    final BargingLock turn = new BargingLock();

    /** Signalled whenever a wait may be over: {@code next} has grown, or the backlog was closed. */
    final Condition changed = lock.newCondition();

    private final Backlog backlog;
    private boolean closed;

    /**
     * Wraps a backlog, which nothing else may use from now on.
     *
     * @param backlog the backlog that does the work
     */
    public LockedBacklog(Backlog backlog) {
        this.backlog = Objects.requireNonNull(backlog);
    }

    /**
     * {@inheritDoc}
     *
     * @throws BacklogClosedException if the backlog is closed; nothing has changed then
     */
    @Override
    public long push(Argv argv) {
        lock.lock();
        try {
            if (closed) {
                throw new BacklogClosedException("The backlog is closed: it takes no further push.");
            }
            long offset = backlog.push(argv);
            changed.signalAll();
            return offset;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void dropUpTo(long watermark) {
        lock.lock();
        try {
            backlog.dropUpTo(watermark);
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The frames are complete and never change. Listing them holds up the writer, and over the arena each is copied: to serve
     * a replica, prefer the bounded read.
     */
    @Override
    public Fetch framesFrom(long from) {
        return framesFrom(from, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    @Override
    public Fetch framesFrom(long from, int maxFrames, long maxBytes) {
        return read(() -> backlog.framesFrom(from, maxFrames, maxBytes));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The copying holds up the writer: the buffer's room bounds for how long (LOCK-5).
     */
    @Override
    public Copy copyFrom(long from, ByteBuffer into) {
        return read(() -> backlog.copyFrom(from, into));
    }

    /**
     * Waits until there is something to read at an offset, that is until {@code next} lies beyond it, or until nothing will
     * ever be (LOCK-4). A drop or an eviction gives a caught-up reader nothing to do and ends no wait.
     *
     * @param from the first offset the replica lacks, any unsigned number
     * @param atMost how long to wait; zero or less only looks
     * @return how the wait ended; what is due comes before closed, and closed before a time that is up
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    public Awaited awaitBeyond(long from, Duration atMost) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lockInterruptibly();
        try {
            while (Long.compareUnsigned(backlog.nextOffset(), from) <= 0) {
                if (closed) {
                    return Awaited.CLOSED;
                }
                if (nanos <= 0) {
                    return Awaited.TIME_UP;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return Awaited.DUE;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the pushes and wakes everyone who waits. What is retained can still be read and dropped, so that replicas get
     * everything before they are told {@link Awaited#CLOSED}. Closing again changes nothing.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return the counters as of one moment (LOCK-3)} */
    @Override
    public Snapshot snapshot() {
        return read(backlog::snapshot);
    }

    @Override
    public long maxBytes() {
        return read(backlog::maxBytes);
    }

    @Override
    public long nextOffset() {
        return snapshot().nextOffset();
    }

    @Override
    public OptionalLong oldestOffset() {
        return snapshot().oldestOffset();
    }

    @Override
    public OptionalLong newestOffset() {
        return snapshot().newestOffset();
    }

    @Override
    public long bufferedBytes() {
        return snapshot().bufferedBytes();
    }

    @Override
    public long length() {
        return snapshot().length();
    }

    @Override
    public void checkInvariants() {
        read(() -> {
            backlog.checkInvariants();
            return null;
        });
    }

    @Override
    public String toString() {
        return snapshot().toString();
    }

    /** Readers come one by one, and in line: who pushes or drops is passed by none of them. */
    private <T> T read(Supplier<T> call) {
        turn.lock();
        try {
            lock.lockInLine();
            try {
                return call.get();
            } finally {
                lock.unlock();
            }
        } finally {
            turn.unlock();
        }
    }
}
