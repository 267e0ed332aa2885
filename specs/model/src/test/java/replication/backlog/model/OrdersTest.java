package replication.backlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What comes of the calls of some threads in each order that keeps each thread's own. */
class OrdersTest {

    @Test
    void twoCallsHaveTwoOrders() {
        assertThat(outcomes("race 1 backlog 100 | | push a | push b | from 1"))
                .containsExactlyInAnyOrder("(0 | 1 | 1)", "(1 | 0 | 1)");
        assertThat(outcomes("race 1 backlog 100 | | push a | push b | frame 1"))
                .containsExactlyInAnyOrder(
                        "(0 | 1 | \"*2\\r\\n:1\\r\\n*1\\r\\n$1\\r\\nb\\r\\n\")",
                        "(1 | 0 | \"*2\\r\\n:1\\r\\n*1\\r\\n$1\\r\\na\\r\\n\")");
    }

    @Test
    void eachThreadKeepsItsOwnOrder() {
        assertThat(outcomes("race 1 backlog 100 | | push a ; push b | state |"))
                .containsExactlyInAnyOrder(
                        "(0 ; 1 | next 0, empty | )",
                        "(0 ; 1 | next 1, held 0..0, 19 bytes | )",
                        "(0 ; 1 | next 2, held 0..1, 38 bytes | )");
        assertThat(outcomes("race 1 backlog 100 next 5 | push a | drop 6 | drop 7 | state"))
                .containsExactly("(done | done | next 6, empty)");
    }

    @Test
    void threeThreadsOfThreeCallsAreNotTooMany() {
        Orders orders = orders(
                "race 1 backlog 38 | | push a ; push b ; push c | state ; from 1 ; drop 2 | push d ; state ; from 0 |");
        assertThat(orders.outcomes()).hasSizeGreaterThan(100);
        assertThat(orders.outcomes().values())
                .allSatisfy(order -> assertThat(order).hasSize(9).containsOnly(0, 1, 2));
    }

    @Test
    void theOrderOfAnOutcomeGivesIt() {
        Orders orders = orders("race 1 backlog 100 | | push a ; push b | state |");
        orders.outcomes().forEach((outcome, order) -> {
            Reply.Counters counters = (Reply.Counters) outcome.threads().get(1).get(0);
            assertThat(counters.next()).isEqualTo(order.indexOf(1));
        });
        assertThat(orders.inTurn()).hasSize(2);
        assertThat(orders("race 1 backlog 100 | | push a ; push b | state ; state |")
                        .inTurn())
                .hasSize(2);
    }

    @Test
    void whoWaitsIsNotCalledBeforeSomethingIsDue() {
        assertThat(outcomes("race 1 backlog 100 | | await 1 ; from 1 | push a ; push b |"))
                .containsExactly("(due ; 1 | 0 ; 1 | )");
        assertThat(outcomes("race 1 backlog 100 | | await 0 | push a ; close |"))
                .containsExactly("(due | 0 ; done | )");
        assertThat(outcomes("race 1 backlog 100 | | await 0 | push a | close |"))
                .containsExactlyInAnyOrder("(due | 0 | done | )", "(closed | closed | done | )");
    }

    @Test
    void itIsKnownWhereNothingIsLeftButToWait() {
        assertThat(orders("race 1 backlog 100 | | await 0 | push a |").endless())
                .isFalse();
        assertThat(orders("race 1 backlog 100 | | await 1 | push a |").endless())
                .isTrue();
        assertThat(orders("race 1 backlog 100 | | await 1 | push a |").outcomes())
                .isEmpty();
        assertThat(orders("race 1 backlog 100 | await 0 | push a | push b |").endless())
                .isTrue();
        assertThat(orders("race 1 backlog 100 | | push a | push b | await 2").endless())
                .isTrue();
        assertThat(orders("race 1 backlog 100 | | push a | push b | await 1").endless())
                .isFalse();
    }

    @Test
    void closingEndsThePushesAndNothingElse() {
        assertThat(outcomes("race 1 backlog 100 | push a ; close ; close | push b ; drop 1 | from 0 | state"))
                .containsExactlyInAnyOrder(
                        "(closed ; done | 0 | next 1, empty)", "(closed ; done | too old | next 1, empty)");
    }

    private static Orders orders(String race) {
        return Orders.of(((Request.Race) Notation.parse(race)).scenario(), Framing.RESP);
    }

    private static Set<String> outcomes(String race) {
        Scenario scenario = ((Request.Race) Notation.parse(race)).scenario();
        return Orders.of(scenario, Framing.RESP).outcomes().keySet().stream()
                .map(outcome -> Notation.print(scenario, outcome))
                .collect(Collectors.toSet());
    }

    @Test
    void aScenarioTellsWhatIsInIt() {
        Scenario scenario = ((Request.Race)
                        Notation.parse("race 1 backlog 1 | push a | state | await 0 ; state | close"))
                .scenario();
        assertThat(scenario.waits()).isTrue();
        assertThat(scenario.calls()).containsExactly(new Request.State(), new Request.Await(0), new Request.State());
        assertThat(scenario.allCalls()).hasSize(5);
    }
}
