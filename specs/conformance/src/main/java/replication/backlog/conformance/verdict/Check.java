package replication.backlog.conformance.verdict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.conformance.run.Confirmation;
import replication.backlog.conformance.run.Confirmer;
import replication.backlog.conformance.run.RaceRunner;
import replication.backlog.conformance.run.Runner;
import replication.backlog.conformance.run.ScriptRun;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.model.Exchange;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** Puts suites to a subject, and keeps what each comes to. */
public final class Check {

    /**
     * Which part of the work to do.
     *
     * @param only the rules to ask about; empty for all
     * @param shard which piece, from 1
     * @param shards how many pieces there are
     * @param failFast whether to stop at the first divergence
     * @param less what was made smaller than it is unless something else is said, in words
     */
    public record Scope(Set<Rule> only, int shard, int shards, boolean failFast, List<String> less) {

        /** All of it. */
        public static final Scope ALL = new Scope(Set.of(), 1, 1, false, List.of());
    }

    /** So many steps of what a process did before are kept, to find what outlives {@code new}. */
    private static final int STEPS_REMEMBERED = 4000;

    /** Longer scripts would take too long to look at after every step. */
    private static final int LONGEST_LOOKED_AT_CLOSELY = 64;

    private final Subject subject;
    private final Scope scope;
    private final Deviations deviations;
    private final Progress progress;
    private final List<SuiteResult> results = new ArrayList<>();
    private final Deque<Script> before = new ArrayDeque<>();
    private int stepsBefore;

    /**
     * Creates a check.
     *
     * @param subject what is checked
     * @param scope which part of the work to do
     * @param deviations how it may differ
     * @param progress is told how far it has come
     */
    public Check(Subject subject, Scope scope, Deviations deviations, Progress progress) {
        this.subject = subject;
        this.scope = scope;
        this.deviations = deviations;
        this.progress = progress;
    }

    /** Runs suites in order. */
    public void run(List<Suite> suites) {
        JqwikSession.run(() -> {
            for (Suite suite : suites) {
                if (!hasFailed()) {
                    run(suite);
                }
            }
        });
    }

    /** {@return what each suite has come to so far} */
    public List<SuiteResult> results() {
        return results;
    }

    private void run(Suite suite) {
        long all = suite.size().applyAsLong(subject.capabilities());
        SuiteResult result = new SuiteResult(suite.name(), (all + scope.shards - scope.shard) / scope.shards);
        results.add(result);
        suite.uses().stream()
                .filter(capability -> !subject.capabilities().contains(capability))
                .forEach(result::skip);
        Set<List<Step>> diverged = new HashSet<>();
        int[] number = {0};
        Stream<Script> scripts = suite.source()
                .apply(subject.capabilities())
                .filter(script -> number[0]++ % scope.shards == scope.shard - 1)
                .filter(script -> isOffered(script, result));
        Predicate<List<Exchange>> wanted =
                exchanges -> scope.only.isEmpty() || exchanges.stream().anyMatch(this::isAskedFor);
        BooleanSupplier goesOn = () -> !result.isHopeless() && !hasFailed();
        BiConsumer<Script, ScriptRun> done = (script, run) -> take(suite, script, run, result, diverged);
        try {
            if (suite.name().equals(Suite.RACES)) {
                new RaceRunner(subject, deviations).run(scripts, wanted, goesOn, done);
            } else {
                new Runner(subject, deviations).run(scripts, wanted, goesOn, done);
            }
        } finally {
            result.end();
        }
    }

    /** Whether something was found and that is enough. */
    private boolean hasFailed() {
        return scope.failFast && results.stream().anyMatch(SuiteResult::hasFoundAny);
    }

    private boolean isAskedFor(Exchange exchange) {
        return Judge.bearsOn(exchange).stream().anyMatch(scope.only::contains);
    }

    /** Whether the subject has what a script in absolute numbers needs; the other scripts are made to fit. */
    private boolean isOffered(Script script, SuiteResult result) {
        Optional<Capability> missing = script.steps().stream()
                .filter(Step.Absolute.class::isInstance)
                .map(step -> ((Step.Absolute) step).request())
                .flatMap(request -> Capability.allNeededBy(request).stream())
                .filter(capability -> !subject.capabilities().contains(capability))
                .findFirst();
        missing.ifPresent(result::skip);
        return missing.isEmpty();
    }

    private void take(Suite suite, Script script, ScriptRun run, SuiteResult result, Set<List<Step>> diverged) {
        if (result.isHopeless() || hasFailed()) {
            // How many scripts are under way at once hangs on how fast the subject is; what is told of them must not.
            return;
        }
        boolean follows = goesOn(script, diverged);
        ScriptRun judged = follows ? run : closer(script, run);
        if (judged.divergence().isPresent() || judged.endedAsDeclared()) {
            diverged.add(script.steps());
        }
        result.count(script, judged, follows);
        judged.divergence()
                .filter(first -> !follows)
                .filter(first -> !result.hasFound(first.rule()) && !hasFailed())
                .ifPresent(first -> found(suite, script, first, result));
        remember(script);
        progress.ran(result);
    }

    /**
     * Where something is declared, and it shows by the end of a script, it matters after which call it first showed: another
     * piece of the work may have the shorter script that ends there.
     */
    private ScriptRun closer(Script script, ScriptRun run) {
        boolean isWorthIt = run.divergence().isPresent()
                && !deviations.all().isEmpty()
                && script.look() != Script.Look.AFTER_EVERY_STEP
                && script.steps().size() <= LONGEST_LOOKED_AT_CLOSELY;
        if (!isWorthIt) {
            return run;
        }
        Script looking = new Script(script.id(), script.steps(), Script.Look.AFTER_EVERY_STEP);
        ScriptRun again = ScriptRun.of(subject, deviations, looking);
        return again.endedAsDeclared() ? again : run;
    }

    /** Kept at once, whatever happens while it is looked at more closely. */
    private void found(Suite suite, Script script, Divergence first, SuiteResult result) {
        String name = script.id().isEmpty()
                ? "script " + result.scripts()
                : suite.place().apply(script, first);
        boolean enough = result.hasLookedAtEnough();
        Finding found = new Finding(suite.name(), name, first, Confirmation.UNTRIED, Optional.empty());
        result.found(found);
        if (enough && SuiteResult.isCostly(first)) {
            progress.found(found);
            return;
        }
        List<Script> earlier = enough || first.isRace() ? List.of() : List.copyOf(before);
        Script again = first.isRace() ? RaceRunner.withMoreRounds(script) : script;
        Confirmer.Confirmed confirmed = new Confirmer(subject, deviations).confirm(again, first, earlier);
        Finding shown =
                new Finding(suite.name(), name, confirmed.divergence(), confirmed.confirmation(), Optional.empty());
        result.found(shown, found);
        before.clear();
        stepsBefore = 0;
        progress.found(shown);
    }

    private void remember(Script script) {
        before.add(script);
        stepsBefore += script.steps().size();
        while (stepsBefore > STEPS_REMEMBERED) {
            stepsBefore -= before.remove().steps().size();
        }
    }

    /**
     * A script that goes on after one that diverged, declared or not, says nothing new, and would name a rule that is not to
     * blame.
     */
    private static boolean goesOn(Script script, Set<List<Step>> diverged) {
        List<Step> steps = script.steps();
        return !diverged.isEmpty()
                && script.look() == Script.Look.AT_THE_END
                && IntStream.range(1, steps.size()).anyMatch(length -> diverged.contains(steps.subList(0, length)));
    }
}
