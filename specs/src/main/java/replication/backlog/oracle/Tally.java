package replication.backlog.oracle;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Reply.Broken.How;
import replication.backlog.spec.Rule;
import replication.backlog.spec.Script;
import replication.backlog.spec.SpecDocument;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Divergence;
import replication.backlog.tck.Trial;

/** What a suite has done so far. */
final class Tally {

    private static final int MOST_HANGS = 3;
    private static final int MOST_CRASHES = 50;
    private static final int MOST_DIVERGENCES = 1000;

    private static final Map<String, SpecDocument.Example> EXAMPLES = SpecDocument.load().examples().stream()
            .collect(Collectors.toMap(SpecDocument.Example::id, Function.identity()));

    private final String suite;
    private final Progress progress;
    private final long start = System.nanoTime();
    private final Set<Rule> rules = EnumSet.noneOf(Rule.class);
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> skipped = new TreeSet<>();
    private double seconds;
    private long scripts;
    private long steps;
    private int diverged;
    private int crashes;
    private int hangs;

    Tally(String suite, Progress progress) {
        this.suite = suite;
        this.progress = progress;
    }

    /** Counts a script, and what its replies showed. */
    void count(Script script, Trial trial) {
        scripts++;
        steps += trial.steps();
        trial.rules().forEach(this::checked);
        if (!trial.isOver()) {
            // What a script is named after can be more than any one reply shows.
            namedAfter(script).ifPresent(this::checked);
        }
        trial.unsupported()
                .ifPresent(why -> skipped.add("an operation that it does not offer (" + Json.abridged(why) + ")"));
        trial.divergence().ifPresent(this::count);
        progress.show(suite, scripts);
    }

    private void count(Divergence divergence) {
        diverged++;
        if (divergence.actual() instanceof Reply.Broken broken) {
            crashes += broken.how() == How.CRASHED ? 1 : 0;
            hangs += broken.how() == How.HUNG ? 1 : 0;
        }
        if (isHopeless()) {
            skipped.add("the rest of suite " + suite + ", where enough had diverged");
        }
    }

    /** Whether going on would cost much and tell little. */
    boolean isHopeless() {
        return hangs >= MOST_HANGS || crashes >= MOST_CRASHES || diverged >= MOST_DIVERGENCES;
    }

    private static Optional<Rule> namedAfter(Script script) {
        return script.id().isEmpty() ? Optional.empty() : Rule.byId(script.id().split("/")[0]);
    }

    private void checked(Rule rule) {
        if (rule.isShownByAdapters()) {
            rules.add(rule);
        }
    }

    /** Keeps a divergence. */
    void found(Script script, Divergence divergence) {
        SpecDocument.Example example = EXAMPLES.get(script.id());
        String place = script.id().isEmpty() ? "script " + scripts : script.id();
        findings.add(new Finding(
                suite, example == null ? place : place + " (" + line(example, divergence) + ")", divergence));
    }

    private static String line(SpecDocument.Example example, Divergence divergence) {
        long calls = divergence.script().stream()
                .filter(exchange -> !exchange.isObservation())
                .count();
        return "SPEC.md:" + example.lines().get((int) calls - 1).number();
    }

    boolean hasFound(Rule rule) {
        return findings.stream().anyMatch(finding -> finding.divergence().rule() == rule);
    }

    boolean hasFoundAny() {
        return !findings.isEmpty();
    }

    /** Notes that what needs a capability was left out. */
    void skip(Capability capability) {
        skipped.add("capability " + capability.code());
    }

    /** Stops the clock. */
    void end() {
        seconds = (System.nanoTime() - start) / 1e9;
    }

    String suite() {
        return suite;
    }

    double seconds() {
        return seconds;
    }

    long scripts() {
        return scripts;
    }

    long steps() {
        return steps;
    }

    Set<Rule> rules() {
        return rules;
    }

    List<Finding> findings() {
        return findings;
    }

    Set<String> skipped() {
        return skipped;
    }
}
