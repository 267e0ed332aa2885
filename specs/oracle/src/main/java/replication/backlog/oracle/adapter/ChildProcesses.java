package replication.backlog.oracle.adapter;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All processes that the oracle has started: none outlives it, even when it is ended by Ctrl-C. */
final class ChildProcesses {

    private static final Set<ChildProcess> RUNNING = new HashSet<>();
    private static volatile boolean oracleEnds;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcesses::endAll, "adapters-at-exit"));
    }

    private ChildProcesses() {}

    /**
     * Starts a process, unless the oracle is being ended.
     *
     * @throws IOException if it cannot be started
     * @throws Interrupted if the oracle is being ended
     */
    static ChildProcess start(List<String> command) throws IOException {
        // Under the same lock as endAll: a process is either ended there or never started.
        synchronized (RUNNING) {
            throwIfOracleEnds();
            ChildProcess child = new ChildProcess(new ProcessBuilder(command).start(), ChildProcesses::forget);
            RUNNING.add(child);
            return child;
        }
    }

    private static void forget(ChildProcess child) {
        synchronized (RUNNING) {
            RUNNING.remove(child);
        }
    }

    /** Its processes' end is no news about them when the oracle is being ended. */
    static void throwIfOracleEnds() {
        if (oracleEnds) {
            throw new Interrupted();
        }
    }

    private static void endAll() {
        synchronized (RUNNING) {
            oracleEnds = true;
            List.copyOf(RUNNING).forEach(ChildProcess::end);
        }
    }
}
