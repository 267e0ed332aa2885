package replication.backlog.conformance.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Outcome;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;

/** An outcome that some order gives is taken, and no other one; and the rule that is named says what went wrong. */
class RaceJudgeTest {

    private static final Reply DONE = new Reply.Done();
    private static final Exchange TWO_PUSHES = race("race 9 backlog 1000 | push a | push b | push c | state ; from 1");

    private static final FrameText B1 = frame(1, "b");
    private static final FrameText C2 = frame(2, "c");
    private static final Reply THREE = counters(3, 0, 57);

    private static Exchange race(String race) {
        return Exchange.of(Operation.of(BacklogModel.empty(Framing.RESP, 0, 0), Notation.parse(race)));
    }

    private static FrameText frame(long offset, String argument) {
        return Framing.RESP.frame(offset, List.of(argument));
    }

    private static Reply counters(long next, long oldest, long bytes) {
        return new Reply.Counters(next, OptionalLong.of(oldest), OptionalLong.of(next - 1), bytes, next - oldest);
    }

    private static Reply frames(FrameText... frames) {
        return new Reply.Frames(List.of(frames));
    }

    private static Reply pushed(long offset) {
        return new Reply.Pushed(offset);
    }

    private static Outcome outcome(List<Reply> one, List<Reply> other, Reply... after) {
        return new Outcome(List.of(one, other), List.of(after));
    }

    private static Reply.Raced raced(Outcome... outcomes) {
        Map<Outcome, Long> rounds = new LinkedHashMap<>();
        List.of(outcomes).forEach(outcome -> rounds.merge(outcome, 1L, Long::sum));
        return new Reply.Raced(rounds);
    }

    private static Rule broken(Exchange race, Outcome outcome) {
        assertThat(Judge.accepts(race, raced(outcome))).isFalse();
        assertThat(RaceJudge.unexplained(race, raced(outcome))).contains(outcome);
        return Judge.brokenRule(race, raced(outcome), false);
    }

    private static final Outcome FIRST_B = outcome(List.of(pushed(1)), List.of(pushed(2)), THREE, frames(B1, C2));
    private static final Outcome FIRST_C =
            outcome(List.of(pushed(2)), List.of(pushed(1)), THREE, frames(frame(1, "c"), frame(2, "b")));

    @Test
    void whatSomeOrderGivesIsTaken() {
        assertThat(RaceJudge.allowed(TWO_PUSHES)).isEqualTo(Set.of(FIRST_B, FIRST_C));
        assertThat(Judge.accepts(TWO_PUSHES, raced(FIRST_B))).isTrue();
        assertThat(Judge.accepts(TWO_PUSHES, raced(FIRST_C, FIRST_B))).isTrue();
        assertThat(RaceJudge.unexplained(TWO_PUSHES, raced(FIRST_C, FIRST_B))).isEmpty();
    }

    @Test
    void anythingElseIsNot() {
        List<Reply> others = new ArrayList<>(List.of(
                DONE,
                new Reply.Meaningless("rounds", "-1"),
                new Reply.Broken(Reply.Broken.How.ERROR, "x"),
                new Reply.Broken(Reply.Broken.How.CRASHED, "x"),
                new Reply.Broken(Reply.Broken.How.HUNG, "x")));
        assertThat(others).allSatisfy(other -> {
            assertThat(Judge.accepts(TWO_PUSHES, other)).isFalse();
            assertThat(Judge.brokenRule(TWO_PUSHES, other, false)).isEqualTo(Rule.LOCK_1);
        });
    }

    @Test
    void whoHangsWhereSomebodyWaitsHasLostAWakeUp() {
        Exchange waiting = race("race 9 backlog 1000 | | await 0 | push a |");
        assertThat(Judge.brokenRule(waiting, new Reply.Broken(Reply.Broken.How.HUNG, ""), false))
                .isEqualTo(Rule.LOCK_4);
        assertThat(Judge.brokenRule(waiting, new Reply.Broken(Reply.Broken.How.CRASHED, ""), false))
                .isEqualTo(Rule.LOCK_1);
        Outcome early = outcome(List.of(new Reply.Awaited(false)), List.of(pushed(0)));
        assertThat(broken(waiting, early)).isEqualTo(Rule.LOCK_4);
    }

    @Test
    void anOffsetThatIsGivenTwiceOrSkippedBreaksLock3() {
        assertThat(broken(TWO_PUSHES, outcome(List.of(pushed(1)), List.of(pushed(1)), THREE, frames(B1, C2))))
                .isEqualTo(Rule.LOCK_3);
        assertThat(broken(TWO_PUSHES, outcome(List.of(pushed(1)), List.of(pushed(3)), THREE, frames(B1, C2))))
                .isEqualTo(Rule.LOCK_3);
        assertThat(broken(
                        TWO_PUSHES, outcome(List.of(pushed(1)), List.of(pushed(2)), THREE, frames(B1, frame(3, "c")))))
                .isEqualTo(Rule.LOCK_3);
    }

    @Test
    void countersOfNoMomentBreakLock3() {
        assertThat(broken(
                        TWO_PUSHES,
                        outcome(List.of(pushed(1)), List.of(pushed(2)), counters(3, 1, 57), frames(B1, C2))))
                .isEqualTo(Rule.LOCK_3);
        Exchange counting = race("race 9 backlog 1000 | | push a ; push b | state ; state |");
        assertThat(broken(
                        counting,
                        outcome(List.of(pushed(0), pushed(1)), List.of(counters(2, 0, 38), counters(2, 1, 38)))))
                .isEqualTo(Rule.LOCK_3);
    }

