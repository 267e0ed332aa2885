package replication.backlog.oracle.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.oracle.adapter.AdapterProcess;

/** How to talk to an adapter. */
final class AdapterOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long to wait for a reply (default: ${DEFAULT-VALUE}).")
    private double timeout;

    @Option(names = "--debug", description = "No time limits, for an adapter under a debugger.")
    private boolean debug;

    @Option(
            names = "--implementation",
            description = "Without an adapter, the built-in one to check: ${COMPLETION-CANDIDATES} (default: deque).")
    private BuiltIn implementation;

    /** {@return the words behind {@code --}; none where there is no such word} */
    List<String> behindDelimiter() {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        int delimiter = words.indexOf("--");
        return delimiter < 0 ? List.of() : words.subList(delimiter + 1, words.size());
    }

    /** Makes sure that the options make sense together with the adapter's command. */
    void validate(List<String> adapter) {
        if (!(timeout > 0 && timeout < 1e9)) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout has to be a number of seconds above 0, but is " + timeout + ".");
        }
        if (!adapter.isEmpty() && implementation != null) {
            throw new ParameterException(
                    spec.commandLine(), "--implementation names a built-in one: give it, or an adapter, but not both.");
        }
        if (adapter.isEmpty()
                && spec.commandLine().getParseResult().originalArgs().contains("--")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No adapter follows --: name its command, or leave -- out to check the built-in deque.");
        }
    }

    /** Whether nothing says what to check, so that it is the built-in deque: surely not what somebody with an adapter meant. */
    boolean isNothingNamed(List<String> adapter) {
        return adapter.isEmpty() && implementation == null;
    }

    /** Starts the adapter; without one, the subject is built in. */
    Subject start(List<String> adapter, Consumer<String> notes) {
        Duration limit = debug ? Duration.ZERO : Duration.ofMillis(Math.max(1, Math.round(timeout * 1000)));
        return adapter.isEmpty() ? builtIn().subject() : new AdapterProcess(adapter, limit, notes);
    }

    private BuiltIn builtIn() {
        return implementation == null ? BuiltIn.deque : implementation;
    }

    /** The options as they have to be given to mean the same again. */
    List<String> again() {
        List<String> words = new ArrayList<>();
        if (timeout != 5) {
            words.addAll(List.of("--timeout", "" + timeout));
        }
        if (implementation != null) {
            words.addAll(List.of("--implementation", implementation.name()));
        }
        if (debug) {
            words.add("--debug");
        }
        return words;
    }
}
