package replication.backlog.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import replication.backlog.Backlog;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;

/**
 * Pushes very often, frames of mixed lengths, and compares the counters again and again with what they must be. Prints the
 * time of a push after each tenth.
 */
public final class LongRun {

    private static final int LENGTHS = 256;
    private static final int TENTHS = 10;
    private static final long BUDGET = 64 << 20;

    private final List<Argv> mutations =
            IntStream.range(0, LENGTHS).mapToObj(Workload::set).toList();
    private final Backlog backlog;

    private LongRun(Backlog backlog) {
        this.backlog = backlog;
    }

    /**
     * Runs; fails when a counter is wrong.
     *
     * @param args the subject, and how many pushes
     */
    public static void main(String[] args) {
        LongRun run = new LongRun(MeasuredBacklog.valueOf(args[0]).create(BUDGET));
        long pushes = Long.parseLong(args[1]);
        for (int tenth = 1; tenth <= TENTHS; tenth++) {
            long until = pushes / TENTHS * tenth;
            long count = until - run.backlog.nextOffset();
            long start = System.nanoTime();
            run.pushUntil(until);
            double ns = System.nanoTime() - start;
            run.compareCounters(until);
            System.out.printf(Locale.ROOT, "{\"ns\":%.2f}%n", ns / count);
        }
        run.backlog.checkInvariants();
    }

    private void pushUntil(long end) {
        for (long offset = backlog.nextOffset(); offset < end; offset++) {
            backlog.push(mutation(offset));
        }
    }

    /** Some mutation, always the same for an offset. */
    private Argv mutation(long offset) {
        return mutations.get((int) (offset * 0x9E3779B97F4A7C15L >>> 56));
    }

    /** Goes back from the newest frame by the lengths that the frames must have, as far as the budget reaches (EVICT-1). */
    private void compareCounters(long next) {
        long oldest = next;
        long bytes = 0;
        while (oldest > 0 && bytes + length(oldest - 1) <= BUDGET) {
            oldest--;
            bytes += length(oldest);
        }
        String expected = oldest + ".." + next + ", " + bytes + " bytes";
        String actual = backlog.oldestOffset().orElse(next) + ".." + backlog.nextOffset() + ", "
                + backlog.bufferedBytes() + " bytes";
        if (!expected.equals(actual)) {
            throw new IllegalStateException("expected " + expected + ", but it is " + actual);
        }
    }

    private long length(long offset) {
        return FrameEncoder.encodedLength(offset, mutation(offset));
    }
}
