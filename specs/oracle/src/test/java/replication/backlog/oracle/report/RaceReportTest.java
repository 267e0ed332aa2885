package replication.backlog.oracle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.race.RaceJudge;
import replication.backlog.conformance.run.Confirmation;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Operation;
import replication.backlog.model.Outcome;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;
import replication.backlog.model.Script;

/** A race that went wrong, in every report: who called what at once, what they were told, and the order that comes nearest. */
class RaceReportTest {

    private static final String RACE = "race 100 backlog 105 next 7 | push a | push b ; push c | from 8 | state";

    /** To be seen again it gets more rounds. */
    private static final String AGAIN = RACE.replace("race 100", "race 400");

    /** Both pushes get offset 8 in three rounds of a race, and in the others it is right; after some races it is right in all. */
    private static final class Twice implements Subject {

        private int races;

        Twice(int races) {
            this.races = races;
        }

        @Override
        public String description() {
            return "gives offsets twice";
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.STATE, Capability.RACE, Capability.RESUME);
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            Exchange asked = Exchange.of(Operation.of(BacklogModel.empty(Framing.RESP, 0, 0), requests.get(0)));
            Outcome right = RaceJudge.allowed(asked).iterator().next();
            Scenario scenario = RaceJudge.scenario(asked);
            boolean isWhole = scenario.allCalls().count() == 5;
            if (!isWhole || races-- <= 0) {
                return List.of(new Reply.Raced(Map.of(right, 100L)));
            }
            Outcome wrong = new Outcome(
                    List.of(
                            List.of(new Reply.Pushed(8), new Reply.Pushed(8)),
                            right.threads().get(1)),
                    right.after());
            return List.of(new Reply.Raced(Map.of(right, 97L, wrong, 3L)));
        }
    }

    private static Verdict verdict() {
        return Reports.check(new Twice(Integer.MAX_VALUE), Deviations.NONE, Reports.script("a race", RACE));
    }

    @Test
    void theTextShowsTheThreadsSideBySide() {
        assertThat(DivergenceText.of(verdict().undeclared().get(0).divergence()))
                .isEqualTo("""
                        LOCK-3  Concurrent pushes get gap-free offsets, and counters read together belong to one moment.

                          backlog 105 next 7
                          push a
                            thread 1     |  thread 2
                            push b -> 8  |  from 8 -> 8, 9
                            push c -> 8  |
                          state -> next 10, held 7..9, 57 bytes

                          In 3 of 100 rounds. Of 3 outcomes that some order gives, 1 were seen.
                          No order of these calls explains it. The nearest:
                            push b -> 8      |
                            push c -> 9  <-  |
                                             |  from 8 -> 8, 9

                          thread 1, push c expected  9
                          thread 1, push c actual    8
                                                     ^""");
    }

    @Test
    void thePageDoesSoToo() {
        Document page = Jsoup.parse(HtmlReport.of(Reports.of(verdict())));
        Reports.assertIsTextAlone(page);
        assertThat(page.select("table.race")).hasSize(2);
        assertThat(page.select("table.race").first().select("th").eachText()).containsExactly("thread 1", "thread 2");
        assertThat(page.select("table.race").first().select("td").eachText())
                .containsExactly("push b -> 8", "from 8 -> 8, 9", "push c -> 8");
        assertThat(page.select("h2").eachText()).contains("Races");
        assertThat(page.text()).contains("In 3 of 100 rounds.", "✓ Expected, thread 1, push c", "LOCK-3");
    }

    @Test
    void programsGetItAsWell() throws Exception {
        String json = JsonReport.of(Reports.of(verdict()));
        assertThat(Schemas.errors(json)).isEmpty();
        assertThat(json)
                .contains("\"scenario\" : \"a race\"", "\"rounds\" : 100", "\"seen\" : 1", "\"allowed\" : 3")
                .contains(AGAIN);
        Element root = Reports.junit(JunitReport.of(Reports.of(verdict())));
        assertThat(Reports.attributes(Reports.elements(root, "failure"), "message"))
                .containsExactly(AGAIN + ": thread 1, push c expected 9, actual 8");
    }

    /** It is a failure all the same, and nobody is told that it will show again. */
    @Test
    void whatIsSeenOnceIsSaidToBe() {
        Verdict verdict = Reports.check(new Twice(1), Deviations.NONE, Reports.script("a race", RACE));
        assertThat(verdict.exitStatus()).isEqualTo(Verdict.DIVERGES);
        assertThat(verdict.undeclared().get(0).confirmation())
                .isEqualTo(new Confirmation(Confirmation.Kind.NOT_AGAIN, 1, 9));
    }

    /** What is saved is run again by {@code replay}: its one step is the race. */
    @Test
    void whatIsToBeSavedIsTheRace() {
        List<Script> scripts = List.of(
                new Script("x", verdict().undeclared().get(0).divergence().shortSteps(), Script.Look.NEVER));
        assertThat(scripts.get(0).steps())
                .containsExactlyElementsOf(Reports.script("x", AGAIN).steps());
    }
}
