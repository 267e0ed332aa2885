package replication.backlog.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.evidence.Races;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.subject.SharedBacklog;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.faults.RaceFault;
import replication.backlog.model.Rule;

/** The suite of races finds what is known to be wrong between threads, and accuses nobody who is right. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RaceControlsTest {

    /** The rules that races can show. */
    private static final Set<Rule> RULES = EnumSet.range(Rule.LOCK_1, Rule.LOCK_4);

    /** One of each kind; {@code -Praces} has all faults, each with ten seeds. */
    private static final List<String> CONTROLS = List.of(
            "has no lock at all",
            "looks where a read starts in one step and reads in another",
            "looks, and then waits",
            "reads the counters one by one, each under the lock",
            "lets the lock go between evicting and appending",
            "returns the frames as they are, not as they were");

    /** One seed is enough where nothing else has the processors. */
    private static final int CHANCES = 10;

    @TestFactory
    Stream<DynamicTest> aControlIsFound() {
        assertThat(Races.faults().map(RaceFault::what)).containsAll(CONTROLS);
        return Races.faults()
                .filter(fault -> CONTROLS.contains(fault.what()))
                .map(fault -> DynamicTest.dynamicTest(fault.what(), () -> {
                    Optional<Rule> broken = IntStream.rangeClosed(1, CHANCES)
                            .mapToObj(seed -> Races.run(fault.subject(), seed).broken())
                            .flatMap(Optional::stream)
                            .findFirst();
                    assertThat(broken)
                            .isPresent()
                            .hasValueSatisfying(rule -> assertThat(rule).isIn(RULES));
                }));
    }

    @TestFactory
    Stream<DynamicTest> whoIsRightIsNotAccused() {
        return Stream.of(
                        new RaceFault(
                                "deque", (m, n) -> SharedBacklog.of(new LockedBacklog(DequeBacklog.resume(m, n)))),
                        new RaceFault(
                                "arena", (m, n) -> SharedBacklog.of(new LockedBacklog(ArenaBacklog.resume(m, n)))),
                        RaceFault.NONE)
                .map(right -> DynamicTest.dynamicTest(right.what(), () -> {
                    Check check = new Check(right.subject(), Check.Scope.ALL, Deviations.NONE, Progress.NONE);
                    check.run(List.of(Suite.races(1, Suite.TRIES)));
                    SuiteResult result = check.results().get(0);
                    assertThat(result.findings()).isEmpty();
                    assertThat(result.rules()).isEqualTo(RULES);
                    assertThat(result.seen()).hasSize((int) result.scripts());
                    Verdict verdict =
                            new Verdict(List.of(result), List.of(), Check.Scope.ALL, Deviations.NONE, Optional.empty());
                    assertThat(verdict.seen().orElseThrow().showsLittle()).isFalse();
                }));
    }
}
