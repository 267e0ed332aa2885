package replication.backlog.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.tck.BacklogSubject;

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
}
