package replication.backlog.conformance.subject;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import replication.backlog.model.Framing;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;

/** An implementation under test, in this process or another. */
public interface Subject extends AutoCloseable {

    /** {@return what it is, in a few words of its own} */
    String description();

    /** {@return what it offers} */
    Set<Capability> capabilities();

    /** {@return what its frames are made of} */
    default Framing framing() {
        return Framing.RESP;
    }

    /**
     * Carries out requests in order. All of them may be under way at once.
     *
     * @return a reply for each request; or fewer, the last one {@link Reply.Broken}, if it broke at that one and cannot
     *     go on. The next exchange, which must start with {@link Request.New}, then meets a fresh one.
     */
    List<Reply> exchange(List<Request> requests);

    /** Carries out requests in the same way, and hands over each reply as soon as it is there, on this thread. */
    default void exchange(List<Request> requests, Consumer<Reply> replies) {
        exchange(requests).forEach(replies);
    }

    /** Starts afresh where that is possible, so that nothing remains of what was asked before: in a new process. */
    default void restart() {}

    /** {@return the end of what it printed for people during the last exchange; empty if nothing} */
    default String diagnostics() {
        return "";
    }

    @Override
    default void close() {}
}
