package replication.backlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import replication.backlog.model.Script.Look;

/** Scripts become calls in absolute numbers, each with the replies that are right, and are looked at when they say. */
class ScriptTest {

    private static final Step NEW = new Step.Absolute(new Request.New(100, 0));
    private static final Step PUSH = new Step.Absolute(new Request.Push(List.of("PING")));
    private static final Step STATE = new Step.Absolute(new Request.State());
    private static final Step DROP = new Step.Absolute(new Request.DropUpTo(1));
    private static final FrameText PING = Framing.RESP.frame(0, List.of("PING"));

    @Test
    void stepsBecomeExchangesOneAfterTheOther() {
        BacklogModel fresh = BacklogModel.empty(Framing.RESP, 100, 0);
        BacklogModel pushed = fresh.push(List.of("PING"));
        List<Exchange> exchanges = new Script("", List.of(NEW, PUSH, STATE), Look.NEVER).resolve(Framing.RESP);
        Operation creation = Operation.of(BacklogModel.empty(Framing.RESP, 0, 0), new Request.New(100, 0));
        Operation push = Operation.of(fresh, new Request.Push(List.of("PING")));
        assertThat(exchanges)
                .containsExactly(
                        new Exchange(creation, creation.request(), List.of(new Reply.Done())),
                        new Exchange(push, push.request(), List.of(new Reply.Pushed(0))),
                        new Exchange(
                                push,
                                new Request.State(),
                                List.of(new Reply.Counters(1, OptionalLong.of(0), OptionalLong.of(0), 22, 1))));
        assertThat(exchanges).extracting(Exchange::isObservation).containsExactly(false, false, true);
        assertThat(push.after()).isEqualTo(pushed);
        assertThat(pushed.retained()).containsExactly(PING);
    }

    @Test
    void whatIsAskedBeforeAnyChangeIsAnOperationOfItsOwn() {
        List<Exchange> exchanges = new Script("", List.of(STATE), Look.NEVER).resolve(Framing.RESP);
        assertThat(exchanges).hasSize(1);
        assertThat(exchanges.get(0).isObservation()).isFalse();
    }

    @Test
    void onlyQuestionsLookAtWhatWasDoneBefore() {
        assertThat(looks(List.of(NEW, PUSH, NEW, STATE, PUSH, DROP), Look.NEVER))
                .containsExactly(false, false, false, true, false, false);
        assertThat(looks(List.of(NEW, STATE, NEW), Look.AT_THE_END).subList(0, 3))
                .containsExactly(false, false, false);
    }

    @Test
    void everythingIsLookedAtWhenItSaysSo() {
        List<Step> steps = List.of(NEW, PUSH, PUSH);
        assertThat(looks(steps, Look.NEVER)).containsExactly(false, false, false);
        assertThat(looks(steps, Look.AT_THE_END)).hasSize(3 + observations(2)).startsWith(false, false, false, true);
        assertThat(looks(steps, Look.AFTER_EVERY_STEP))
                .hasSize(3 + observations(0) + observations(1) + observations(2))
                .startsWith(false, true);
    }

    @Test
    void aRefusedCreationLeavesNothingToLookAt() {
        List<Step> steps = List.of(new Step.Absolute(new Request.New(0, 0)));
        assertThat(looks(steps, Look.AFTER_EVERY_STEP)).containsExactly(false);
    }

    @Test
    void bothSidesOfEveryBoundaryAreAskedForAndTheCountersFirstAndLast() {
        BacklogModel model = BacklogModel.empty(Framing.RESP, 1000, 100)
                .push(List.of("PING"))
                .push(List.of("PING"));
        assertThat(Observations.of(model))
                .containsExactly(
                        new Request.State(),
                        from(100),
                        from(99),
                        from(101),
                        from(102),
                        from(103),
                        from(0),
                        from(1),
                        from(Long.MAX_VALUE),
                        from(Long.MIN_VALUE),
                        from(-1),
                        new Request.State());
    }

    @Test
    void placesAreRelativeToTheState() {
        BacklogModel model = BacklogModel.empty(Framing.RESP, 1000, 100).push(List.of("PING"));
        assertThat(new Step.Drop(new Step.Place(Step.Anchor.ZERO, 3)).resolve(model))
                .isEqualTo(new Request.DropUpTo(3));
        assertThat(new Step.Drop(new Step.Place(Step.Anchor.OLDEST, -1)).resolve(model))
                .isEqualTo(new Request.DropUpTo(99));
        assertThat(new Step.Ask(new Step.Place(Step.Anchor.NEXT, 1), OptionalLong.of(2)).resolve(model))
                .isEqualTo(new Request.FramesFrom(102, OptionalLong.of(2)));
        assertThat(new Step.Ask(new Step.Place(Step.Anchor.OFFSETS_END, -1), OptionalLong.empty()).resolve(model))
                .isEqualTo(new Request.FramesFrom(Long.MAX_VALUE, OptionalLong.empty()));
        assertThat(new Step.Place(Step.Anchor.NEXT, 0)).hasToString("next+0");
        assertThat(new Step.Place(Step.Anchor.OFFSETS_END, -1)).hasToString("offsets_end-1");
    }

