package replication.backlog.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.wire.Argv;

/** One writer and many readers of one backlog: how long a push takes, and by how many reads it is overtaken. */
public final class Overtaking {

    private static final long BUDGET = 64 << 20;
    private static final int VALUE = 256;

    /** As many pushes as are told apart; of more, the first ones stand for all. */
    private static final int MOST_PUSHES = 4_000_000;

    private final Argv argv = Workload.set(VALUE);
    private final CountedReads backlog;
    private final SharedFront front;

    /** By reader, how many reads it had, each in a place of its own. */
    private final AtomicLongArray reads;

    private volatile boolean isOver;

    private Overtaking(String lock, int readers) {
        backlog = new CountedReads(Workload.evicting(MeasuredBacklog.ARENA, BUDGET, argv));
        front = SharedFront.of(lock, backlog);
        reads = new AtomicLongArray(readers);
    }

    /**
     * Measures, and prints the figures.
     *
     * @param args the lock, see {@link SharedFront#of}; how many readers there are, and how many of them are always behind;
     *     microseconds between two pushes; whether the readers are virtual threads; milliseconds to warm up, and to measure
     */
    public static void main(String[] args) throws Exception {
        int readers = Integer.parseInt(args[1]);
        int behind = Integer.parseInt(args[2]);
        Overtaking load = new Overtaking(args[0], readers);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            int reader = i;
            threads.add(started(Boolean.parseBoolean(args[4]), () -> load.follow(reader, reader < behind)));
        }
        long rest = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(args[3]));
        long millis = Long.parseLong(args[5]);
        load.write(rest, millis);
        System.out.println(load.write(rest, millis));
        load.isOver = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Virtual threads came with Java 21, and this is compiled for 17. */
    private static Thread started(boolean isVirtual, Runnable task) throws ReflectiveOperationException {
        if (isVirtual) {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        }
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    private void follow(int reader, boolean isBehind) {
        long from = 0;
        try {
            while (!isOver) {
                if (!isBehind) {
                    front.await(from);
                }
                Fetch answer = front.read(from);
                reads.lazySet(reader, reads.get(reader) + 1);
                from = next(answer, from, isBehind);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever is always behind begins anew when it has caught up. */
    private static long next(Fetch answer, long from, boolean isBehind) {
        if (answer instanceof Fetch.TooOld tooOld) {
            return isBehind ? tooOld.oldestOffset().orElseThrow() : tooOld.nextOffset();
        }
        List<Frame> frames = ((Fetch.Frames) answer).frames();
        if (frames.isEmpty()) {
            return isBehind ? 0 : from;
        }
        return frames.get(frames.size() - 1).offset() + 1;
    }

    /** Pushes for a time, and tells how it went. */
    private String write(long rest, long millis) {
        long[] nanos = new long[MOST_PUSHES];
        long[] overtaken = new long[MOST_PUSHES];
        long[] before = readsByReader();
        long pushes = 0;
        long start = System.nanoTime();
        long now = start;
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        while (now < end) {
            if (rest > 0) {
                LockSupport.parkNanos(rest);
                now = System.nanoTime();
            }
            long readsBefore = backlog.reads();
            front.push(argv);
            long after = System.nanoTime();
            if (pushes < MOST_PUSHES) {
                nanos[(int) pushes] = after - now;
                overtaken[(int) pushes] = backlog.readsAtPush() - readsBefore;
            }
            pushes++;
            now = after;
        }
        double seconds = (now - start) / 1e9;
        long[] read = readsByReader();
        Arrays.setAll(read, i -> read[i] - before[i]);
        Arrays.sort(read);
        int measured = (int) Math.min(pushes, MOST_PUSHES);
        Arrays.sort(nanos, 0, measured);
        Arrays.sort(overtaken, 0, measured);
        return String.format(
                Locale.ROOT,
                "{\"writes\":%.1f,\"reads\":%.1f,\"least\":%.1f,\"ns50\":%d,\"ns99\":%d,\"ns100\":%d,\"over50\":%d,\"over99\":%d}",
                pushes / seconds,
                Arrays.stream(read).sum() / seconds,
                read[0] / seconds,
                nanos[measured / 2],
                nanos[(int) (measured * 0.99)],
                nanos[measured - 1],
                overtaken[measured / 2],
                overtaken[(int) (measured * 0.99)]);
    }

    private long[] readsByReader() {
        long[] all = new long[reads.length()];
        Arrays.setAll(all, reads::get);
        return all;
    }
}
