package replication.backlog.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.sessions.JqwikSession;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.Rule;
import replication.backlog.spec.Script;
import replication.backlog.spec.Step;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Divergence;
import replication.backlog.tck.Judge;
import replication.backlog.tck.Runner;
import replication.backlog.tck.Shrinker;
import replication.backlog.tck.Subject;
import replication.backlog.tck.Trial;

/** Puts suites to a subject, and keeps a tally of each. */
final class Check {

    /**
     * Which part of the work to do.
     *
     * @param only the rules to ask about; empty for all
     * @param shard which piece, from 1
     * @param shards how many pieces there are
     * @param failFast whether to stop at the first divergence
     */
    record Scope(Set<Rule> only, int shard, int shards, boolean failFast) {

        static final Scope ALL = new Scope(Set.of(), 1, 1, false);

        boolean isPartial() {
            return !only.isEmpty() || shards > 1;
        }
    }

    private final Subject subject;
    private final Scope scope;
    private final Progress progress;
    private final List<Tally> tallies = new ArrayList<>();

    Check(Subject subject, Scope scope, Progress progress) {
        this.subject = subject;
        this.scope = scope;
        this.progress = progress;
    }

    /** Runs suites in order. */
    void run(List<Suite> suites) {
        JqwikSession.run(() -> {
            for (Suite suite : suites) {
                if (!hasFailed()) {
                    run(suite);
                }
            }
        });
    }

    /** {@return what each suite did, so far} */
    List<Tally> tallies() {
        return tallies;
    }

    private void run(Suite suite) {
        Tally tally = new Tally(suite.name(), progress);
        tallies.add(tally);
        suite.uses().stream()
                .filter(capability -> !subject.capabilities().contains(capability))
                .forEach(tally::skip);
        Set<List<Step>> diverged = new HashSet<>();
        int[] number = {0};
        new Runner(subject)
                .run(
                        suite.source()
                                .apply(subject.capabilities())
                                .filter(script -> number[0]++ % scope.shards == scope.shard - 1)
                                .filter(script -> isOffered(script, tally)),
                        exchanges -> scope.only.isEmpty() || exchanges.stream().anyMatch(this::isAskedFor),
                        () -> !tally.isHopeless() && !hasFailed(),
                        (script, trial) -> take(suite, script, trial, tally, diverged));
        tally.end();
    }

    /** Whether something was found and that is enough. */
    private boolean hasFailed() {
        return scope.failFast && tallies.stream().anyMatch(Tally::hasFoundAny);
    }

    private boolean isAskedFor(Exchange exchange) {
        return Judge.bearsOn(exchange).stream().anyMatch(scope.only::contains);
    }

    /** Whether the subject has what a script in absolute numbers needs; the other scripts are made to fit. */
    private boolean isOffered(Script script, Tally tally) {
        Optional<Capability> missing = script.steps().stream()
                .filter(Step.Absolute.class::isInstance)
                .map(step -> ((Step.Absolute) step).request())
                .flatMap(request -> Capability.neededBy(request).stream())
                .filter(capability -> !subject.capabilities().contains(capability))
                .findFirst();
        missing.ifPresent(tally::skip);
        return missing.isEmpty();
    }

    private void take(Suite suite, Script script, Trial trial, Tally tally, Set<List<Step>> diverged) {
        tally.count(script, trial);
        trial.divergence()
                .filter(first -> !goesOn(script, diverged))
                .filter(first -> scope.only.isEmpty() || scope.only.contains(first.rule()))
                .filter(first -> !tally.hasFound(first.rule()) && !hasFailed())
                .ifPresent(first -> tally.found(script, suite.shrinks() ? shortest(script, first, tally) : first));
    }

    private Divergence shortest(Script script, Divergence first, Tally tally) {
        try {
            return Shrinker.shrink(subject, script, first);
        } catch (AdapterFailure failure) {
            // There will be no verdict, but what was found until then is shown.
            tally.found(script, first);
            throw failure;
        }
    }

    /** A script that goes on after one that diverged says nothing new, and would name a rule that is not to blame. */
    private static boolean goesOn(Script script, Set<List<Step>> diverged) {
        List<Step> steps = script.steps();
        boolean goesOn = script.look() == Script.Look.AT_THE_END
                && IntStream.range(1, steps.size()).anyMatch(length -> diverged.contains(steps.subList(0, length)));
        diverged.add(steps);
        return goesOn;
    }
}
