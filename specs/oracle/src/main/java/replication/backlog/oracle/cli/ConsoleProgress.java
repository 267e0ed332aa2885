package replication.backlog.oracle.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Help.Ansi;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.adapter.Interrupted;

/**
 * Tells on standard error how far a check has come: on a terminal a line that changes, elsewhere a line every few seconds, also
 * while an adapter does not answer; and what was found, as soon as it was.
 */
final class ConsoleProgress implements Progress {

    private static final long TERMINAL_NANOS = 100_000_000;
    private static final long LOG_SECONDS = 5;

    private final PrintWriter err;
    private final boolean terminal = Ansi.AUTO.enabled();
    private final int suites;
    private final ScheduledExecutorService clock;
    private volatile boolean interrupted;
    private SuiteResult at;
    private int number;
    private long shownAt = System.nanoTime();

    /**
     * Starts to tell.
     *
     * @param err where to
     * @param suites the suites that are going to run
     */
    ConsoleProgress(PrintWriter err, List<Suite> suites) {
        this.err = err;
        this.suites = suites.size();
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        if (!terminal) {
            clock.scheduleAtFixedRate(this::log, LOG_SECONDS, LOG_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Whoever started the check ends it: the next script is the last one. */
    void interrupt() {
        interrupted = true;
    }

    @Override
    public synchronized void ran(SuiteResult suite) {
        if (interrupted) {
            throw new Interrupted();
        }
        number += suite == at ? 0 : 1;
        at = suite;
        if (terminal && System.nanoTime() - shownAt > TERMINAL_NANOS) {
            shownAt = System.nanoTime();
            err.print("\r\033[K" + text());
            err.flush();
        }
    }

    private synchronized void log() {
        err.println(at == null ? "waiting for the first replies" : text());
        err.flush();
    }

    private String text() {
        double share = (double) at.scripts() / at.planned();
        long left = Math.round(at.seconds() / Math.max(share, 1e-9) * (1 - share));
        return String.format(
                Locale.ROOT,
                "%s (suite %d of %d): %,d of %,d scripts, about %s left",
                at.suite(),
                number,
                suites,
                at.scripts(),
                at.planned(),
                time(left));
    }

    private static String time(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    @Override
    public synchronized void found(Finding finding) {
        clear();
        err.println("Found: " + finding.rule().id() + " in " + finding.suite() + ", "
                + Untrusted.abridged(finding.script()) + ", by " + VerdictText.size(finding));
        err.flush();
    }

    private void clear() {
        if (terminal) {
            err.print("\r\033[K");
        }
    }

    /** Stops telling, and removes what changes. */
    synchronized void end() {
        clock.shutdownNow();
        clear();
        err.flush();
    }
}
