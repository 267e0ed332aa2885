package replication.backlog.conformance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.faults.RaceFault;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Orders;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * What the suite of races asks, and how it tells what it finds. That it finds it is a test of its own among the stress tests, which run
 * alone: two threads hardly meet where others have the processors.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RacesTest {

    /** The rules that races can show. */
    private static final Set<Rule> RULES = EnumSet.range(Rule.LOCK_1, Rule.LOCK_4);

    private static SuiteResult check(BacklogSubject subject, long seed) {
        Check check = new Check(subject, Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        check.run(List.of(Suite.races(seed, Suite.TRIES)));
        return check.results().get(0);
    }

    /** What is shown is a race that went wrong, made short, with all that one needs to understand it. */
    @Test
    void whatIsShownOfAFaultSaysWhatHappened() {
        RaceFault bare = Races.faults().findFirst().orElseThrow();
        SuiteResult result = check(bare.subject(), 1);
        assertThat(result.undeclared()).isNotEmpty();
        for (Finding finding : result.undeclared()) {
            assertThat(finding.rule()).isIn(RULES);
            assertThat(finding.divergence().isRace()).isTrue();
            assertThat(DivergenceText.of(finding.divergence()))
                    .contains("thread 1", "thread 2", " rounds", " expected  ", " actual    ");
        }
    }

    @Test
    void eachFaultIsThereOnceAndThereAreEnough() {
        assertThat(Races.faults().map(RaceFault::what)).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(25);
        assertThat(Races.faults().map(RaceFault::what)).containsAll(Races.STUCK);
    }

    /** One thread alone finds them right: what is wrong with them is wrong between threads. */
    @Test
    void oneThreadAloneFindsEveryFaultRight() {
        List<Step> steps = Stream.of(
                        "backlog 70",
                        "push SET k a",
                        "push SET k b",
                        "push SET k c",
                        "from 1",
                        "state",
                        "drop 2",
                        "from 2",
                        "from 0",
                        "push SET k d",
                        "state",
                        "from 2")
                .map(Notation::parse)
                .<Step>map(Step.Absolute::new)
                .toList();
        List<Exchange> script = new Script("", steps, Script.Look.NEVER).resolve(Framing.RESP);
        Races.faults().forEach(fault -> {
            List<Reply> replies = fault.subject()
                    .exchange(script.stream().map(Exchange::request).toList());
            for (int i = 0; i < script.size(); i++) {
                assertThat(Judge.accepts(script.get(i), replies.get(i)))
                        .as("%s: %s", fault.what(), script.get(i).request())
                        .isTrue();
            }
        });
    }

    /** What is wrong without any race is told by the rule that it breaks, and not as a fault between threads. */
    @Test
    void whatOneThreadAloneShowsIsNotBlamedOnTheLock() {
        RaceFault fault = RaceFault.DROPS_TOO_MUCH;
        SuiteResult result = check(fault.subject(), 1);
        assertThat(result.undeclared())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.rule().id()).doesNotStartWith("LOCK"))
                .anySatisfy(finding -> assertThat(finding.rule().id()).startsWith("DROP"));
    }

    @Test
    void aSeedMakesTheSameScenariosAgainAndEachComesToAnEndInEveryOrder() {
        List<Request> scenarios = scenarios(1, EnumSet.allOf(Capability.class));
        assertThat(scenarios)
                .isEqualTo(scenarios(1, EnumSet.allOf(Capability.class)))
                .isNotEqualTo(scenarios(2, EnumSet.allOf(Capability.class)));
        for (Request request : scenarios) {
            Request.Race race = (Request.Race) request;
            Orders orders = Orders.of(race.scenario(), Framing.RESP);
            assertThat(orders.endless()).isFalse();
            assertThat(orders.outcomes()).isNotEmpty();
            assertThat(race.scenario().threads()).hasSizeBetween(2, 3);
        }
        assertThat(scenarios)
                .anyMatch(request -> ((Request.Race) request).scenario().waits());
    }

    @Test
    void nothingIsAskedThatIsNotOffered() {
        assertThat(scenarios(1, Set.of())).isEmpty();
        assertThat(scenarios(1, EnumSet.of(Capability.RACE)))
                .isNotEmpty()
                .allSatisfy(race -> assertThat(Capability.allNeededBy(race)).containsExactly(Capability.RACE));
        assertThat(scenarios(1, EnumSet.of(Capability.RACE, Capability.STATE, Capability.RESUME)))
                .anyMatch(race -> Capability.allNeededBy(race).contains(Capability.STATE))
                .noneMatch(race -> Capability.allNeededBy(race).contains(Capability.WAIT));
    }

    private static List<Request> scenarios(long seed, Set<Capability> capabilities) {
        List<Request> scenarios = new ArrayList<>();
        Suite.races(seed, Suite.TRIES)
                .source()
                .apply(capabilities)
                .forEach(script -> scenarios.add(((Step.Absolute) script.steps().get(0)).request()));
        return scenarios;
    }
}