    @Test
    void everyLengthThatAFrameCanHaveIsMet() {
        BacklogModel model = BacklogModel.empty(Framing.RESP, 1000, 100);
        int shortest = encoded(100, "").bytes().length();
        for (int length = shortest; length <= 1100; length++) {
            assertThat(frame(model, FrameLength.Base.ZERO, length).bytes().length())
                    .isEqualTo(length);
        }
        for (int length = -1; length < shortest; length++) {
            assertThat(frame(model, FrameLength.Base.ZERO, length)).isEqualTo(encoded(100, "SET", "k", "w"));
        }
    }

    @Test
    void noFrameIsMadeThatIsTooLongToTellAnything() {
        BacklogModel model = BacklogModel.empty(Framing.RESP, -1, 100);
        assertThat(frame(model, FrameLength.Base.ZERO, 1 << 16).bytes().length())
                .isEqualTo(1 << 16);
        assertThat(frame(model, FrameLength.Base.ZERO, (1 << 16) + 1)).isEqualTo(encoded(100, "SET", "k", "w"));
        assertThat(frame(model, FrameLength.Base.BUDGET, 0)).isEqualTo(encoded(100, "SET", "k", "w"));
    }

    @Test
    void lengthsAreRelativeToTheState() {
        BacklogModel model =
                BacklogModel.empty(Framing.RESP, 200, 0).push(List.of("PING")).push(List.of("PING", "PING"));
        assertThat(model.buffered()).isEqualTo(54);
        assertThat(frame(model, FrameLength.Base.ROOM, 1).bytes().length()).isEqualTo(147);
        assertThat(frame(model, FrameLength.Base.ROOM_AFTER_ONE, -1).bytes().length())
                .isEqualTo(167);
        assertThat(frame(model, FrameLength.Base.BUDGET, 2).bytes().length()).isEqualTo(202);
        assertThat(new FrameLength(FrameLength.Base.ROOM_AFTER_ONE, 0)).hasToString("room after one+0");
        assertThat(new FrameLength(FrameLength.Base.ROOM, -1)).hasToString("room-1");
    }

    @Test
    void framesNextToEachOtherDiffer() {
        FrameLength length = new FrameLength(FrameLength.Base.ZERO, 35);
        assertThat(length.argv(BacklogModel.empty(Framing.RESP, 1000, 0))).containsExactly("SET", "k", "a");
        assertThat(length.argv(BacklogModel.empty(Framing.RESP, 1000, 1))).containsExactly("SET", "k", "b");
        assertThat(length.argv(BacklogModel.empty(Framing.RESP, 1000, 8))).containsExactly("SET", "k", "i");
    }

    @Test
    void whatIsAskedOfNoBacklogIsTold() {
        assertThat(asked("backlog 1", "state", "backlog 0", "backlog 1", "state"))
                .isEmpty();
        assertThat(asked("backlog 0", "backlog 1 next 9223372036854775809")).isEmpty();
        assertThat(asked("backlog 1", "backlog 0", "push a", "state")).contains(new Request.Push(List.of("a")));
        assertThat(asked("state", "backlog 1")).contains(new Request.State());
        String race = "race 1 backlog 1 | | push a | push b |";
        assertThat(asked(race, "backlog 1", "state", race, race)).isEmpty();
        assertThat(asked("backlog 1", race, "state")).contains(new Request.State());
    }

    @Test
    void aRaceLeavesNothingToLookAt() {
        List<Step> steps = List.of(
                new Step.Absolute(Notation.parse("backlog 1")),
                new Step.Absolute(Notation.parse("race 1 backlog 1 | | push a | push b |")));
        assertThat(looks(steps, Look.AT_THE_END)).containsExactly(false, false);
        assertThat(looks(steps, Look.NEVER)).containsExactly(false, false);
    }

    private static Optional<Request> asked(String... calls) {
        List<Step> steps = Stream.of(calls)
                .map(Notation::parse)
                .<Step>map(Step.Absolute::new)
                .toList();
        return Script.withoutBacklog(new Script("", steps, Look.NEVER).resolve(Framing.RESP));
    }

    private static List<Boolean> looks(List<Step> steps, Look look) {
        return new Script("", steps, look)
                .resolve(Framing.RESP).stream().map(Exchange::isObservation).toList();
    }

    /** How much there is to look at after so many pushes. */
    private static int observations(int pushes) {
        BacklogModel model = BacklogModel.empty(Framing.RESP, 100, 0);
        for (int i = 0; i < pushes; i++) {
            model = model.push(List.of("PING"));
        }
        return Observations.of(model).size();
    }

    private static Request from(long offset) {
        return new Request.FramesFrom(offset, OptionalLong.empty());
    }

    private static FrameText frame(BacklogModel model, FrameLength.Base base, long extra) {
        Request.Push push = (Request.Push) new Step.PushFrame(new FrameLength(base, extra)).resolve(model);
        return Framing.RESP.frame(model.next(), push.argv());
    }

    private static FrameText encoded(long offset, String... argv) {
        return Framing.RESP.frame(offset, List.of(argv));
    }
}
