package replication.backlog.oracle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import replication.backlog.spec.Reply;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Subject;

/** Serves an implementation here over the protocol. */
@Command(
        name = "adapter",
        mixinStandardHelpOptions = true,
        description = "Serves an implementation here over the adapter protocol, on standard input and output.")
final class AdapterCommand implements Callable<Integer> {

    @Option(
            names = "--implementation",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "deque")
    private Implementation implementation;

    @Override
    public Integer call() throws IOException {
        serve(implementation.name(), implementation.subject());
        return Verdict.CONFORMS;
    }

    /** Serves a subject until standard input ends. */
    static void serve(String name, Subject subject) throws IOException {
        LineReader in = new LineReader(System.in, Integer.MAX_VALUE);
        PrintStream out = new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
        for (Line line = in.next(); line.hasText(); line = in.next()) {
            out.print(reply(name, subject, line.text()) + "\n");
            if (System.in.available() == 0) {
                out.flush();
            }
        }
        out.flush();
    }

    private static String reply(String name, Subject subject, String line) {
        try {
            if (Protocol.isHello(line)) {
                return Protocol.write(
                        new Protocol.Hello(name, Main.version(), "Java", EnumSet.allOf(Capability.class)));
            }
            return Protocol.write(
                    subject.exchange(List.of(Protocol.readRequest(line))).get(0));
        } catch (Json.Malformed malformed) {
            return Protocol.write(new Reply.Broken(
                    Reply.Broken.How.ERROR,
                    "the request " + Json.abridged(line) + " cannot be served: " + malformed.getMessage()));
        }
    }
}
