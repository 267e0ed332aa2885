package replication.backlog.conformance.evidence;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.faults.Fault;

/**
 * What is shown of each fault, kept as text: the words, the rule, the script and the drawing are looked at when they change,
 * like code.
 */
class ShownTest {

    private static final Path KEPT = Path.of("src/test/resources/replication/backlog/conformance/evidence/shown");

    @TestFactory
    Stream<DynamicTest> whatIsShownOfAFaultIsAsItWas() {
        return Fault.AREAS.stream()
                .map(area -> DynamicTest.dynamicTest(
                        area.name(),
                        () -> Generated.whole(
                                KEPT.resolve(
                                        area.name().toLowerCase(Locale.ROOT).replace(' ', '-') + ".txt"),
                                area.faults().stream().map(ShownTest::shown).collect(Collectors.joining("\n")))));
    }

    private static String shown(Fault fault) {
        Check check = new Check(
                fault.subject(), new Check.Scope(Set.of(), 1, 1, true, List.of()), Deviations.NONE, Progress.NONE);
        check.run(List.of(Suite.examples(), Suite.complete(0), Suite.random(1, 60), Suite.wire()));
        return "# " + fault.what() + "\n"
                + check.results().stream()
                        .flatMap(result -> result.findings().stream())
                        .findFirst()
                        .map(finding -> finding.script().replaceAll(" \\(SPEC.md:[0-9]+\\)", "") + "\n"
                                + DivergenceText.of(finding.divergence()) + "\n")
                        .orElse("not found\n");
    }
}
