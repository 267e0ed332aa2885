package replication.backlog.oracle.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.oracle.adapter.AdapterServer;

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
    private BuiltIn implementation;

    @Override
    public Integer call() throws IOException {
        new AdapterServer(implementation.name(), Version.text(), implementation.subject()).serve(System.in, System.out);
        return Verdict.CONFORMS;
    }
}
