package replication.backlog.oracle.adapter;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

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

    /** Of what has been read and not been asked for yet, in bytes: long lines must not fill the memory. */
    private static final int MOST_AHEAD = 32 << 20;

    /** How long after its end a process's standard output is given to be read. */
    private static final long AFTER_THE_END_MILLIS = 500;

    private final Process process;
    private final Consumer<ChildProcess> onEnd;
    private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Block> blocks = new LinkedBlockingQueue<>(BLOCKS_AHEAD);
    private final Semaphore ahead = new Semaphore(MOST_AHEAD);
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private final DiagnosticsTail diagnostics = new DiagnosticsTail();
    private final Thread diagnosticsReader;
    private Deque<OutputLine> lines = new ArrayDeque<>();
    private volatile boolean ended;
    private volatile boolean waitsForOutput;
    private volatile boolean outputEnded;

    /**
     * Lines that were read together.
     *
     * @param lines the lines
     * @param bytes about how much memory they take
     */
    private record Block(Deque<OutputLine> lines, int bytes) {}

    /**
     * For {@link ChildProcesses#start}.
     *
     * @param process the process
     * @param onEnd is told when it was ended
     */
    ChildProcess(Process process, Consumer<ChildProcess> onEnd) {
        this.process = process;
        this.onEnd = onEnd;
        startThread("adapter-stdin", this::write);
        startThread("adapter-stdout", this::read);
        diagnosticsReader = startThread("adapter-stderr", () -> diagnostics.follow(process.getErrorStream()));
        process.onExit().thenRun(this::endOutput);
    }

    /**
     * What it started may hold its standard output open, and the end of it would never be seen: the end of the process is
     * enough, once all is read that it had written.
     */
    private void endOutput() {
        endDescendants();
        CompletableFuture.delayedExecutor(AFTER_THE_END_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!outputEnded
                            && (!waitsForOutput
                                    || !blocks.offer(new Block(new ArrayDeque<>(List.of(OutputLine.END)), 0)))) {
                        endOutput();
                    }
                });
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
    OutputLine receive(Duration limit) {
        try {
            if (lines.isEmpty()) {
                Block block = limit.isZero() ? blocks.take() : blocks.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
                ChildProcesses.throwIfOracleEnds();
                if (block == null) {
                    return OutputLine.LATE;
                }
                ahead.release(block.bytes());
                lines = block.lines();
            }
            return lines.remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OutputLine.LATE;
        }
    }

    /** {@return the next line if it is there already, null otherwise} */
    OutputLine waiting() {
        Block next = blocks.peek();
        return !lines.isEmpty()
                ? lines.peek()
                : next == null ? null : next.lines().peek();
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
        onEnd.accept(this);
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
        LineReader reader = new LineReader(watched(process.getInputStream()), LONGEST_LINE);
        try {
            OutputLine line;
            do {
                Deque<OutputLine> read = new ArrayDeque<>();
                int bytes = 0;
                do {
                    line = next(reader);
                    read.add(line);
                    bytes += line.text().length();
                } while (line.hasText() && reader.hasWholeLine());
                ahead.acquire(bytes);
                blocks.put(new Block(read, bytes));
                // An adapter that flushes every line would wake two threads for each.
                LockSupport.parkNanos(GATHERING_NANOS);
            } while (line.hasText());
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        } finally {
            outputEnded = true;
        }
    }

    /** The process's output, and whether there is nothing of it to be read. */
    private InputStream watched(InputStream output) {
        return new FilterInputStream(output) {
            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                waitsForOutput = output.available() == 0;
                try {
                    return super.read(buffer, from, length);
                } finally {
                    waitsForOutput = false;
                }
            }
        };
    }

    private static OutputLine next(LineReader reader) {
        try {
            return reader.next();
        } catch (IOException e) {
            // The process was ended while it was read from.
            return OutputLine.END;
        } catch (OutOfMemoryError e) {
            // No limit fits every heap. Without this the oracle would wait, and call the adapter hung.
            return OutputLine.TOO_LONG;
        }
    }
}
