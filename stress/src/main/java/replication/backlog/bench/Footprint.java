package replication.backlog.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.Locale;
import replication.backlog.Backlog;

/** Prints how many bytes of heap a full backlog takes for each frame, as a collection of all garbage leaves it. */
public final class Footprint {

    /** The serial collector leaves gaps in all but every fourth collection. */
    private static final int COLLECTIONS = 4;

    private Footprint() {}

    /**
     * Measures; best under the serial collector, which counts to the byte.
     *
     * @param args the subject, the length of the values, and the budget
     */
    public static void main(String[] args) {
        used(); // asking takes memory the first time
        long before = used();
        Backlog backlog = Workload.evicting(
                MeasuredBacklog.valueOf(args[0]), Long.parseLong(args[2]), Workload.set(Integer.parseInt(args[1])));
        double bytes = used() - before;
        System.out.printf(Locale.ROOT, "{\"bytes\":%.2f}%n", bytes / backlog.length());
        Reference.reachabilityFence(backlog);
    }

    private static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
