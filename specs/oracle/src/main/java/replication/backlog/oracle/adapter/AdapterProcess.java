package replication.backlog.oracle.adapter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.subject.SubjectFailure;
import replication.backlog.model.Notation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Untrusted;

/**
 * An implementation behind an adapter: a child process that is asked over its standard input and output. When it dies or
 * hangs, a fresh one goes on with the next exchange.
 */
public final class AdapterProcess implements Subject {

    private static final String HINT =
            " Its standard output must carry one reply a request and nothing else:" + " do log lines go there?";

    private static final String ENDLESS = "an endless line (the limit is " + ChildProcess.LONGEST_LINE + " bytes)";

    /** A JVM or a container takes its time to start. */
    private static final int START_TAKES = 6;

    private static final int LONGEST_NAME = 200;

    private static final int LARGEST_WINDOW = 2048;
    private static final long FAST_NANOS = 50_000_000;
    private static final long SLOW_NANOS = 250_000_000;

    private static final Duration LOOKS_FOR_DESCENDANTS = Duration.ofSeconds(1);

    private final List<String> command;
    private final Duration timeout;
    private final Consumer<String> notes;
    private final ReplyReader reader = new ReplyReader();
    private ChildProcess child;
    private Protocol.Hello hello;
    private boolean isFresh;
    private int window = 4;
    private long lookedForDescendants;

