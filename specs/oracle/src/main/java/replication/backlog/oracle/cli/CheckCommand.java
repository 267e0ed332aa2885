package replication.backlog.oracle.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/** Runs the suites against an adapter, or against the built-in deque. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the suites against an adapter, or against the built-in deque when none is given.",
        footer = {"", "Example: backlog-oracle check -- python3 adapter.py"})
final class CheckCommand implements Callable<Integer> {

    private static final Pattern SHARD = Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ADAPTER", arity = "0..*", description = "The adapter's command and its arguments.")
    private List<String> adapter = new ArrayList<>();

    @Option(
            names = "--suite",
            split = ",",
            paramLabel = "NAME",
            description = "The suites to run: examples, wire, random, races, complete (default: all).")
    private List<String> suites = Suite.NAMES;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of the random suite and of the races (default: a new one).")
    private Long seed;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "" + Suite.TRIES,
            description =
                    "How many random scripts to try; for every 40, a race is drawn, too (default: ${DEFAULT-VALUE}).")
    private int tries;

    @Option(
            names = "--extra-states",
            paramLabel = "K",
            defaultValue = "" + Suite.EXTRA_STATES,
            description = "The complete suite finds implementations with up to K states more than the model"
                    + " (default: ${DEFAULT-VALUE}).")
    private int extraStates;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            defaultValue = "1/1",
            description = "Do piece I of N of the work; the pieces together are the whole. Give all the same --seed.")
    private String shard;

    @Option(names = "--only", split = ",", paramLabel = "RULE", description = "Ask about these rules alone.")
    private List<String> only = List.of();

    @Option(names = "--fail-fast", description = "Stop at the first divergence.")
    private boolean failFast;

    @Mixin
    private AdapterOptions adapterOptions;

    @Mixin
    private VerdictOptions verdictOptions;

    @Override
    public Integer call() {
        validate();
        Check.Scope scope = scope();
        // A shard has to be a piece of the same whole as the others.
        long usedSeed = seed != null ? seed : scope.shards() > 1 ? 0 : new Random().nextInt(Integer.MAX_VALUE);
        List<Suite> all = Suite.all(usedSeed, tries, extraStates);
        return new CheckSession(spec.commandLine(), adapter, adapterOptions, verdictOptions)
                .hold(
                        all.stream()
                                .filter(suite -> suites.contains(suite.name()))
                                .toList(),
                        Suite.NAMES,
                        scope,
                        OptionalLong.of(usedSeed),
                        again(usedSeed));
    }

    private void validate() {
        for (String suite : suites) {
            if (!Suite.NAMES.contains(suite)) {
                throw usage("There is no suite \"" + Untrusted.abridged(suite) + "\": choose from "
                        + String.join(", ", Suite.NAMES) + ".");
            }
        }
        if (tries < 1) {
            throw usage("--tries has to be at least 1, but is " + tries + ".");
        }
        if (extraStates < 0 || extraStates > 9) {
            throw usage("--extra-states has to be 0 to 9, but is " + extraStates + ".");
        }
        adapterOptions.validate(adapter);
    }

    private Check.Scope scope() {
        Matcher pieces = SHARD.matcher(shard);
        if (!pieces.matches() || Integer.parseInt(pieces.group(1)) > Integer.parseInt(pieces.group(2))) {
            throw usage("--shard has to be a piece and a number of pieces, such as 1/4, but is " + shard + ".");
        }
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (String id : only) {
            Rule rule = Rule.byId(id)
                    .orElseThrow(() -> usage(
                            "There is no rule \"" + Untrusted.abridged(id) + "\": the command rules lists them."));
            if (!rule.canBeShown()) {
                throw usage("The rule " + id
                        + " cannot be seen through an adapter; implementations in Java are held to it.");
            }
            rules.add(rule);
        }
        return new Check.Scope(
                rules, Integer.parseInt(pieces.group(1)), Integer.parseInt(pieces.group(2)), failFast, less());
    }

    /** What is made smaller than it is unless something else is said. */
    private List<String> less() {
        List<String> less = new ArrayList<>();
        if (tries < Suite.TRIES && suites.contains("random")) {
            less.add(String.format(Locale.ROOT, "%,d of %,d random tries", Suite.TRIES - tries, Suite.TRIES));
        }
        if (extraStates < Suite.EXTRA_STATES && suites.contains("complete")) {
            less.add("extra states beyond " + extraStates + " of " + Suite.EXTRA_STATES);
        }
        return less;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The options that do the same again. */
    private List<String> again(long usedSeed) {
        List<String> words = new ArrayList<>(List.of("check", "--seed", "" + usedSeed));
        if (!suites.equals(Suite.NAMES)) {
            words.addAll(List.of("--suite", String.join(",", suites)));
        }
        if (tries != Suite.TRIES) {
            words.addAll(List.of("--tries", "" + tries));
        }
        if (extraStates != Suite.EXTRA_STATES) {
            words.addAll(List.of("--extra-states", "" + extraStates));
        }
        if (!shard.equals("1/1")) {
            words.addAll(List.of("--shard", shard));
        }
        if (!only.isEmpty()) {
            words.addAll(List.of("--only", String.join(",", only)));
        }
        if (failFast) {
            words.add("--fail-fast");
        }
        return words;
    }
}
