package replication.backlog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import replication.backlog.wire.Argv;

/**
 * Any backlog, made safe for threads by one lock around every call (LOCK-1 to LOCK-5).
 *
 * <p>What a call returns is complete: nothing live leaves the lock (LOCK-2). A thread that streams to a replica asks for a
 * bounded read ({@link #framesFrom(long, int, long)}), and when it is caught up waits for the next push
 * ({@link #awaitBeyond}).
 */
public final class LockedBacklog implements Backlog {

    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when {@code next} has grown. */
    private final Condition pushed = lock.newCondition();

    /** Guarded by {@link #lock}. */
    private final Backlog backlog;

    /**
     * Wraps a backlog, which nothing else may use from now on.
     *
     * @param backlog the backlog that does the work
     */
    public LockedBacklog(Backlog backlog) {
        this.backlog = Objects.requireNonNull(backlog);
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
     * <p>The frames are complete and never change. They are not copied, but listing them holds up the writer in O(frames
     * returned): to serve a replica, prefer the bounded read.
     */
    @Override
    public Fetch framesFrom(long from) {
        return framesFrom(from, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Answers as {@link #framesFrom(long)} does, with no more frames than the caller can use now (LOCK-5). At least one
     * frame is returned when one is due, however long it is, so that a reader always gets on. Costs O(frames returned).
     *
     * @param from the first offset the replica lacks, any unsigned number
     * @param maxFrames how many frames to return at most, 1 or more
     * @param maxBytes how many bytes they may take together, 1 or more
     * @return the frames, none if the replica is caught up, or why it cannot be served from here
     * @throws IllegalArgumentException if a bound is less than 1
     */
    public Fetch framesFrom(long from, int maxFrames, long maxBytes) {
        if (maxFrames < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "A read needs room for at least one frame and one byte, but maxFrames is " + maxFrames
                            + " and maxBytes is " + maxBytes + ".");
        }
        lock.lock();
        try {
            Fetch answer = backlog.framesFrom(from);
            return answer instanceof Fetch.Frames live ? firstOf(live, maxFrames, maxBytes) : answer;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something to read at an offset, that is until {@code next} lies beyond it (LOCK-4). Wakes for
     * pushes only: a drop or an eviction gives a caught-up reader nothing to do.
     *
     * @param from the first offset the replica lacks, any unsigned number
     * @param atMost how long to wait; zero or less only looks
     * @return whether {@code next} lies beyond {@code from}; if not, the time is up
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    public boolean awaitBeyond(long from, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = saturatedNanos(atMost);
            while (Long.compareUnsigned(backlog.nextOffset(), from) <= 0) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = pushed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the counters as of one moment (LOCK-3)} */
    @Override
    public Snapshot snapshot() {
        lock.lock();
        try {
            return backlog.snapshot();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long maxBytes() {
        lock.lock();
        try {
            return backlog.maxBytes();
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            backlog.checkInvariants();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return snapshot().toString();
    }

    private static Fetch.Frames firstOf(Fetch.Frames live, int maxFrames, long maxBytes) {
        List<Frame> frames = new ArrayList<>();
        long bytes = 0;
        for (Frame frame : live) {
            bytes += frame.length();
            if (frames.size() == maxFrames || (bytes > maxBytes && !frames.isEmpty())) {
                break;
            }
            frames.add(frame);
        }
        return new Fetch.Frames(List.copyOf(frames));
    }

    private static long saturatedNanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }
}
