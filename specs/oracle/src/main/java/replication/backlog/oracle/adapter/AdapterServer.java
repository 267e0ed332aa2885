package replication.backlog.oracle.adapter;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Reply;
import replication.backlog.model.Untrusted;

/** The adapter's end of the protocol, around a subject in this process. */
public final class AdapterServer {

    private final Protocol.Hello hello;
    private final Subject subject;

    /**
     * Creates a server.
     *
     * @param name what it calls itself
     * @param version its version
     * @param subject what it serves
     */
    public AdapterServer(String name, String version, Subject subject) {
        this.hello = new Protocol.Hello(name, version, "Java", subject.capabilities());
        this.subject = subject;
    }

    /** Serves until the input ends. */
    public void serve(InputStream input, OutputStream output) throws IOException {
        LineReader in = new LineReader(input, Integer.MAX_VALUE);
        PrintStream out = new PrintStream(new BufferedOutputStream(output, 1 << 16), false, StandardCharsets.UTF_8);
        for (OutputLine line = in.next(); line.hasText(); line = in.next()) {
            out.print(reply(line.text()) + "\n");
            if (input.available() == 0) {
                out.flush();
            }
        }
        out.flush();
    }

    private String reply(String line) {
        try {
            return Protocol.isHello(line)
                    ? Protocol.write(hello)
                    : Protocol.write(subject.exchange(List.of(Protocol.readRequest(line)))
                            .get(0));
        } catch (Json.Malformed malformed) {
            return Protocol.write(new Reply.Broken(
                    Reply.Broken.How.ERROR,
                    "the request " + Untrusted.abridged(line) + " cannot be served: " + malformed.getMessage()));
        }
    }
}
