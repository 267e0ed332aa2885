package replication.backlog.oracle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that is written to and read from line by line.
 *
 * <p>Writing and both kinds of reading have a thread each, so that neither side can block the other for good: the oracle
 * waits in one place only, for the next line, and there it has a time limit.
 */
final class ChildProcess {

    /** How long a process that should end is given to do so. */
    static final Duration FAREWELL = Duration.ofSeconds(2);

    /** In bytes: nobody who means well reaches it, and it fits into memory. */
    static final int LONGEST_LINE = 16 << 20;

    private static final int BLOCKS_AHEAD = 16;

    /** How long lines are let gather: long against waking a thread, short against anything a person notices. */
    private static final long GATHERING_NANOS = 50_000;

    private static final byte[] CLOSE = {};

    private final Process process;
    private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Deque<Line>> blocks = new LinkedBlockingQueue<>(BLOCKS_AHEAD);
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private final Tail diagnostics = new Tail();
    private final Thread diagnosticsReader;
    private Deque<Line> lines = new ArrayDeque<>();
    private volatile boolean ended;

    /** For {@link Children#start}. */
    ChildProcess(Process process) {
        this.process = process;
        startThread("adapter-stdin", this::write);
        startThread("adapter-stdout", this::read);
        diagnosticsReader = startThread("adapter-stderr", () -> diagnostics.follow(process.getErrorStream()));
        // What it started may hold its standard output open: the end of it would never be seen.
        process.onExit().thenRun(this::endDescendants);
    }

    private static Thread startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Sends lines, now or as soon as the process reads them. */
    void send(List<String> texts) {
        outgoing.add((String.join("\n", texts) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Ends its standard input, after all that was sent. */
    void closeInput() {
        outgoing.add(CLOSE);
    }

    /** {@return the next line, or what came instead; a limit of zero is none} */
    Line receive(Duration limit) {
        try {
            if (lines.isEmpty()) {
                Deque<Line> block = limit.isZero() ? blocks.take() : blocks.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
                Children.stopIfOracleEnds();
                if (block == null) {
                    return Line.LATE;
                }
                lines = block;
            }
            return lines.remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Line.LATE;
        }
    }

    /** {@return the next line if it is there already, null otherwise} */
    Line waiting() {
        Deque<Line> block = lines.isEmpty() ? blocks.peek() : lines;
        return block == null ? null : block.peek();
    }

    /** {@return its exit status; empty if it runs on for longer than a moment} */
    OptionalInt exitStatus() {
        try {
            boolean exited = process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            return exited ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Whether it runs, whatever it does with its standard output. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Forgets what it has printed for people so far. */
    void forgetDiagnostics() {
        diagnostics.clear();
    }

    /** {@return the end of what it printed for people; if it was ended, all of that is read first} */
    String diagnostics() {
        if (ended) {
            try {
                diagnosticsReader.join(FAREWELL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return diagnostics.text();
    }

    /** Takes note of what the process has started: when it is gone, nobody can tell any more whose they were. */
    void noteDescendants() {
        process.descendants().forEach(descendants::add);
    }

    /** Ends the process and all that it is known to have started. */
    void end() {
        ended = true;
        noteDescendants();
        // Not through Process: that would close the streams as well, and wait for a writer that is blocked.
        process.toHandle().destroyForcibly();
        endDescendants();
        Children.forget(this);
    }

    /** Whether {@link #end} was called. */
    boolean isEnded() {
        return ended;
    }

    private void endDescendants() {
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private void write() {
        try (OutputStream out = process.getOutputStream()) {
            for (byte[] chunk = outgoing.take(); chunk != CLOSE; chunk = outgoing.take()) {
                out.write(chunk);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // It no longer reads: what comes from its standard output, or does not come, tells the rest.
        }
    }

    private void read() {
        LineReader reader = new LineReader(process.getInputStream(), LONGEST_LINE);
        try {
            Line line;
            do {
                Deque<Line> block = new ArrayDeque<>();
                do {
                    line = next(reader);
                    block.add(line);
                } while (line.hasText() && reader.hasWholeLine());
                blocks.put(block);
                // An adapter that flushes every line would wake two threads for each.
                LockSupport.parkNanos(GATHERING_NANOS);
            } while (line.hasText());
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    private static Line next(LineReader reader) {
        try {
            return reader.next();
        } catch (IOException e) {
            // The process was ended while it was read from.
            return Line.END;
        } catch (OutOfMemoryError e) {
            // No limit fits every heap. Without this the oracle would wait, and call the adapter hung.
            return Line.TOO_LONG;
        }
    }
}
