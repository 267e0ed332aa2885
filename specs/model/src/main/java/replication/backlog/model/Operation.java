package replication.backlog.model;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * One call and what the model makes of it.
 *
 * @param before the model before the call
 * @param request the call
 * @param after the model after the call; the same one where the call is refused or only asks (ACCT-3)
 */
public record Operation(BacklogModel before, Request request, BacklogModel after) {

    /** {@return a call on a model} */
    public static Operation of(BacklogModel before, Request request) {
        return new Operation(before, request, request.accept(new After(before)));
    }

    /** Whether the call is one that changes a backlog, rather than asks for something. */
    public boolean changes() {
        return request instanceof Request.New
                || request instanceof Request.Push
                || request instanceof Request.DropUpTo
                || request instanceof Request.Race;
    }

    /** Whether no backlog is created, because the model refuses it. */
    public boolean refusesCreation() {
        return request instanceof Request.New && allowed().get(0) instanceof Reply.Refused;
    }

    /** The replies that are right; empty where any reply is. */
    public List<Reply> allowed() {
        return request.accept(new Allowed(before));
    }

    /** The model after a call. */
    private record After(BacklogModel before) implements Request.Visitor<BacklogModel> {

        @Override
        public BacklogModel create(Request.New creation) {
            return BacklogModel.empty(before.framing(), creation.maxBytes(), creation.nextOffset());
        }

        @Override
        public BacklogModel push(Request.Push push) {
            return before.canPush() ? before.push(push.argv()) : before;
        }

        @Override
        public BacklogModel drop(Request.DropUpTo drop) {
            return before.dropUpTo(drop.watermark());
        }

        @Override
        public BacklogModel ask(Request.FramesFrom ask) {
            return before;
        }

        @Override
        public BacklogModel state(Request.State state) {
            return before;
        }

        @Override
        public BacklogModel decode(Request.Decode decode) {
            return before;
        }

        @Override
        public BacklogModel feed(Request.Feed feed) {
            return before;
        }

        /** The backlogs of a race are its own, and the one before is gone. */
        @Override
        public BacklogModel race(Request.Race race) {
            return BacklogModel.empty(before.framing(), 0, 0);
        }

        @Override
        public BacklogModel await(Request.Await await) {
            return before;
        }

        @Override
        public BacklogModel close(Request.Close close) {
            return before;
        }
    }

    /** The right replies to a call. */
    private record Allowed(BacklogModel before) implements Request.Visitor<List<Reply>> {

        /** Where both the budget and the offset are wrong, it does not matter which is said (NEW-1, NEW-3). */
        @Override
        public List<Reply> create(Request.New creation) {
            Reply badBudget = new Reply.Refused(Refusal.BAD_BUDGET);
            Reply exhausted = new Reply.Refused(Refusal.OFFSETS_EXHAUSTED);
            boolean tooFar = Long.compareUnsigned(creation.nextOffset(), Long.MIN_VALUE) > 0;
            if (creation.maxBytes() == 0) {
                return tooFar ? List.of(badBudget, exhausted) : List.of(badBudget);
            }
            return List.of(tooFar ? exhausted : new Reply.Done());
        }

        @Override
        public List<Reply> push(Request.Push push) {
            return List.of(
                    before.canPush() ? new Reply.Pushed(before.next()) : new Reply.Refused(Refusal.OFFSETS_EXHAUSTED));
        }

        @Override
        public List<Reply> drop(Request.DropUpTo drop) {
            return List.of(new Reply.Done());
        }

        @Override
        public List<Reply> ask(Request.FramesFrom ask) {
            if (before.isFuture(ask.from())) {
                return List.of(new Reply.Refused(Refusal.FUTURE, bounds()));
            }
            if (before.isTooOld(ask.from())) {
                return List.of(new Reply.Refused(Refusal.TOO_OLD, bounds()));
            }
            List<FrameText> frames = before.framesFrom(ask.from());
            OptionalLong max = ask.max();
            return List.of(new Reply.Frames(IntStream.range(0, frames.size())
                    .filter(index -> max.isEmpty() || Long.compareUnsigned(index, max.getAsLong()) < 0)
                    .mapToObj(frames::get)
                    .toList()));
        }

        /** What a refusal carries (FROM-5). */
        private String bounds() {
            return Notation.bounds(Reply.Counters.of(before).oldest(), before.next());
        }

        @Override
        public List<Reply> state(Request.State state) {
            return List.of(Reply.Counters.of(before));
        }

        @Override
        public List<Reply> decode(Request.Decode decode) {
            return WireModel.decode(decode.bytes());
        }

        @Override
        public List<Reply> feed(Request.Feed feed) {
            return WireModel.feed(feed.pieces());
        }

        /** All rounds with one outcome, for each that some order gives; any mixture of them is right as well. */
        @Override
        public List<Reply> race(Request.Race race) {
            return Orders.of(race.scenario(), before.framing()).outcomes().keySet().stream()
                    .<Reply>map(outcome -> new Reply.Raced(Map.of(outcome, race.rounds())))
                    .toList();
        }

        /** Of one thread alone nothing is to be had but an end of the wait: in a race {@link SharedModel} has the answer. */
        @Override
        public List<Reply> await(Request.Await await) {
            return List.of(new Reply.Awaited(Long.compareUnsigned(before.next(), await.from()) > 0));
        }

        @Override
        public List<Reply> close(Request.Close close) {
            return List.of(new Reply.Done());
        }
    }
}
