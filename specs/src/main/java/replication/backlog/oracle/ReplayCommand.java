package replication.backlog.oracle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs saved scripts. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs saved scripts against an adapter, or against the built-in deque when none is given.",
        footer = {"", "Example: backlog-oracle replay specs/vectors/wire.jsonl -- python3 adapter.py"})
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "A file that check --save or vectors wrote.")
    private Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "ADAPTER",
            arity = "0..*",
            description = "The adapter's command and its arguments.")
    private List<String> adapter = new ArrayList<>();

    @Mixin
    private AdapterOptions adapterOptions;

    @Mixin
    private VerdictOptions verdictOptions;

    @Override
    public Integer call() {
        if (!adapter.isEmpty() && adapter.get(0).equals("--")) {
            adapter.remove(0);
        }
        adapterOptions.validate(adapter);
        try {
            Suite suite = Suite.saved("replay", Transcripts.read(file));
            return new Hearing(spec.commandLine(), adapter, adapterOptions, verdictOptions)
                    .hold(
                            List.of(suite),
                            List.of(suite.name()),
                            Check.Scope.ALL,
                            0,
                            List.of("replay", file.toString()));
        } catch (Transcripts.Unusable unusable) {
            throw new ParameterException(spec.commandLine(), unusable.getMessage());
        }
    }
}
