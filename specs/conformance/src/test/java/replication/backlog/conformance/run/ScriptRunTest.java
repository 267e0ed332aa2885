package replication.backlog.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** A run ends with its script or with the first reply that is not right, and keeps what is needed to show it. */
class TrialTest {

    private static final List<Exchange> SCRIPT = script(
            new Request.New(100, 0), new Request.Push(List.of("PING")), new Request.State(), new Request.State());
    private static final Reply.Counters RIGHT = new Reply.Counters(1, OptionalLong.of(0), OptionalLong.of(0), 22, 1);
    private static final Reply.Counters WRONG = new Reply.Counters(1, OptionalLong.of(0), OptionalLong.of(0), 23, 1);

    @Test
    void aScriptWhoseRepliesAreRightComesToItsEnd() {
        ScriptRun run = played(SCRIPT, new Reply.Done(), new Reply.Pushed(0), RIGHT, RIGHT);
        assertThat(run.isOver()).isFalse();
        assertThat(run.divergence()).isEmpty();
        assertThat(run.unsupported()).isEmpty();
        assertThat(run.steps()).isEqualTo(4);
        assertThat(run.rules())
                .containsExactlyInAnyOrder(
                        Rule.NEW_2, Rule.PUSH_1, Rule.PUSH_3, Rule.EVICT_1, Rule.ACCT_1, Rule.ACCT_2);
    }

    @Test
    void theFirstWrongReplyEndsIt() {
        ScriptRun run = played(SCRIPT, new Reply.Done(), new Reply.Pushed(1), WRONG, new Reply.Unsupported("late"));
        assertThat(run.isOver()).isTrue();
        assertThat(run.divergence())
                .contains(new Divergence(Rule.PUSH_1, SCRIPT.subList(0, 2), new Reply.Pushed(1), "said at 4"));
        assertThat(run.unsupported()).isEmpty();
        assertThat(run.steps()).isEqualTo(2);
        assertThat(run.rules()).containsExactly(Rule.NEW_2);
    }

    @Test
    void nothingIsAskedAfterTheEnd() {
        Answering subject = new Answering(EnumSet.allOf(Capability.class), new Reply.Refused(Refusal.BAD_BUDGET));
        ScriptRun run = new ScriptRun(subject, Deviations.NONE);
        run.play(SCRIPT.subList(0, 1));
        run.play(SCRIPT.subList(1, 4));
        assertThat(subject.asked).hasSize(1);
        assertThat(run.steps()).isEqualTo(1);
    }

    @Test
    void aReplyThatItIsNotOfferedEndsItToo() {
        ScriptRun run = played(SCRIPT, new Reply.Done(), new Reply.Unsupported("cannot push"), WRONG, WRONG);
        assertThat(run.isOver()).isTrue();
        assertThat(run.unsupported()).isEqualTo(Map.of("push", "cannot push"));
        assertThat(run.divergence()).isEmpty();
        assertThat(run.steps()).isEqualTo(2);
    }

    @Test
    void countersThatWereRightBeforeAreWrongForAnotherReason() {
        List<Exchange> looking = script(
                new Request.New(100, 0),
                new Request.State(),
                new Request.Push(List.of("PING")),
                new Request.FramesFrom(1, OptionalLong.empty()),
                new Request.State(),
                new Request.State());
        Reply nothing = new Reply.Frames(List.of());
        Reply fresh = new Reply.Counters(0, OptionalLong.empty(), OptionalLong.empty(), 0, 0);
        Reply[] first = {new Reply.Done(), fresh, new Reply.Pushed(0), nothing, WRONG, WRONG};
        assertThat(played(looking, first).divergence()).map(Divergence::rule).contains(Rule.ACCT_1);
        Reply[] second = {new Reply.Done(), fresh, new Reply.Pushed(0), nothing, RIGHT, WRONG};
        assertThat(played(looking, second).divergence()).map(Divergence::rule).contains(Rule.ACCT_3);
    }

    @Test
    void observationsThatAreNotOfferedAreLeftOut() {
        List<Exchange> looking = script(
                new Request.New(100, 7),
                new Request.State(),
                new Request.FramesFrom(7, OptionalLong.empty()),
                new Request.Decode(""));
        Answering subject = new Answering(
                EnumSet.of(Capability.WIRE),
                new Reply.Done(),
                new Reply.Frames(List.of()),
                new Reply.Refused(Refusal.TRUNCATED));
        ScriptRun run = new ScriptRun(subject, Deviations.NONE);
        run.play(looking);
        assertThat(subject.asked)
                .containsExactly(
                        new Request.New(100, 7),
                        new Request.FramesFrom(7, OptionalLong.empty()),
                        new Request.Decode(""));
        assertThat(run.steps()).isEqualTo(3);
        assertThat(run.isOver()).isFalse();
    }

    private static ScriptRun played(List<Exchange> script, Reply... replies) {
        ScriptRun run = new ScriptRun(new Answering(EnumSet.allOf(Capability.class), replies), Deviations.NONE);
        run.play(script);
        return run;
    }

    private static List<Exchange> script(Request... calls) {
        return new Script(
                        "",
                        List.of(calls).stream().<Step>map(Step.Absolute::new).toList(),
                        Script.Look.NEVER)
                .resolve(Framing.RESP);
    }

    /** Gives the answers that it was given. */
    private static final class Answering implements Subject {

        private final Set<Capability> capabilities;
        private final List<Reply> replies;
        private final List<Request> asked = new ArrayList<>();

        Answering(Set<Capability> capabilities, Reply... replies) {
            this.capabilities = capabilities;
            this.replies = List.of(replies);
        }

        @Override
        public String description() {
            return "answers that were given";
        }

        @Override
        public Set<Capability> capabilities() {
            return capabilities;
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            int from = asked.size();
            asked.addAll(requests);
            return replies.subList(from, asked.size());
        }

        @Override
        public String diagnostics() {
            return "said at " + asked.size();
        }
    }
}
