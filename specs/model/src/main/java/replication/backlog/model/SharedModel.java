package replication.backlog.model;

import java.util.List;
import java.util.Optional;

/**
 * The specification of a backlog that threads share: the same as for one thread, and besides that it can be closed and waited
 * for (LOCK-4).
 *
 * @param backlog what it holds
 * @param closed whether it takes no further push
 */
public record SharedModel(BacklogModel backlog, boolean closed) {

    /**
     * One call, carried out.
     *
     * @param reply what it is answered
     * @param after what it leaves
     */
    public record Call(Reply reply, SharedModel after) {}

    /** {@return what a call comes to now; empty if it has to wait} */
    public Optional<Call> call(Request request) {
        if (request instanceof Request.Await await) {
            boolean due = Long.compareUnsigned(backlog.next(), await.from()) > 0;
            return due || closed ? Optional.of(new Call(new Reply.Awaited(due), this)) : Optional.empty();
        }
        if (request instanceof Request.Close) {
            return Optional.of(new Call(new Reply.Done(), new SharedModel(backlog, true)));
        }
        if (request instanceof Request.Push && closed) {
            return Optional.of(new Call(new Reply.Refused(Refusal.CLOSED), this));
        }
        Operation operation = Operation.of(backlog, request);
        List<Reply> allowed = operation.allowed();
        return Optional.of(new Call(bare(allowed.get(0)), new SharedModel(operation.after(), closed)));
    }

    /** What a refusal carries is not looked at in a race: adapters do not tell it. */
    private static Reply bare(Reply reply) {
        return reply instanceof Reply.Refused refused ? new Reply.Refused(refused.refusal()) : reply;
    }
}
