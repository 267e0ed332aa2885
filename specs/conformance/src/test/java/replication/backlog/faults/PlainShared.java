package replication.backlog.faults;

import java.util.function.Supplier;
import replication.backlog.Backlog;
import replication.backlog.BacklogClosedException;
import replication.backlog.Fetch;
import replication.backlog.Snapshot;
import replication.backlog.conformance.subject.SharedBacklog;
import replication.backlog.wire.Argv;

/**
 * A correct backlog for threads, one lock around every call, in which a fault is one of its methods overridden. Nothing of the
 * production code's wrapper is in it.
 */
class PlainShared extends PlainBacklog implements SharedBacklog {

    final Object lock = new Object();
    boolean closed;

    PlainShared(long maxBytes, long nextOffset) {
        super(maxBytes, nextOffset);
    }

    /** How a call that changes something is kept apart from all others. */
    <T> T writing(Supplier<T> call) {
        synchronized (lock) {
            return call.get();
        }
    }

    /** How a call that only looks is. */
    <T> T reading(Supplier<T> call) {
        return writing(call);
    }

    // The calls, under the lock

    long pushed(Argv argv) {
        if (closed) {
            throw new BacklogClosedException("It is closed.");
        }
        long offset = super.push(argv);
        wake();
        return offset;
    }

    final long bare(Argv argv) {
        return super.push(argv);
    }

    void dropped(long watermark) {
        super.dropUpTo(watermark);
    }

    Fetch read(long from) {
        return super.framesFrom(from);
    }

    Snapshot counted() {
        return new Snapshot(nextOffset(), oldestOffset(), newestOffset(), bufferedBytes(), length());
    }

    void wake() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    // The calls, as threads make them

    @Override
    public long push(Argv argv) {
        return writing(() -> pushed(argv));
    }

    @Override
    public void dropUpTo(long watermark) {
        writing(() -> {
            dropped(watermark);
            return null;
        });
    }

    @Override
    public Fetch framesFrom(long from) {
        return reading(() -> read(from));
    }

    @Override
    public Snapshot snapshot() {
        return reading(this::counted);
    }

    @Override
    public Backlog backlog() {
        return this;
    }

    @Override
    public boolean canWait() {
        return true;
    }

    boolean isDue(long from) {
        return Long.compareUnsigned(next, from) > 0;
    }

    @Override
    public boolean await(long from) throws InterruptedException {
        synchronized (lock) {
            while (!isDue(from) && !closed) {
                lock.wait();
            }
            return isDue(from);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }
}
