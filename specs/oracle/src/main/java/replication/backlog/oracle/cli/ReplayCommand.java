package replication.backlog.oracle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;

/** Runs saved scripts. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "backlog-oracle replay [OPTIONS] FILE... [-- ADAPTER ARG...]",
        description = "Runs saved scripts against an adapter, or against the built-in deque when none is given.",
        footer = {"", "Example: backlog-oracle replay specs/vectors/wire.jsonl -- python3 adapter.py"})
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Files that check --save or vectors wrote, or folders of them; behind --, the adapter's command.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private AdapterOptions adapterOptions;

    @Mixin
    private VerdictOptions verdictOptions;

    @Override
    public Integer call() {
        List<String> adapter = adapterOptions.behindDelimiter();
        adapterOptions.validate(adapter);
        List<Path> files = SavedScripts.files(spec, words.subList(0, words.size() - adapter.size()));
        Suite suite = Suite.saved("replay", SavedScripts.read(spec, files));
        List<String> again = new ArrayList<>(List.of("replay"));
        files.forEach(file -> again.add(file.toString()));
        Check.Scope scope =
                new Check.Scope(Set.of(), 1, 1, false, List.of("everything but the scripts that were replayed"));
        return new CheckSession(spec.commandLine(), adapter, adapterOptions, verdictOptions)
                .hold(List.of(suite), List.of(suite.name()), scope, OptionalLong.empty(), again);
    }
}
