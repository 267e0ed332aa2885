package replication.backlog.conformance;

import java.util.Optional;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.SharedBacklog;
import replication.backlog.wire.FrameDecoder;

/** Backlogs beside the reference's decoder. */
public final class Reference {

    private Reference() {}

    /** {@return a subject that decodes as the reference does} */
    public static BacklogSubject subject(String description, BacklogSubject.Factory factory) {
        return new BacklogSubject(description, factory, Optional.of(() -> new FrameDecoder()::decode));
    }

    /** {@return the deque, and behind the lock for threads to share} */
    public static BacklogSubject shared(String description) {
        return new BacklogSubject(
                description,
                DequeBacklog::resume,
                Optional.of(() -> new FrameDecoder()::decode),
                Optional.of((maxBytes, nextOffset) ->
                        SharedBacklog.of(new LockedBacklog(DequeBacklog.resume(maxBytes, nextOffset)))));
    }
}
