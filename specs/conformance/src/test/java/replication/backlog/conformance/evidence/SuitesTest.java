package replication.backlog.conformance.evidence;

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
import replication.backlog.conformance.Reference;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** The production backlogs pass the suites: short ones, always the same. */
class SuitesTest {

    @TestFactory
    Stream<DynamicTest> passesTheSuites() {
        return Stream.of(
                        Reference.subject("deque", DequeBacklog::resume),
                        Reference.subject("arena", ArenaBacklog::resume),
                        Reference.subject("locked", (m, n) -> new LockedBacklog(DequeBacklog.resume(m, n))))
                .flatMap(subject -> Stream.of(Suite.examples(), Suite.complete(0), Suite.random(1, 100), Suite.wire())
                        .map(suite -> DynamicTest.dynamicTest(subject.description() + ", " + suite.name(), () -> {
                            Check check = new Check(subject, Check.Scope.ALL, Deviations.NONE, Progress.NONE);
                            check.run(List.of(suite));
                            assertThat(check.results().get(0).findings()).isEmpty();
                            assertThat(check.results().get(0).steps()).isPositive();
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
