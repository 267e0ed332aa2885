package replication.backlog.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import replication.backlog.BacklogClosedException;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.Snapshot;
import replication.backlog.conformance.subject.SharedBacklog;
import replication.backlog.wire.Argv;

/** Locks that are missing, too many, let go too early, or taken for something else. */
public final class LockFaults {

    /** The faults. */
    public static final List<RaceFault> ALL = List.of(
            fault("has no lock at all", (m, n) -> new PlainShared(m, n) {
                @Override
                <T> T writing(Supplier<T> call) {
                    return call.get();
                }
            }),
            fault("pushes without the lock", (m, n) -> new PlainShared(m, n) {
                @Override
                public long push(Argv argv) {
                    return pushed(argv);
                }
            }),
            fault("drops without the lock", (m, n) -> new PlainShared(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    dropped(watermark);
                }
            }),
            fault("reads frames without the lock", (m, n) -> new PlainShared(m, n) {
                @Override
                public Fetch framesFrom(long from) {
                    return read(from);
                }
            }),
            fault("reads the counters without the lock", (m, n) -> new PlainShared(m, n) {
                @Override
                public Snapshot snapshot() {
                    return counted();
                }
            }),
            fault("reads the counters one by one, each under the lock", (m, n) -> new PlainShared(m, n) {
                @Override
                public Snapshot snapshot() {
                    return new Snapshot(
                            reading(this::nextOffset),
                            reading(this::oldestOffset),
                            reading(this::newestOffset),
                            reading(this::bufferedBytes),
                            reading(this::length));
                }
            }),
            fault("reads next in one step and the other counters in another", (m, n) -> new PlainShared(m, n) {
                @Override
                public Snapshot snapshot() {
                    long before = reading(this::nextOffset);
                    Snapshot rest = reading(this::counted);
                    return new Snapshot(
                            before, rest.oldestOffset(), rest.newestOffset(), rest.bufferedBytes(), rest.length());
                }
            }),
            fault("has a lock for writers and another for readers", (m, n) -> new PlainShared(m, n) {
                private final Object readers = new Object();

                @Override
                <T> T reading(Supplier<T> call) {
                    synchronized (readers) {
                        return call.get();
                    }
                }
            }),
            fault("drops under the lock that readers share", (m, n) -> new PlainShared(m, n) {
                private final ReadWriteLock both = new ReentrantReadWriteLock();

                @Override
                <T> T writing(Supplier<T> call) {
                    return under(both.writeLock(), call);
                }

                @Override
                <T> T reading(Supplier<T> call) {
                    return under(both.readLock(), call);
                }

                @Override
                public void dropUpTo(long watermark) {
                    reading(() -> {
                        dropped(watermark);
                        return null;
                    });
                }
            }),
            fault("goes ahead when the lock is taken", (m, n) -> new PlainShared(m, n) {
                private final ReentrantLock tried = new ReentrantLock();

                @Override
                <T> T writing(Supplier<T> call) {
                    boolean has = tried.tryLock();
                    try {
                        return call.get();
                    } finally {
                        if (has) {
                            tried.unlock();
                        }
                    }
                }
            }),
            fault("locks on something that a push replaces", (m, n) -> new PlainShared(m, n) {
                private volatile Object newest = new Object();

                @Override
                <T> T writing(Supplier<T> call) {
                    synchronized (newest) {
                        return call.get();
                    }
                }

                @Override
                void retain(Frame frame) {
                    newest = frame;
                    super.retain(frame);
                }
            }),
            fault("has a lock for each thread", (m, n) -> new PlainShared(m, n) {
                @Override
                <T> T writing(Supplier<T> call) {
                    synchronized (Thread.currentThread()) {
                        return call.get();
                    }
                }
            }),
            fault("looks at a flag before it sets it, as a lock", (m, n) -> new PlainShared(m, n) {
                private volatile boolean taken;

                @Override
                <T> T writing(Supplier<T> call) {
                    while (taken) {
                        Thread.onSpinWait();
                    }
                    taken = true;
                    try {
                        return call.get();
                    } finally {
                        taken = false;
                    }
                }
            }),
            fault("lets the lock go between evicting and appending", (m, n) -> new PlainShared(m, n) {
                @Override
                public long push(Argv argv) {
                    writing(() -> {
                        while (mustEvictFor(frame(argv))) {
                            evict();
                        }
                        return null;
                    });
                    return writing(() -> pushed(argv));
                }
            }),
            fault("lets the lock go between appending and evicting", (m, n) -> new PlainShared(m, n) {
                @Override
                boolean mustEvictFor(Frame coming) {
                    return false;
                }

                @Override
                public long push(Argv argv) {
                    long offset = writing(() -> pushed(argv));
                    writing(() -> {
                        while (frames.size() > 1 && isOverBudget(buffered)) {
                            evict();
                        }
                        return null;
                    });
                    return offset;
                }
            }),
            fault("takes the offset before the lock", (m, n) -> new PlainShared(m, n) {
                @Override
                public long push(Argv argv) {
                    long offset = next;
                    return writing(() -> {
                        next = offset;
                        return pushed(argv);
                    });
                }
            }),
            fault("hands offsets out in one step and appends in another", (m, n) -> new PlainShared(m, n) {
                private final AtomicLong offsets = new AtomicLong(next);

                @Override
                public long push(Argv argv) {
                    long offset = offsets.getAndIncrement();
                    return writing(() -> {
                        next = offset;
                        return pushed(argv);
                    });
                }
            }),
            fault("moves next in one step and appends in another", (m, n) -> new PlainShared(m, n) {
                @Override
                public long push(Argv argv) {
                    long offset = writing(() -> next++);
                    return writing(() -> {
                        long others = next;
                        next = offset;
                        pushed(argv);
                        frames.sort(Comparator.comparing(Frame::offset));
                        next = others;
                        return offset;
                    });
                }
            }),
            fault("appends in one step and moves next in another", (m, n) -> new PlainShared(m, n) {
                @Override
                public long push(Argv argv) {
                    long offset = writing(() -> {
                        long mine = pushed(argv);
                        next = mine;
                        return mine;
                    });
                    writing(() -> next = offset + 1);
                    return offset;
                }
            }),
            fault("books the bytes when the lock is gone", (m, n) -> new PlainShared(m, n) {
                @Override
                public long push(Argv argv) {
                    long offset = writing(() -> {
                        long before = buffered;
                        long mine = pushed(argv);
                        buffered = before;
                        return mine;
                    });
                    writing(() ->
                            buffered = frames.stream().mapToLong(Frame::length).sum());
                    return offset;
                }
            }),
            fault("looks where a read starts in one step and reads in another", (m, n) -> new PlainShared(m, n) {
                @Override
                public Fetch framesFrom(long from) {
                    Fetch answer = reading(() -> read(from));
                    return answer instanceof Fetch.Frames ? new Fetch.Frames(reading(() -> served(from))) : answer;
                }
            }),
            fault("reads frame by frame, each under the lock", (m, n) -> new PlainShared(m, n) {
                @Override
                public Fetch framesFrom(long from) {
                    Fetch answer = reading(() -> read(from));
                    if (!(answer instanceof Fetch.Frames)) {
                        return answer;
                    }
                    List<Frame> all = new ArrayList<>();
                    for (long at = from; ; at++) {
                        long offset = at;
                        List<Frame> rest = reading(() -> served(offset));
                        if (rest.isEmpty()) {
                            return new Fetch.Frames(all);
                        }
                        all.add(rest.get(0));
                    }
                }
            }),
            fault("counts what to drop in one step and drops in another", (m, n) -> new PlainShared(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    long count = reading(() -> frames.stream()
                            .filter(frame -> leaves(frame, watermark))
                            .count());
                    writing(() -> {
                        for (long i = 0; i < count && !frames.isEmpty(); i++) {
                            drop();
                        }
                        return null;
                    });
                }
            }),
            fault("tells from a copy of oldest that is behind who is too old", (m, n) -> new PlainShared(m, n) {
                private volatile long oldestSeen = next;

                @Override
                boolean isTooOld(long from) {
                    return Long.compareUnsigned(from, oldestSeen) < 0;
                }

                @Override
                public long push(Argv argv) {
                    long offset = writing(() -> pushed(argv));
                    oldestSeen = reading(this::oldest);
                    return offset;
                }

                @Override
                public void dropUpTo(long watermark) {
                    super.dropUpTo(watermark);
                    oldestSeen = reading(this::oldest);
                }
            }),
            fault("keeps counters for readers that are written when the lock is gone", (m, n) -> new PlainShared(m, n) {
                private volatile Snapshot last = counted();

                private void note() {
                    last = reading(this::counted);
                }

                @Override
                public long push(Argv argv) {
                    long offset = super.push(argv);
                    note();
                    return offset;
                }

                @Override
                public void dropUpTo(long watermark) {
                    super.dropUpTo(watermark);
                    note();
                }

                @Override
                public Snapshot snapshot() {
                    return last;
                }
            }));

    /** Faults in what leaves the lock, or gets in before it. */
    public static final List<RaceFault> IN_WHAT_IS_HANDED_OVER = List.of(
            fault("returns the frames as they are, not as they were", (m, n) -> new PlainShared(m, n) {
                @Override
                List<Frame> served(long from) {
                    return Collections.unmodifiableList(frames.subList((int) (from - oldest()), frames.size()));
                }
            }),
            fault("returns all frames there are, whatever comes and goes", (m, n) -> new PlainShared(m, n) {
                @Override
                List<Frame> served(long from) {
                    return from == oldest() ? Collections.unmodifiableList(frames) : super.served(from);
                }
            }),
            fault("encodes in a buffer that all threads share", (m, n) -> new PlainShared(m, n) {
                private final byte[] scratch = new byte[1024];

                @Override
                public long push(Argv argv) {
                    byte[] encoded = encoded(argv).getBytes(StandardCharsets.ISO_8859_1);
                    System.arraycopy(encoded, 0, scratch, 0, encoded.length);
                    return writing(() -> pushed(argv));
                }

                @Override
                Frame frame(Argv argv) {
                    return Frame.copyOf(
                            next, Arrays.copyOf(scratch, encoded(argv).length()));
                }
            }),
            fault("encodes before it has the lock, with the offset that it expects", (m, n) -> new PlainShared(m, n) {
                private final ThreadLocal<byte[]> encoded = new ThreadLocal<>();

                @Override
                public long push(Argv argv) {
                    encoded.set(encoded(argv).getBytes(StandardCharsets.ISO_8859_1));
                    return writing(() -> pushed(argv));
                }

                @Override
                Frame frame(Argv argv) {
                    return Frame.copyOf(next, encoded.get());
                }
            }));

    /** Faults in waiting and closing. */
    public static final List<RaceFault> IN_WAITING = List.of(
            fault("looks, and then waits", (m, n) -> new PlainShared(m, n) {
                @Override
                public boolean await(long from) throws InterruptedException {
                    while (!reading(() -> isDue(from) || closed)) {
                        synchronized (lock) {
                            lock.wait();
                        }
                    }
                    return reading(() -> isDue(from));
                }
            }),
            fault("takes a wake-up for a push", (m, n) -> new PlainShared(m, n) {
                @Override
                public boolean await(long from) throws InterruptedException {
                    synchronized (lock) {
                        if (!isDue(from) && !closed) {
                            lock.wait();
                            return true;
                        }
                        return isDue(from);
                    }
                }
            }),
            fault("does not wake when it is closed", (m, n) -> new PlainShared(m, n) {
                @Override
                public void close() {
                    synchronized (lock) {
                        closed = true;
                    }
                }
            }),
            fault("wakes before it pushes", (m, n) -> new PlainShared(m, n) {
                @Override
                public long push(Argv argv) {
                    super.wake();
                    return writing(() -> pushed(argv));
                }

                @Override
                void wake() {
                    // Too early, above.
                }
            }),
            fault("wakes one of those who wait", (m, n) -> new PlainShared(m, n) {
                @Override
                void wake() {
                    synchronized (lock) {
                        lock.notify();
                    }
                }
            }),
            fault("wakes only where nothing was retained", (m, n) -> new PlainShared(m, n) {
                @Override
                void wake() {
                    if (frames.size() == 1) {
                        super.wake();
                    }
                }
            }),
            fault("says that something is due once it is closed", (m, n) -> new PlainShared(m, n) {
                @Override
                public boolean await(long from) throws InterruptedException {
                    boolean due = super.await(from);
                    return due || reading(() -> closed && !frames.isEmpty());
                }
            }),
            fault("asks whether it is closed before it has the lock", (m, n) -> new PlainShared(m, n) {
                @Override
                public long push(Argv argv) {
                    if (reading(() -> closed)) {
                        throw new BacklogClosedException("It is closed.");
                    }
                    return writing(() -> {
                        long offset = bare(argv);
                        wake();
                        return offset;
                    });
                }
            }));

    private LockFaults() {}

    private static RaceFault fault(String what, SharedBacklog.Factory shared) {
        return new RaceFault(what, shared);
    }

    private static <T> T under(Lock lock, Supplier<T> call) {
        lock.lock();
        try {
            return call.get();
        } finally {
            lock.unlock();
        }
    }
}
