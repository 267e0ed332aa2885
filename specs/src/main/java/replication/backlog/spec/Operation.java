package replication.backlog.spec;

import java.util.List;
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
        return new Operation(before, request, after(before, request));
    }

    private static BacklogModel after(BacklogModel before, Request request) {
        if (request instanceof Request.New creation) {
            return BacklogModel.empty(creation.maxBytes(), creation.nextOffset());
        }
        if (request instanceof Request.Push push && before.canPush()) {
            return before.push(push.argv());
        }
        if (request instanceof Request.DropUpTo drop) {
            return before.dropUpTo(drop.watermark());
        }
        return before;
    }

    /** Whether the call is one that changes a backlog, rather than asks for something. */
    public boolean changes() {
        return request instanceof Request.New || request instanceof Request.Push || request instanceof Request.DropUpTo;
    }

    /** Whether no backlog is created, because the model refuses it. */
    boolean refusesCreation() {
        return request instanceof Request.New creation && creation(creation) instanceof Reply.Refused;
    }

    /** The replies that are right; empty where any reply is. */
    public List<Reply> allowed() {
        return request instanceof Request.Decode decode ? WireModel.decode(decode.bytes()) : List.of(reply());
    }

    private Reply reply() {
        if (request instanceof Request.New creation) {
            return creation(creation);
        }
        if (request instanceof Request.Push) {
            return before.canPush() ? new Reply.Pushed(before.next()) : new Reply.Refused(Refusal.OFFSETS_EXHAUSTED);
        }
        if (request instanceof Request.FramesFrom ask) {
            return frames(ask.from(), ask.max());
        }
        return request instanceof Request.State ? Reply.Counters.of(before) : new Reply.Done();
    }

    private static Reply creation(Request.New creation) {
        if (creation.maxBytes() == 0) {
            return new Reply.Refused(Refusal.BAD_BUDGET);
        }
        return Long.compareUnsigned(creation.nextOffset(), Long.MIN_VALUE) > 0
                ? new Reply.Refused(Refusal.OFFSETS_EXHAUSTED)
                : new Reply.Done();
    }

    private Reply frames(long from, OptionalLong max) {
        if (before.isFuture(from)) {
            return new Reply.Refused(Refusal.FUTURE, bounds());
        }
        if (before.isTooOld(from)) {
            return new Reply.Refused(Refusal.TOO_OLD, bounds());
        }
        List<FrameText> frames = before.framesFrom(from);
        return new Reply.Frames(IntStream.range(0, frames.size())
                .filter(index -> max.isEmpty() || Long.compareUnsigned(index, max.getAsLong()) < 0)
                .mapToObj(frames::get)
                .toList());
    }

    /** What a refusal carries (FROM-5). */
    private String bounds() {
        OptionalLong oldest = Reply.Counters.of(before).oldest();
        return Notation.bounds(oldest, before.next());
    }
}
