package replication.backlog.conformance.evidence;

import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.oracle.cli.Progress;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.model.Script;
import replication.backlog.model.Step;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Capability;

/** The production backlogs pass the suites: short ones, always the same. */
class SuitesTest {

    @TestFactory
    Stream<DynamicTest> passesTheSuites() {
        return Stream.of(
                        new BacklogSubject("deque", DequeBacklog::resume),
                        new BacklogSubject("arena", ArenaBacklog::resume),
                        new BacklogSubject("locked", (m, n) -> new LockedBacklog(DequeBacklog.resume(m, n))))
                .flatMap(subject -> Stream.of(Suite.examples(), Suite.complete(0), Suite.random(1, 100), Suite.wire())
                        .map(suite -> DynamicTest.dynamicTest(subject.description() + ", " + suite.name(), () -> {
                            Check check = new Check(subject, Check.Scope.ALL, new Progress(null));
                            check.run(List.of(suite));
                            assertThat(check.tallies().get(0).findings()).isEmpty();
                            assertThat(check.tallies().get(0).steps()).isPositive();
                        })));
    }

    @Test
    void aSeedMakesTheSameScriptsAgainAndTheNextOneOthers() {
        assertThat(random(1)).isEqualTo(random(1)).doesNotContainAnyElementsOf(random(2));
    }

    private static List<List<Step>> random(long seed) {
        List<List<Step>> scripts = new ArrayList<>();
        JqwikSession.run(() -> Suite.random(seed, 20)
                .source()
                .apply(EnumSet.allOf(Capability.class))
                .map(Script::steps)
                .forEach(scripts::add));
        return scripts;
    }
}
