package replication.backlog.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.tck.BacklogSubject;

/** Every fault is found, and the rule that is named is one that it breaks; correct code is never accused. */
class FaultyBacklogsTest {

    @TestFactory
    Stream<DynamicTest> theFaultIsFoundAndARuleIsNamedThatItBreaks() {
        return FaultyBacklogs.ALL.stream()
                .map(fault -> DynamicTest.dynamicTest(fault.what(), () -> {
                    List<Finding> findings = findings(fault.factory());
                    assertThat(findings).as("it is found").isNotEmpty();
                    Finding shortest = findings.stream()
                            .min(Comparator.comparingInt(finding ->
                                    finding.divergence().shortScript().size()))
                            .orElseThrow();
                    assertThat(fault.breaks()).contains(shortest.divergence().rule());
                    assertThat(findings)
                            .extracting(finding -> finding.divergence().rule())
                            .allSatisfy(rule -> assertThat(fault.breaks()).contains(rule));
                }));
    }

    @Test
    void withoutAFaultNothingIsFound() {
        assertThat(findings(PlainBacklog::new)).isEmpty();
    }

    private static List<Finding> findings(BacklogSubject.Factory factory) {
        Check check = new Check(new BacklogSubject("", factory), Check.Scope.ALL, new Progress(null));
        check.run(List.of(Suite.examples(), Suite.complete(0), Suite.random(1, 60), Suite.wire()));
        return check.tallies().stream()
                .flatMap(tally -> tally.findings().stream())
                .toList();
    }
}
