package replication.backlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What each call makes of a model, and what is replied. */
class OperationTest {

    private static final long OFFSETS_END = Long.MIN_VALUE;
    private static final FrameText SEVENTH = Framing.RESP.frame(7, List.of("PING"));
    private static final FrameText EIGHTH = Framing.RESP.frame(8, List.of("PING"));
    private static final Request PUSH = new Request.Push(List.of("PING"));
    private static final Request STATE = new Request.State();

    private final BacklogModel drained = BacklogModel.empty(Framing.RESP, 100, 7);
    private final BacklogModel model = drained.push(List.of("PING")).push(List.of("PING"));
    private final BacklogModel exhausted = BacklogModel.empty(Framing.RESP, 100, OFFSETS_END);

    @Test
    void whatChanges() {
        assertAfter(model, new Request.New(50, 3), new BacklogModel(Framing.RESP, 50, 3, List.of()));
        assertAfter(drained, PUSH, new BacklogModel(Framing.RESP, 100, 8, List.of(SEVENTH)));
        assertAfter(model, new Request.DropUpTo(8), new BacklogModel(Framing.RESP, 100, 9, List.of(EIGHTH)));
    }

    @Test
    void whatDoesNot() {
        assertAfter(exhausted, PUSH, exhausted);
        for (Request question : List.of(STATE, from(7), new Request.Decode(""), new Request.Feed(List.of()))) {
            assertAfter(model, question, model);
            assertThat(Operation.of(model, question).changes()).isFalse();
        }
        for (Request call : List.of(new Request.New(1, 0), PUSH, new Request.DropUpTo(0))) {
            assertThat(Operation.of(model, call).changes()).isTrue();
        }
    }

    @Test
    void creationsAndPushesAreRefusedOrNot() {
        assertReply(model, new Request.New(0, OFFSETS_END), new Reply.Refused(Refusal.BAD_BUDGET));
        assertReply(
                model,
                new Request.New(0, OFFSETS_END + 1),
                new Reply.Refused(Refusal.BAD_BUDGET),
                new Reply.Refused(Refusal.OFFSETS_EXHAUSTED));
        assertReply(model, new Request.New(1, OFFSETS_END + 1), new Reply.Refused(Refusal.OFFSETS_EXHAUSTED));
        assertReply(model, new Request.New(1, OFFSETS_END), new Reply.Done());
        assertThat(Operation.of(model, new Request.New(0, 0)).refusesCreation()).isTrue();
        assertThat(Operation.of(model, new Request.New(1, 0)).refusesCreation()).isFalse();
        assertThat(Operation.of(exhausted, PUSH).refusesCreation()).isFalse();
        assertReply(model, PUSH, new Reply.Pushed(9));
        assertReply(exhausted, PUSH, new Reply.Refused(Refusal.OFFSETS_EXHAUSTED));
        assertReply(model, new Request.DropUpTo(9), new Reply.Done());
    }

    @Test
    void questionsAreAnswered() {
        assertReply(model, from(10), new Reply.Refused(Refusal.FUTURE, "oldest 7, next 9"));
        assertReply(model, from(9), new Reply.Frames(List.of()));
        assertReply(model, from(7), new Reply.Frames(List.of(SEVENTH, EIGHTH)));
        assertReply(model, new Request.FramesFrom(7, OptionalLong.of(1)), new Reply.Frames(List.of(SEVENTH)));
        assertReply(model, new Request.FramesFrom(7, OptionalLong.of(0)), new Reply.Frames(List.of()));
        assertReply(model, new Request.FramesFrom(7, OptionalLong.of(-1)), new Reply.Frames(List.of(SEVENTH, EIGHTH)));
        assertReply(model, from(6), new Reply.Refused(Refusal.TOO_OLD, "oldest 7, next 9"));
        assertReply(
                model,
                STATE,
                new Reply.Counters(
                        9,
                        OptionalLong.of(7),
                        OptionalLong.of(8),
                        2 * SEVENTH.bytes().length(),
                        2));
        assertReply(drained, STATE, new Reply.Counters(7, OptionalLong.empty(), OptionalLong.empty(), 0, 0));
    }

    @Test
    void bytesAreDecodedWhateverIsRetained() {
        assertReply(model, new Request.Decode("*2"), new Reply.Refused(Refusal.TRUNCATED));
        assertThat(Operation.of(model, new Request.Decode("*3\r")).allowed())
                .containsExactly(new Reply.Refused(Refusal.BAD_ENVELOPE), new Reply.Refused(Refusal.TRUNCATED));
    }

    @Test
    void aRaceIsAllowedEachOutcomeInAllOfItsRounds() {
        Request race = Notation.parse("race 9 backlog 100 | | push PING | close | state");
        assertAfter(model, race, BacklogModel.empty(Framing.RESP, 0, 0));
        assertThat(Operation.of(model, race).changes()).isTrue();
        Reply done = new Reply.Done();
        Reply none = new Reply.Counters(0, OptionalLong.empty(), OptionalLong.empty(), 0, 0);
        Reply one = new Reply.Counters(1, OptionalLong.of(0), OptionalLong.of(0), 22, 1);
        assertReply(
                model,
                race,
                new Reply.Raced(Map.of(
                        new Outcome(List.of(List.of(new Reply.Pushed(0)), List.of(done)), List.of(one)), 9L)),
                new Reply.Raced(Map.of(
                        new Outcome(List.of(List.of(new Reply.Refused(Refusal.CLOSED)), List.of(done)), List.of(none)),
                        9L)));
    }

    @Test
    void oneThreadAloneWaitsForNothing() {
        for (Request call : List.of(new Request.Await(8), new Request.Close())) {
            assertAfter(model, call, model);
            assertThat(Operation.of(model, call).changes()).isFalse();
        }
        assertReply(model, new Request.Await(8), new Reply.Awaited(true));
        assertReply(model, new Request.Await(9), new Reply.Awaited(false));
        assertReply(model, new Request.Await(-1), new Reply.Awaited(false));
        assertReply(model, new Request.Close(), new Reply.Done());
    }

    private static Request from(long offset) {
        return new Request.FramesFrom(offset, OptionalLong.empty());
    }

    private static void assertAfter(BacklogModel before, Request request, BacklogModel after) {
        assertThat(Operation.of(before, request)).isEqualTo(new Operation(before, request, after));
    }

    private static void assertReply(BacklogModel before, Request request, Reply... replies) {
        assertThat(Operation.of(before, request).allowed()).containsExactly(replies);
    }
}
