package replication.backlog.oracle;

import java.io.PrintWriter;
import java.util.Locale;

/** Shows on a terminal, and nowhere else, how far a run has come. */
final class Progress {

    private static final long EVERY_NANOS = 100_000_000;

    private final PrintWriter terminal;
    private long shownAt = System.nanoTime();

    /**
     * Creates a display.
     *
     * @param terminal where to show it, or null for nowhere
     */
    Progress(PrintWriter terminal) {
        this.terminal = terminal;
    }

    void show(String suite, long scripts) {
        if (terminal != null && System.nanoTime() - shownAt > EVERY_NANOS) {
            shownAt = System.nanoTime();
            terminal.printf(Locale.ROOT, "\r%s: %,d scripts ", suite, scripts);
            terminal.flush();
        }
    }

    /** Removes what was shown. */
    void clear() {
        if (terminal != null) {
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }
}
