package replication.backlog.conformance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Rule;

/**
 * All there is, for a Java backlog, on the JUnit Platform: the contract's properties, and the suites of {@code check}, all of
 * their default work, with a test for every rule. Extend it in a test, and say how to create a backlog.
 */
public abstract class BacklogConformance extends BacklogContract {

    private static final long SEED = 1;

    /** For extension. */
    protected BacklogConformance() {}

    /** What is run: all that {@code check} runs. The tests of this class make do with less. */
    List<Suite> work() {
        return Suite.all(SEED);
    }

    /** Runs the suites, and reports by rule. */
    @TestFactory
    final Stream<DynamicContainer> suites() {
        Deviations declared = new Deviations(deviations());
        Check check = new Check(subject(), Check.Scope.ALL, declared, Progress.NONE);
        check.run(work());
        Verdict verdict = new Verdict(check.results(), List.of(), Check.Scope.ALL, declared, Optional.empty());
        Stream<DynamicContainer> suites = check.results().stream()
                .map(result -> DynamicContainer.dynamicContainer("suite " + result.suite(), rules(result)));
        Stream<DynamicTest> stale = verdict.stale().stream()
                .map(deviation ->
                        DynamicTest.dynamicTest(deviation.difference().rule().id(), () -> {
                            throw new AssertionError(
                                    "Declared, but does not happen any more: remove it from deviations(): "
                                            + deviation.difference());
                        }));
        return Stream.concat(suites, Stream.of(DynamicContainer.dynamicContainer("deviations", stale)));
    }

    private static Stream<DynamicTest> rules(SuiteResult result) {
        return Stream.of(Rule.values())
                .filter(rule -> result.rules().contains(rule)
                        || result.findings().stream().anyMatch(finding -> finding.rule() == rule))
                .map(rule -> DynamicTest.dynamicTest(rule.id() + " " + rule.sentence(), () -> {
                    Optional<Finding> undeclared = result.undeclared().stream()
                            .filter(finding -> finding.rule() == rule)
                            .findFirst();
                    if (undeclared.isPresent()) {
                        throw new AssertionError(text(undeclared.get()));
                    }
                }));
    }

    private static String text(Finding finding) {
        Difference difference = Difference.of(finding.divergence());
        String declaration = String.format(
                "new Deviation(new Difference(Rule.%s, \"%s\", \"%s\", \"%s\", \"%s\"), \"why\", \"\"%s)",
                difference.rule().name(),
                quoted(difference.when()),
                quoted(difference.call()),
                quoted(difference.expected()),
                quoted(difference.actual()),
                // Chance decides whether a race shows it again.
                finding.divergence().isRace() ? ", true" : "");
        return DivergenceText.of(finding.divergence()) + "\n\n"
                + finding.confirmation().sentence() + "\nTo declare it, return from deviations(): " + declaration;
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