    /**
     * Starts an adapter.
     *
     * @param command the command and its arguments
     * @param timeout how long to wait for a reply, and six times as long for the first one; zero for as long as it takes
     * @param notes is told, in one sentence each, what is not right but changes no verdict
     * @throws SubjectFailure if it cannot be started, or does not answer as the protocol says
     */
    public AdapterProcess(List<String> command, Duration timeout, Consumer<String> notes) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
        this.notes = notes;
        connect("");
    }

    @Override
    public String description() {
        return Stream.of(hello.name(), " ", hello.version(), " (", hello.language(), ")")
                .map(part -> Untrusted.cut(part, LONGEST_NAME))
                .collect(Collectors.joining());
    }

    @Override
    public Set<Capability> capabilities() {
        return hello.capabilities();
    }

    @Override
    public String diagnostics() {
        return child.diagnostics();
    }

    @Override
    public List<Reply> exchange(List<Request> requests) {
        List<Reply> replies = new ArrayList<>(requests.size());
        exchange(requests, replies::add);
        return replies;
    }

    @Override
    public void exchange(List<Request> requests, Consumer<Reply> replies) {
        if (child.isEnded()) {
            connect("was started afresh after it broke, and ");
        }
        child.forgetDiagnostics();
        requireNothingToRead();
        isFresh = false;
        if (System.nanoTime() - lookedForDescendants > LOOKS_FOR_DESCENDANTS.toNanos()) {
            child.noteDescendants();
            lookedForDescendants = System.nanoTime();
        }
        for (int from = 0; from < requests.size(); ) {
            List<Request> sent = requests.subList(from, Math.min(requests.size(), from + window));
            from += sent.size();
            if (!exchangeAtOnce(sent, replies)) {
                return;
            }
        }
        // Now rather than later: no verdict may rest on replies that are out of step.
        requireNothingToRead();
    }

    /**
     * Sends some requests and reads their replies. An adapter may hold its replies back for as long as there is more to read, so
     * that all of these may take as long as one of them may: a slow one gets few at a time, a fast one many.
     *
     * @return whether it did not break
     */
    private boolean exchangeAtOnce(List<Request> requests, Consumer<Reply> replies) {
        long start = System.nanoTime();
        child.send(requests.stream().map(Protocol::write).toList());
        for (Request request : requests) {
            OutputLine line = child.receive(timeout);
            if (line.kind() != OutputLine.Kind.WHOLE) {
                replies.accept(broken(request, line));
                return false;
            }
            replies.accept(read(request, line.text()));
        }
        long nanos = System.nanoTime() - start;
        if (nanos < FAST_NANOS) {
            window = Math.min(LARGEST_WINDOW, 2 * window);
        } else if (nanos > SLOW_NANOS) {
            window = Math.max(1, window / 4);
        }
        return true;
    }

    @Override
    public void restart() {
        if (child.isEnded() || isFresh) {
            return;
        }
        child.noteDescendants();
        child.closeInput();
        child.exitStatus();
        child.end();
    }

    private void requireNothingToRead() {
        OutputLine line = child.waiting();
        if (line != null && line.kind() != OutputLine.Kind.END) {
            throw tooManyReplies(line);
        }
    }

    private Reply read(Request request, String line) {
        try {
            Reply reply = reader.read(request, line);
            if (reply instanceof Reply.Unsupported && !Protocol.isOptional(request)) {
                throw failure(answered(request, line) + "no adapter can do without new, push and framesFrom.");
            }
            return reply;
        } catch (OutOfMemoryError tooLarge) {
            throw failure(answered(request, line) + "it says more than this oracle has memory for.");
        } catch (Json.Malformed malformed) {
            throw failure(answered(request, line) + malformed.getMessage() + "." + hint(malformed));
        }
    }

    private static String answered(Request request, String line) {
        return "answered \"" + Notation.print(request) + "\" with the line " + Untrusted.abridged(line) + ": ";
    }

    private Reply broken(Request request, OutputLine line) {
        if (line.kind() == OutputLine.Kind.TOO_LONG) {
            throw failure("answered \"" + Notation.print(request) + "\" with " + ENDLESS + "." + HINT);
        }
        boolean late = line.kind() == OutputLine.Kind.LATE && child.isAlive();
        OptionalInt status = late ? OptionalInt.empty() : child.exitStatus();
        child.end();
        if (status.isEmpty()) {
            String what = late ? "no reply within " + seconds(timeout) : "it closed its standard output and ran on";
            return new Reply.Broken(Reply.Broken.How.HUNG, what + "; the process was ended");
        }
        String half = line.text().isEmpty() ? "" : ", in the middle of the line " + Untrusted.abridged(line.text());
        return new Reply.Broken(Reply.Broken.How.CRASHED, "the process ended, exit status " + status.getAsInt() + half);
    }

    private void connect(String before) {
        try {
            child = ChildProcesses.start(command);
        } catch (IOException | UnsupportedOperationException e) {
            throw new SubjectFailure("The adapter \"" + Untrusted.line(command.get(0))
                    + "\" cannot be started: is it there, executable, and spelled right? ("
                    + Untrusted.line("" + e.getMessage()) + ")");
        }
        child.send(List.of(Protocol.HELLO));
        OutputLine line = child.receive(timeout.multipliedBy(START_TAKES));
        if (line.kind() != OutputLine.Kind.WHOLE) {
            throw failure(before + withoutHello(line));
        }
        try {
            Protocol.Hello said = Protocol.readHello(line.text());
            if (hello != null && !hello.capabilities().equals(said.capabilities())) {
                throw failure(before + "offers other capabilities than it did at first: "
                        + Capability.list(said.capabilities()) + " instead of " + Capability.list(hello.capabilities())
                        + ".");
            }
            hello = said;
        } catch (Json.Malformed malformed) {
            throw failure(before + "answered hello with the line " + Untrusted.abridged(line.text()) + ": "
                    + malformed.getMessage() + "." + hint(malformed));
        }
        isFresh = true;
        lookedForDescendants = System.nanoTime() - 2 * LOOKS_FOR_DESCENDANTS.toNanos();
    }

    private String withoutHello(OutputLine line) {
        if (line.kind() == OutputLine.Kind.TOO_LONG) {
            return "answered hello with " + ENDLESS + "." + HINT;
        }
        if (line.kind() == OutputLine.Kind.LATE && child.isAlive()) {
            return "did not answer hello within " + seconds(timeout.multipliedBy(START_TAKES))
                    + ": does it flush its standard output after each line? --timeout gives it longer, a sixth of that a reply.";
        }
        OptionalInt status = child.exitStatus();
        return status.isPresent()
                ? "ended before it answered hello, with exit status " + status.getAsInt() + "."
                : "closed its standard output before it answered hello.";
    }

    private static String hint(Json.Malformed malformed) {
        return malformed.mayBeALogLine() ? HINT : "";
    }

    private SubjectFailure tooManyReplies(OutputLine line) {
        String extra = line.hasText() ? Untrusted.abridged(line.text()) : ENDLESS;
        return failure("sent more lines than it was asked for: " + extra + "." + HINT);
    }

    private SubjectFailure failure(String what) {
        child.end();
        String said = DiagnosticsTail.lastLines(child.diagnostics(), "  ");
        return new SubjectFailure("The adapter \"" + Untrusted.line(command.get(0)) + "\" " + what
                + (said.isEmpty() ? "" : "\nIts standard error ends with:\n" + said));
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    /**
     * Says goodbye by closing the adapter's standard input, and ends it if it does not go.
     *
     * @throws SubjectFailure if it had more to say than it was asked
     */
    @Override
    public void close() {
        if (child.isEnded()) {
            return;
        }
        child.noteDescendants();
        child.closeInput();
        OptionalInt status = child.exitStatus();
        child.end();
        OutputLine last = child.receive(ChildProcess.FAREWELL);
        if (last.kind() != OutputLine.Kind.END && last.kind() != OutputLine.Kind.LATE) {
            throw tooManyReplies(last);
        }
        if (status.isEmpty()) {
            notes.accept("Note: the adapter ran on at the end of its standard input, and was ended.");
        } else if (status.getAsInt() != 0) {
            notes.accept("Note: the adapter ended with exit status " + status.getAsInt()
                    + " at the end of its standard input, where the protocol asks for 0.");
        }
    }
}
