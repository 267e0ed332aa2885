package replication.backlog.oracle;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** All processes that the oracle has started: none outlives it, even when it is ended by Ctrl-C. */
final class Children {

    private static final Set<ChildProcess> RUNNING = new HashSet<>();
    private static volatile boolean oracleEnds;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "adapters-at-exit"));
    }

    private Children() {}

    /**
     * Starts a process, unless the oracle is being ended.
     *
     * @throws IOException if it cannot be started
     */
    static ChildProcess start(List<String> command) throws IOException {
        // Under the same lock as endAll: a process is either ended there or never started.
        synchronized (RUNNING) {
            stopIfOracleEnds();
            ChildProcess child = new ChildProcess(new ProcessBuilder(command).start());
            RUNNING.add(child);
            return child;
        }
    }

    /** A process was ended. */
    static void forget(ChildProcess child) {
        synchronized (RUNNING) {
            RUNNING.remove(child);
        }
    }

    /** Stops the calling thread for good when the oracle is being ended: its processes' end is no news about them. */
    static void stopIfOracleEnds() {
        while (oracleEnds) {
            LockSupport.park();
        }
    }

    private static void endAll() {
        synchronized (RUNNING) {
            oracleEnds = true;
            List.copyOf(RUNNING).forEach(ChildProcess::end);
        }
    }
}
