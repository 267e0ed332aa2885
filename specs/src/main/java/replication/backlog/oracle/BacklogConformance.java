package replication.backlog.oracle;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.spec.Rule;
import replication.backlog.tck.BacklogContract;
import replication.backlog.tck.BacklogSubject;
import replication.backlog.tck.DivergenceText;

/**
 * All there is, for a Java backlog, on the JUnit Platform: the contract's properties, and the suites of {@code check} with a
 * test for every rule. Extend it in a test, and say how to create a backlog.
 */
public abstract class BacklogConformance extends BacklogContract {

    /** For extension. */
    protected BacklogConformance() {}

    /** {@return the file with the deviations that the backlog declares, as for {@code check --deviations}; null for none} */
    protected Path deviations() {
        return null;
    }

    /** Runs the suites, and reports by rule. */
    @TestFactory
    final Stream<DynamicContainer> suites() throws Deviations.Unusable {
        Deviations declared = deviations() == null ? Deviations.NONE : Deviations.read(deviations());
        Check check = new Check(
                new BacklogSubject(getClass().getSimpleName(), this::create), Check.Scope.ALL, new Progress(null));
        check.run(List.of(Suite.examples(), Suite.complete(1), Suite.random(1, 300), Suite.wire()));
        Verdict verdict = new Verdict(check.tallies(), List.of(), Check.Scope.ALL, declared);
        Stream<DynamicContainer> suites = check.tallies().stream()
                .map(tally -> DynamicContainer.dynamicContainer("suite " + tally.suite(), rules(tally, declared)));
        Stream<DynamicTest> stale = verdict.stale().stream()
                .map(deviation -> DynamicTest.dynamicTest(deviation.rule().id(), () -> {
                    throw new AssertionError("Declared, but does not happen any more: remove it from " + deviations());
                }));
        return Stream.concat(suites, Stream.of(DynamicContainer.dynamicContainer("deviations", stale)));
    }

    private static Stream<DynamicTest> rules(Tally tally, Deviations declared) {
        return Stream.of(Rule.values())
                .filter(rule -> tally.rules().contains(rule) || tally.hasFound(rule))
                .map(rule -> DynamicTest.dynamicTest(rule.id() + " " + rule.sentence(), () -> {
                    Optional<Finding> finding = tally.findings().stream()
                            .filter(it -> it.divergence().rule() == rule && !declared.declares(rule))
                            .findFirst();
                    if (finding.isPresent()) {
                        throw new AssertionError(DivergenceText.of(finding.get().divergence()));
                    }
                }));
    }
}
