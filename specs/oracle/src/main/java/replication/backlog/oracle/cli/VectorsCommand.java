package replication.backlog.oracle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.vectors.Vectors;

/** Writes the vectors. */
@Command(
        name = "vectors",
        mixinStandardHelpOptions = true,
        description = "Writes the vectors: scripts with the replies that are right, for a runner of your own.")
final class VectorsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write them.")
    private Path directory;

    @Override
    public Integer call() {
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> file : Vectors.files().entrySet()) {
                Path path = directory.resolve(file.getKey());
                Files.writeString(path, file.getValue());
                spec.commandLine().getOut().println(Untrusted.line("" + path));
            }
            return Verdict.CONFORMS;
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The vectors cannot be written to " + directory + " (" + Untrusted.abridged("" + e.getMessage())
                            + ").");
        }
    }
}
