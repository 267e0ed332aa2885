package replication.backlog.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.ScriptRun.DeclaredDivergence;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Outcome;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * A run ends with its script or with the first reply that is not right, and keeps what is needed to show it. What is declared is
 * no failure; the run goes on behind it where the model still knows the state.
 */
class ScriptRunTest {

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
                        Rule.NEW_1, Rule.PUSH_1, Rule.PUSH_3, Rule.EVICT_1, Rule.ACCT_1, Rule.ACCT_2);
    }

    @Test
    void theFirstWrongReplyEndsIt() {
        ScriptRun run = played(SCRIPT, new Reply.Done(), new Reply.Pushed(1), WRONG, new Reply.Unsupported("late"));
        assertThat(run.isOver()).isTrue();
        assertThat(run.divergence())
                .contains(new Divergence(Rule.PUSH_1, SCRIPT.subList(0, 2), new Reply.Pushed(1), "said at 4"));
        assertThat(run.unsupported()).isEmpty();
        assertThat(run.steps()).isEqualTo(2);
        assertThat(run.rules()).containsExactly(Rule.NEW_1);
    }

    @Test
    void whatCameOfARaceIsKept() {
        List<Exchange> race = List.of(Exchange.of(Operation.of(
                BacklogModel.empty(Framing.RESP, 0, 0), Notation.parse("race 9 backlog 1 | | close | close |"))));
        Reply.Raced right = (Reply.Raced) race.get(0).allowed().get(0);
        ScriptRun run = played(race, right);
        assertThat(run.raced()).isEqualTo(Map.of(race.get(0), right));
        assertThat(run.divergence()).isEmpty();
        assertThat(run.rules()).containsExactly(Rule.LOCK_1);
        Reply.Raced none = new Reply.Raced(Map.of(
                new Outcome(List.of(List.of(new Reply.Pushed(0)), List.of(new Reply.Done())), List.of()), 9L));
        assertThat(played(race, none).divergence()).contains(new Divergence(Rule.LOCK_1, race, none, "said at 1"));
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

    @Test
    void aWholeScriptIsResolvedAndPlayed() {
        Answering subject = new Answering(EnumSet.allOf(Capability.class), new Reply.Done(), new Reply.Pushed(1));
        ScriptRun run = ScriptRun.of(
                subject, Deviations.NONE, unresolved(new Request.New(100, 0), new Request.Push(List.of("PING"))));
        assertThat(subject.asked).containsExactly(new Request.New(100, 0), new Request.Push(List.of("PING")));
        assertThat(run.divergence()).map(Divergence::rule).contains(Rule.PUSH_1);
    }

    @Test
    void aCallThatIsNotOfferedIsKnownByItsNameAlone() {
        List<Exchange> asking = script(new Request.New(100, 0), new Request.FramesFrom(0, OptionalLong.of(3)));
        ScriptRun run = played(asking, new Reply.Done(), new Reply.Unsupported("cannot serve"));
        assertThat(run.unsupported()).isEqualTo(Map.of("from", "cannot serve"));
    }

    /** The implementation has gone another way: what it is asked from here on, the model answers for another state. */
    @Test
    void aDeclaredChangeIsNoFailureButEndsTheRun() {
        Divergence seen = new Divergence(Rule.PUSH_1, SCRIPT.subList(0, 2), new Reply.Pushed(1), "");
        Deviation declared = deviation(seen);
        ScriptRun run = played(SCRIPT, declaring(declared), new Reply.Done(), new Reply.Pushed(1), WRONG, WRONG);
        assertThat(run.isOver()).isTrue();
        assertThat(run.endedAsDeclared()).isTrue();
        assertThat(run.divergence()).isEmpty();
        assertThat(run.declared()).containsExactly(new DeclaredDivergence(declared, seen));
        assertThat(run.steps()).isEqualTo(2);
        assertThat(run.rules()).containsExactly(Rule.NEW_1);
    }

    /** The declaration is about one difference, and another one under the same rule is a failure as ever. */
    @Test
    void whatIsNotDeclaredIsFoundAllTheSame() {
        Deviation declared = deviation(new Divergence(Rule.PUSH_1, SCRIPT.subList(0, 2), new Reply.Pushed(1), ""));
        ScriptRun run = played(SCRIPT, declaring(declared), new Reply.Done(), new Reply.Pushed(2), RIGHT, RIGHT);
        assertThat(run.divergence())
                .contains(new Divergence(Rule.PUSH_1, SCRIPT.subList(0, 2), new Reply.Pushed(2), "said at 4"));
        assertThat(run.declared()).isEmpty();
    }

    /** A question leaves the backlog as it is, however it is answered: what comes behind it can be judged. */
    @Test
    void aDeclaredAnswerLetsTheRunGoOn() {
        Request caughtUp = new Request.FramesFrom(1, OptionalLong.empty());
        List<Exchange> asking = script(
                new Request.New(100, 0),
                new Request.Push(List.of("PING")),
                caughtUp,
                caughtUp,
                new Request.State(),
                new Request.State());
        Reply tooOld = new Reply.Refused(Refusal.TOO_OLD);
        Divergence first = new Divergence(Rule.FROM_2, asking.subList(0, 3), tooOld, "");
        Divergence second = new Divergence(Rule.FROM_2, asking.subList(0, 4), tooOld, "");
        Deviation declared = deviation(first);
        Reply[] replies = {new Reply.Done(), new Reply.Pushed(0), tooOld, tooOld, RIGHT, WRONG};
        ScriptRun run = played(asking, declaring(declared), replies);
        assertThat(run.declared())
                .containsExactly(new DeclaredDivergence(declared, first), new DeclaredDivergence(declared, second));
        assertThat(run.endedAsDeclared()).isFalse();
        assertThat(run.divergence()).map(Divergence::rule).contains(Rule.ACCT_3);
        assertThat(run.steps()).isEqualTo(6);
    }

    @Test
    void aDeclaredDecodingLetsTheRunGoOn() {
        Request inline = new Request.Decode("*2\r\n:7\r\nPING\r\n");
        List<Exchange> decoding = script(new Request.New(1, 0), inline, inline);
        Reply taken = new Reply.Decoded(7, List.of("PING"), 14);
        Deviation declared = deviation(new Divergence(Rule.WIRE_7, decoding.subList(0, 2), taken, ""));
        ScriptRun run = played(decoding, declaring(declared), new Reply.Done(), taken, taken);
        assertThat(run.isOver()).isFalse();
        assertThat(run.declared()).hasSize(2);
        assertThat(run.steps()).isEqualTo(3);
    }

    /** Whoever reports an error is still there to be asked; whoever crashed or hangs is not, and a fresh one knows nothing. */
    @Test
    void aDeclaredAnswerThatIsNoneEndsTheRunUnlessItIsAReportedError() {
        Request decode = new Request.Decode("*2\r\n:7\r\n*0\r\n");
        List<Exchange> decoding = script(new Request.New(1, 0), decode, decode);
        for (Reply.Broken.How how : Reply.Broken.How.values()) {
            Reply broken = new Reply.Broken(how, "");
            Deviation declared = deviation(new Divergence(Rule.WIRE_8, decoding.subList(0, 2), broken, ""));
            ScriptRun run = played(decoding, declaring(declared), new Reply.Done(), broken, broken);
            boolean goesOn = how == Reply.Broken.How.ERROR;
            assertThat(run.isOver()).as("over: %s", how).isEqualTo(!goesOn);
            assertThat(run.declared()).as("declared: %s", how).hasSize(goesOn ? 2 : 1);
        }
    }

    /** What was seen after a call says nothing about the call's own reply, which may have been wrong, as declared. */
    @Test
    void aRuleWhoseReplyWasDeclaredHasNotBeenFoundKept() {
        Operation created = Operation.of(BacklogModel.empty(Framing.RESP, 0, 0), new Request.New(100, 7));
        Operation asked = Operation.of(created.after(), new Request.FramesFrom(7, OptionalLong.empty()));
        List<Exchange> script =
                List.of(Exchange.of(created), Exchange.of(asked), Exchange.observing(asked, new Request.State()));
        Reply tooOld = new Reply.Refused(Refusal.TOO_OLD);
        Deviation declared = deviation(new Divergence(Rule.FROM_2, script.subList(0, 2), tooOld, ""));
        Reply drained = new Reply.Counters(7, OptionalLong.empty(), OptionalLong.empty(), 0, 0);
        ScriptRun run = played(script, declaring(declared), new Reply.Done(), tooOld, drained);
        assertThat(run.isOver()).isFalse();
        assertThat(run.rules()).containsExactlyInAnyOrder(Rule.NEW_1, Rule.ACCT_1, Rule.ACCT_2, Rule.ACCT_3);
    }

    private static Deviation deviation(Divergence seen) {
        return new Deviation(Difference.of(seen), "it is known", "");
    }

    private static Deviations declaring(Deviation deviation) {
        return new Deviations(List.of(deviation));
    }

    private static ScriptRun played(List<Exchange> script, Reply... replies) {
        return played(script, Deviations.NONE, replies);
    }

    private static ScriptRun played(List<Exchange> script, Deviations deviations, Reply... replies) {
        ScriptRun run = new ScriptRun(new Answering(EnumSet.allOf(Capability.class), replies), deviations);
        run.play(script);
        return run;
    }

    private static List<Exchange> script(Request... calls) {
        return unresolved(calls).resolve(Framing.RESP);
    }

    private static Script unresolved(Request... calls) {
        return new Script("", Stream.of(calls).<Step>map(Step.Absolute::new).toList(), Script.Look.NEVER);
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

    /** A mere "done" says nothing of what was done. */
    @Test
    void whatACallHasDoneIsShownByWhatIsSeenBehindIt() {
        assertThat(rules(new Request.New(100, 0))).containsExactly(Rule.NEW_1);
        assertThat(rules(new Request.New(0, 0))).containsExactly(Rule.NEW_1);
        assertThat(rules(new Request.New(100, Long.MIN_VALUE + 1))).containsExactly(Rule.NEW_3);
        assertThat(rules(new Request.New(100, 0), new Request.DropUpTo(0))).containsExactly(Rule.NEW_1);
        assertThat(rules(new Request.New(100, Long.MIN_VALUE), new Request.Push(List.of())))
                .containsExactlyInAnyOrder(Rule.NEW_1, Rule.PUSH_5);
        assertThat(rules(new Request.New(100, 0), new Request.State())).contains(Rule.NEW_2);
        assertThat(rules(new Request.New(100, 0), new Request.DropUpTo(0), new Request.State()))
                .contains(Rule.DROP_2);
    }

    private static Set<Rule> rules(Request... calls) {
        List<Exchange> script = script(calls);
        return played(script, script.stream().map(it -> it.allowed().get(0)).toArray(Reply[]::new))
                .rules();
    }

    /** A crash is one, also where nothing else can be judged any more; an error is not, since it may come of that. */
    @Test
    void aCrashBehindTheEndIsOneToo() {
        Reply crash = new Reply.Broken(Reply.Broken.How.CRASHED, "gone");
        Reply hang = new Reply.Broken(Reply.Broken.How.HUNG, "gone");
        Reply error = new Reply.Broken(Reply.Broken.How.ERROR, "odd");
        Reply no = new Reply.Unsupported("no");
        ScriptRun crashed = played(SCRIPT, new Reply.Done(), no, crash, RIGHT);
        assertThat(crashed.divergence().map(Divergence::actual)).contains(crash);
        assertThat(crashed.divergence().map(found -> found.script().size())).contains(3);
        assertThat(crashed.ended()).contains((Reply.Broken) crash);
        assertThat(played(SCRIPT, new Reply.Done(), no, hang, RIGHT)
                        .divergence()
                        .map(Divergence::actual))
                .contains(hang);
        assertThat(played(SCRIPT, new Reply.Done(), no, error, RIGHT).divergence())
                .isEmpty();
        assertThat(played(SCRIPT, new Reply.Done(), no, error, RIGHT).ended()).isEmpty();
        assertThat(played(SCRIPT, new Reply.Done(), new Reply.Pushed(9), crash, RIGHT)
                        .divergence()
                        .map(Divergence::actual))
                .as("the first one counts")
                .contains(new Reply.Pushed(9));
        assertThat(played(SCRIPT, new Reply.Done(), new Reply.Pushed(9), crash, RIGHT)
                        .ended())
                .isPresent();
    }

    /** Where the right frames are there and only their bytes are counted wrong, as declared, everything else is still looked at. */
    @Test
    void aDeclaredCountOfBytesDoesNotEndTheRun() {
        Reply more = new Reply.Counters(1, OptionalLong.of(0), OptionalLong.of(0), 23, 1);
        Reply other = new Reply.Counters(1, OptionalLong.of(0), OptionalLong.of(0), 22, 2);
        for (Reply wrong : List.of(more, other)) {
            ScriptRun first = played(SCRIPT, new Reply.Done(), new Reply.Pushed(0), wrong, RIGHT);
            Deviation declared = deviation(first.divergence().orElseThrow());
            ScriptRun run = played(SCRIPT, declaring(declared), new Reply.Done(), new Reply.Pushed(0), wrong, RIGHT);
            assertThat(run.endedAsDeclared()).isEqualTo(wrong == other);
        }
    }

    /** Counters that were wrong, as declared, say nothing of those after them: these are wrong for the same reason. */
    @Test
    void countersThatWereWrongAsDeclaredWereNotRight() {
        ScriptRun first = played(SCRIPT, new Reply.Done(), new Reply.Pushed(0), WRONG, RIGHT);
        Deviation declared = deviation(first.divergence().orElseThrow());
        ScriptRun run = played(SCRIPT, declaring(declared), new Reply.Done(), new Reply.Pushed(0), WRONG, WRONG);
        assertThat(run.divergence()).isEmpty();
        assertThat(run.declared()).hasSize(2);
    }
}
