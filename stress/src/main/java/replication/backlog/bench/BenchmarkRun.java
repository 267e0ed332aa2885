package replication.backlog.bench;

import java.util.List;

/**
 * The run that measurements come from.
 *
 * @param command what made them
 * @param date on which day
 * @param machine on which machine
 * @param jvms in which virtual machines
 * @param rounds how often each cell was measured
 * @param millis for how long each time, after as long a warm-up
 * @param seconds how long all of it took
 * @param leftOut what could not be measured, and why
 */
record BenchmarkRun(
        String command,
        String date,
        String machine,
        List<String> jvms,
        int rounds,
        int millis,
        long seconds,
        List<String> leftOut) {

    /** Shorter runs are for trying the command out. */
    boolean isTry() {
        return isTry(rounds, millis);
    }

    static boolean isTry(int rounds, int millis) {
        return rounds < 3 || millis < 1000;
    }
}
