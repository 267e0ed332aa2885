package replication.backlog.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import replication.backlog.spec.Notation;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Subject;

/**
 * An implementation behind an adapter: a child process that is asked over its standard input and output.
 *
 * <p>Writing and both kinds of reading have a thread each, so that neither side can block the other for good: the oracle
 * waits in one place only, for the next reply, and there it has a time limit. When the adapter dies or hangs, a fresh one
 * goes on with the next exchange.
 */
final class AdapterProcess implements Subject {

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final List<String> command;
    private final Duration timeout;
    private final Thread atExit = new Thread(this::kill, "adapter-at-exit");
    private final Tail diagnostics = new Tail();
    private Connection connection;
    private Protocol.Hello hello;

    /**
     * Starts an adapter.
     *
     * @param command the command and its arguments
     * @param timeout how long to wait for a reply
     * @throws AdapterFailure if it cannot be started, or does not answer as the protocol says
     */
    AdapterProcess(List<String> command, Duration timeout) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
        Runtime.getRuntime().addShutdownHook(atExit);
        connect();
    }

    @Override
    public String description() {
        return hello.name() + " " + hello.version() + " (" + hello.language() + ")";
    }

    @Override
    public Set<Capability> capabilities() {
        return hello.capabilities();
    }

    @Override
    public String diagnostics() {
        return diagnostics.take();
    }

    @Override
    public List<Reply> exchange(List<Request> requests) {
        if (connection == null) {
            connect();
        }
        if (!connection.lines.isEmpty()) {
            throw tooManyReplies();
        }
        connection.send(requests.stream().map(Protocol::write).toList());
        List<Reply> replies = new ArrayList<>(requests.size());
        for (Request request : requests) {
            Line line = connection.receive(timeout);
            if (line.isText()) {
                replies.add(read(request, line.text));
            } else {
                replies.add(broken(line));
                return replies;
            }
        }
        return replies;
    }

    private Reply read(Request request, String line) {
        try {
            return Protocol.readReply(request, line);
        } catch (Json.Malformed malformed) {
            throw failure("answered \"" + Notation.print(request) + "\" with the line " + Json.abridged(line) + ": "
                    + malformed.getMessage() + ". " + Line.HINT);
        }
    }

    private Reply broken(Line line) {
        if (line == Line.TOO_LONG) {
            throw failure("sent a line of more than " + Line.LONGEST + " bytes. " + Line.HINT);
        }
        Process ended = connection.process;
        if (line == Line.NONE_IN_TIME) {
            kill();
            connection = null;
            return new Reply.Broken(Reply.Broken.How.HUNG, "no reply within " + seconds() + "; the process was ended");
        }
        String status = exitStatus(ended);
        kill();
        connection = null;
        return new Reply.Broken(Reply.Broken.How.CRASHED, "the process ended, " + status);
    }

    private void connect() {
        try {
            connection = new Connection(new ProcessBuilder(command).start(), diagnostics);
        } catch (IOException | UnsupportedOperationException e) {
            throw new AdapterFailure("The adapter \"" + command.get(0)
                    + "\" cannot be started: is it there, executable, and spelled right? (" + e.getMessage() + ")");
        }
        connection.send(List.of(Protocol.HELLO));
        Line line = connection.receive(timeout);
        if (line.isText()) {
            try {
                hello = Protocol.readHello(line.text);
                return;
            } catch (Json.Malformed malformed) {
                throw failure("answered hello with the line " + Json.abridged(line.text) + ": " + malformed.getMessage()
                        + ". " + Line.HINT);
            }
        }
        throw failure(
                line == Line.NONE_IN_TIME
                        ? "did not answer hello within " + seconds() + ". --timeout gives it longer."
                        : line == Line.TOO_LONG
                                ? "answered hello with an endless line. " + Line.HINT
                                : "ended before it answered hello, " + exitStatus(connection.process) + ".");
    }

    private AdapterFailure tooManyReplies() {
        return failure("sent more lines than it was asked for: " + Json.abridged(connection.lines.peek().text) + ". "
                + Line.HINT);
    }

    private AdapterFailure failure(String what) {
        kill();
        connection = null;
        String said = diagnostics.take().strip();
        return new AdapterFailure("The adapter \"" + command.get(0) + "\" " + what
                + (said.isEmpty()
                        ? ""
                        : "\nIts standard error ends with:\n" + said.indent(2).stripTrailing()));
    }

    private static String exitStatus(Process process) {
        try {
            return process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    ? "exit status " + process.exitValue()
                    : "its standard output closed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "exit status unknown";
        }
    }

    private String seconds() {
        return timeout.toMillis() / 1000.0 + " s";
    }

    /** Ends the process and all it started. */
    private void kill() {
        Connection open = connection;
        if (open != null) {
            open.process.descendants().forEach(ProcessHandle::destroyForcibly);
            open.process.destroyForcibly();
        }
    }

    /**
     * Says goodbye by closing the adapter's standard input, and ends it if it does not go.
     *
     * @throws AdapterFailure if it had more to say than it was asked
     */
    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.closeInput();
                connection.process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
                if (!connection.lines.isEmpty() && connection.lines.peek().isText()) {
                    throw tooManyReplies();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill();
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    /** A line that came, or what came instead. */
    private record Line(String text) {

        static final int LONGEST = 64 << 20;

        static final Line END = new Line(null);
        static final Line TOO_LONG = new Line(null);
        static final Line NONE_IN_TIME = new Line(null);

        static final String HINT = "Its standard output must carry replies alone: do log lines go there?";

        boolean isText() {
            return text != null;
        }
    }

    /** One process and the threads that serve it. */
    private static final class Connection {

        private static final int LINES_AHEAD = 4096;
        private static final byte[] CLOSE = {};

        final Process process;
        final BlockingQueue<Line> lines = new LinkedBlockingQueue<>(LINES_AHEAD);
        private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();

        Connection(Process process, Tail diagnostics) {
            this.process = process;
            start("adapter-stdin", this::write);
            start("adapter-stdout", this::read);
            start("adapter-stderr", () -> diagnostics.follow(process.getErrorStream()));
        }

        private static void start(String name, Runnable task) {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        }

        void send(List<String> requests) {
            outgoing.add((String.join("\n", requests) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void closeInput() {
            outgoing.add(CLOSE);
        }

        Line receive(Duration timeout) {
            try {
                Line line = timeout.isZero() ? lines.take() : lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
                return line == null ? Line.NONE_IN_TIME : line;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Line.NONE_IN_TIME;
            }
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
            try (InputStream in = process.getInputStream()) {
                LineReader reader = new LineReader(in, Line.LONGEST);
                for (String line = reader.next(); line != null; line = reader.next()) {
                    lines.put(new Line(line));
                }
                lines.put(reader.tooLong() ? Line.TOO_LONG : Line.END);
            } catch (IOException | InterruptedException e) {
                lines.offer(Line.END);
            }
        }
    }
}
