package replication.backlog.oracle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import replication.backlog.spec.Notation;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Subject;

/**
 * An implementation behind an adapter: a child process that is asked over its standard input and output. When it dies or
 * hangs, a fresh one goes on with the next exchange.
 */
final class AdapterProcess implements Subject {

    private static final String HINT =
            " Its standard output must carry one reply a request and nothing else:" + " do log lines go there?";

    private static final String ENDLESS = "an endless line (the limit is " + ChildProcess.LONGEST_LINE + " bytes)";

    private final List<String> command;
    private final Duration timeout;
    private final Consumer<String> notes;
    private final ReplyReader reader = new ReplyReader();
    private ChildProcess child;
    private Protocol.Hello hello;

    /**
     * Starts an adapter.
     *
     * @param command the command and its arguments
     * @param timeout how long to wait for a reply; zero for as long as it takes
     * @param notes is told, in one sentence each, what is not right but changes no verdict
     * @throws AdapterFailure if it cannot be started, or does not answer as the protocol says
     */
    AdapterProcess(List<String> command, Duration timeout, Consumer<String> notes) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
        this.notes = notes;
        connect("");
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
        child.send(requests.stream().map(Protocol::write).toList());
        for (Request request : requests) {
            Line line = child.receive(timeout);
            if (line.kind() != Line.Kind.WHOLE) {
                replies.accept(broken(request, line));
                return;
            }
            replies.accept(read(request, line.text()));
        }
        // Now rather than later: no verdict may rest on replies that are out of step.
        requireNothingToRead();
    }

    private void requireNothingToRead() {
        Line line = child.waiting();
        if (line != null && line.kind() != Line.Kind.END) {
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
        } catch (Json.Malformed malformed) {
            throw failure(answered(request, line) + malformed.getMessage() + "." + hint(malformed));
        }
    }

    private static String answered(Request request, String line) {
        return "answered \"" + Notation.print(request) + "\" with the line " + Json.abridged(line) + ": ";
    }

    private Reply broken(Request request, Line line) {
        if (line.kind() == Line.Kind.TOO_LONG) {
            throw failure("answered \"" + Notation.print(request) + "\" with " + ENDLESS + "." + HINT);
        }
        boolean late = line.kind() == Line.Kind.LATE && child.isAlive();
        OptionalInt status = late ? OptionalInt.empty() : child.exitStatus();
        child.end();
        if (status.isEmpty()) {
            String what = late ? "no reply within " + seconds() : "it closed its standard output and ran on";
            return new Reply.Broken(Reply.Broken.How.HUNG, what + "; the process was ended");
        }
        String half = line.text().isEmpty() ? "" : ", in the middle of the line " + Json.abridged(line.text());
        return new Reply.Broken(Reply.Broken.How.CRASHED, "the process ended, exit status " + status.getAsInt() + half);
    }

    private void connect(String before) {
        try {
            child = Children.start(command);
        } catch (IOException | UnsupportedOperationException e) {
            throw new AdapterFailure("The adapter \"" + command.get(0)
                    + "\" cannot be started: is it there, executable, and spelled right? (" + e.getMessage() + ")");
        }
        child.send(List.of(Protocol.HELLO));
        Line line = child.receive(timeout);
        if (line.kind() != Line.Kind.WHOLE) {
            throw failure(before + withoutHello(line));
        }
        try {
            hello = Protocol.readHello(line.text());
        } catch (Json.Malformed malformed) {
            throw failure(before + "answered hello with the line " + Json.abridged(line.text()) + ": "
                    + malformed.getMessage() + "." + hint(malformed));
        }
        child.noteDescendants();
    }

    private String withoutHello(Line line) {
        if (line.kind() == Line.Kind.TOO_LONG) {
            return "answered hello with " + ENDLESS + "." + HINT;
        }
        if (line.kind() == Line.Kind.LATE && child.isAlive()) {
            return "did not answer hello within " + seconds() + ". --timeout gives it longer.";
        }
        OptionalInt status = child.exitStatus();
        return status.isPresent()
                ? "ended before it answered hello, with exit status " + status.getAsInt() + "."
                : "closed its standard output before it answered hello.";
    }

    private static String hint(Json.Malformed malformed) {
        return malformed.mayBeALogLine() ? HINT : "";
    }

    private AdapterFailure tooManyReplies(Line line) {
        String extra = line.hasText() ? Json.abridged(line.text()) : ENDLESS;
        return failure("sent more lines than it was asked for: " + extra + "." + HINT);
    }

    private AdapterFailure failure(String what) {
        child.end();
        String said = Tail.lastLines(child.diagnostics(), "  ");
        return new AdapterFailure("The adapter \"" + command.get(0) + "\" " + what
                + (said.isEmpty() ? "" : "\nIts standard error ends with:\n" + said));
    }

    private String seconds() {
        return timeout.toMillis() / 1000.0 + " s";
    }

    /**
     * Says goodbye by closing the adapter's standard input, and ends it if it does not go.
     *
     * @throws AdapterFailure if it had more to say than it was asked
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
        Line last = child.receive(ChildProcess.FAREWELL);
        if (last.kind() != Line.Kind.END && last.kind() != Line.Kind.LATE) {
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
