package replication.backlog.oracle;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import replication.backlog.tck.Subject;

/** Runs the suites against an adapter, or against the built-in deque. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the suites against an adapter, or against the built-in deque when none is given.",
        footer = {"", "Example: backlog-oracle check -- python3 adapter.py"})
final class CheckCommand implements Callable<Integer> {

    private static final List<String> SUITES = List.of("examples", "complete", "random", "wire");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ADAPTER", arity = "0..*", description = "The adapter's command and its arguments.")
    private List<String> adapter = new ArrayList<>();

    @Option(
            names = "--suite",
            split = ",",
            paramLabel = "NAME",
            description = "The suites to run: examples, complete, random, wire (default: all).")
    private List<String> suites = SUITES;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the random suite (default: a new one).")
    private Long seed;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many random scripts to try (default: ${DEFAULT-VALUE}).")
    private int tries;

    @Option(
            names = "--extra-states",
            paramLabel = "K",
            defaultValue = "2",
            description = "The complete suite finds implementations with up to K states more than the model"
                    + " (default: ${DEFAULT-VALUE}).")
    private int extraStates;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long to wait for a reply (default: ${DEFAULT-VALUE}).")
    private double timeout;

    @Option(names = "--debug", description = "No time limits, for an adapter under a debugger.")
    private boolean debug;

    @Option(
            names = "--deviations",
            paramLabel = "FILE",
            description = "The deviations that the implementation declares: a JSON array of rule, reason and link.")
    private Path deviationsFile;

    @Option(names = "--fail-fast", description = "Stop after the first suite that finds a divergence.")
    private boolean failFast;

    @Override
    public Integer call() {
        Deviations deviations = validated();
        long usedSeed = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
        CommandLine commandLine = spec.commandLine();
        PrintWriter out = commandLine.getOut();
        Progress progress = new Progress(Ansi.AUTO.enabled() ? commandLine.getErr() : null);
        long start = System.nanoTime();
        List<Tally> tallies = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        AdapterFailure failure = null;
        try (Subject subject = subject(notes)) {
            new VerdictText(out).subject(subject);
            out.flush();
            for (Suite suite : selected(usedSeed)) {
                Tally tally = new Tally(suite.name(), progress);
                tallies.add(tally);
                suite.run(subject, tally);
                if (failFast && !tally.findings().isEmpty()) {
                    break;
                }
            }
        } catch (AdapterFailure failed) {
            failure = failed;
        }
        progress.clear();
        notes.forEach(commandLine.getErr()::println);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<String> notRun = SUITES.stream()
                .filter(name ->
                        tallies.stream().noneMatch(tally -> tally.suite().equals(name)))
                .toList();
        Verdict verdict = new Verdict(tallies, notRun, deviations);
        if (failure != null) {
            new VerdictText(out).divergences(verdict, reproduce(usedSeed));
            throw failure;
        }
        new VerdictText(out).verdict(verdict, reproduce(usedSeed), usedSeed, seconds);
        return verdict.exitStatus();
    }

    private Deviations validated() {
        for (String suite : suites) {
            if (!SUITES.contains(suite)) {
                throw usage("There is no suite \"" + suite + "\": choose from " + String.join(", ", SUITES) + ".");
            }
        }
        if (tries < 1) {
            throw usage("--tries has to be at least 1, but is " + tries + ".");
        }
        if (!(timeout > 0 && timeout < 1e9)) {
            throw usage("--timeout has to be a number of seconds above 0, but is " + timeout + ".");
        }
        if (adapter.isEmpty()
                && spec.commandLine().getParseResult().originalArgs().contains("--")) {
            throw usage("No adapter follows --: name its command, or leave -- out to check the built-in deque.");
        }
        try {
            return deviationsFile == null ? Deviations.NONE : Deviations.read(deviationsFile);
        } catch (Deviations.Unusable unusable) {
            throw usage(unusable.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Subject subject(List<String> notes) {
        Duration limit = debug ? Duration.ZERO : Duration.ofMillis(Math.max(1, Math.round(timeout * 1000)));
        return adapter.isEmpty() ? Implementation.deque.subject() : new AdapterProcess(adapter, limit, notes::add);
    }

    private List<Suite> selected(long usedSeed) {
        List<Suite> all = List.of(
                new ExamplesSuite(), new CompleteSuite(extraStates), new RandomSuite(usedSeed, tries), new WireSuite());
        return all.stream().filter(suite -> suites.contains(suite.name())).toList();
    }

    /** The command line that does the same again. */
    private List<String> reproduce(long usedSeed) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", jar(), "check", "--seed", "" + usedSeed));
        if (!suites.equals(SUITES)) {
            words.addAll(List.of("--suite", String.join(",", suites)));
        }
        if (tries != 1000) {
            words.addAll(List.of("--tries", "" + tries));
        }
        if (!adapter.isEmpty()) {
            words.add("--");
            words.addAll(adapter);
        }
        return words.stream().map(CheckCommand::shellQuoted).toList();
    }

    private static String jar() {
        String path = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .findFirst()
                .orElse("");
        return path.endsWith(".jar") ? path : "backlog-oracle.jar";
    }

    private static String shellQuoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