    @Test
    void aMomentThatComesTooLateBreaksLock1() {
        Exchange counting = race("race 9 backlog 1000 | | push a ; push b | state ; state |");
        assertThat(broken(
                        counting,
                        outcome(List.of(pushed(0), pushed(1)), List.of(counters(2, 0, 38), counters(1, 0, 19)))))
                .isEqualTo(Rule.LOCK_1);
        assertThat(broken(TWO_PUSHES, outcome(List.of(pushed(1)), List.of(pushed(2)), THREE, frames(B1))))
                .isEqualTo(Rule.LOCK_1);
        Reply refused = new Reply.Refused(Refusal.TOO_OLD);
        assertThat(broken(TWO_PUSHES, outcome(List.of(pushed(1)), List.of(pushed(2)), THREE, refused)))
                .isEqualTo(Rule.LOCK_1);
    }

    @Test
    void aFrameThatNobodyPushedOrAReadThatBreaksBreaksLock2() {
        for (Reply torn : List.of(
                frames(B1, new FrameText(2, B1.bytes())),
                frames(B1, new FrameText(2, "")),
                frames(B1, frame(2, "x")),
                new Reply.Broken(Reply.Broken.How.ERROR, "ConcurrentModificationException"),
                new Reply.Meaningless("bytes", "0"))) {
            assertThat(broken(TWO_PUSHES, outcome(List.of(pushed(1)), List.of(pushed(2)), THREE, torn)))
                    .isEqualTo(Rule.LOCK_2);
        }
        Reply broken = new Reply.Broken(Reply.Broken.How.ERROR, "NullPointerException");
        assertThat(broken(TWO_PUSHES, outcome(List.of(broken), List.of(pushed(2)), THREE, frames(B1, C2))))
                .isEqualTo(Rule.LOCK_1);
    }

    @Test
    void ofSeveralTheOneThatMostRoundsHadIsShown() {
        Outcome often = outcome(List.of(pushed(1)), List.of(pushed(1)), THREE, frames(B1, C2));
        Outcome seldom = outcome(List.of(pushed(2)), List.of(pushed(2)), THREE, frames(B1, C2));
        Reply.Raced raced = raced(FIRST_B, FIRST_B, FIRST_B, seldom, often, often);
        assertThat(RaceJudge.unexplained(TWO_PUSHES, raced)).contains(often);
        assertThat(raced.rounds()).isEqualTo(6);
    }

    @Test
    void theNearestOrderIsTheOneThatAgreesMost() {
        Request.Race request = (Request.Race) TWO_PUSHES.request();
        Outcome late = outcome(List.of(pushed(2)), List.of(pushed(1)), counters(3, 1, 38), frames(frame(1, "c"), C2));
        Nearest nearest = Nearest.of(request.scenario(), Framing.RESP, late);
        assertThat(nearest.order()).containsExactly(1, 0);
        assertThat(nearest.expected()).isEqualTo(FIRST_C);
        assertThat(nearest.isAfterwards()).isTrue();
        assertThat(nearest.request(request.scenario())).isEqualTo(new Request.State());
        assertThat(nearest.right()).isEqualTo(THREE);
        assertThat(nearest.actual(late)).isEqualTo(counters(3, 1, 38));
        Outcome twice = outcome(List.of(pushed(1)), List.of(pushed(1)), THREE, frames(B1, C2));
        Nearest other = Nearest.of(request.scenario(), Framing.RESP, twice);
        assertThat(other).isEqualTo(new Nearest(List.of(0, 1), FIRST_B, 1, 0));
        assertThat(other.isAfterwards()).isFalse();
        assertThat(other.actual(twice)).isEqualTo(pushed(1));
    }

    @Test
    void howMuchWasSeen() {
        Exchange race = race("race 9 backlog 1000 | | push a ; push b | state |");
        Outcome first = outcome(
                List.of(pushed(0), pushed(1)),
                List.of(new Reply.Counters(0, OptionalLong.empty(), OptionalLong.empty(), 0, 0)));
        Outcome between = outcome(List.of(pushed(0), pushed(1)), List.of(counters(1, 0, 19)));
        Outcome wrong = outcome(List.of(pushed(0), pushed(1)), List.of(counters(1, 0, 20)));
        Seen little = Seen.of("x", race, raced(first, wrong));
        assertThat(little).isEqualTo(new Seen("x", 2, 1, 3, 0, 1));
        assertThat(little.showsLittle()).isTrue();
        assertThat(little.words())
                .isEqualTo(
                        "1 of 3 outcomes seen in 2 rounds; threads only ever came one after the other, which shows little");
        Seen more = Seen.of("y", race, raced(between, first));
        assertThat(more).isEqualTo(new Seen("y", 2, 2, 3, 1, 1));
        assertThat(more.showsLittle()).isFalse();
        assertThat(little.and(more)).isEqualTo(new Seen("x", 4, 3, 6, 1, 2));
        assertThat(little.and(more).words()).isEqualTo("3 of 6 outcomes seen in 4 rounds");
        assertThat(Seen.of("", TWO_PUSHES, raced(FIRST_B)).showsLittle()).isFalse();
    }
}
