package replication.backlog.oracle.cli;

import java.util.Optional;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.wire.FrameDecoder;

/** The implementations that come with the oracle. */
enum BuiltIn {
    deque(DequeBacklog::resume),
    arena(ArenaBacklog::resume),
    model(ModelBacklog::new),
    locked((maxBytes, nextOffset) -> new LockedBacklog(DequeBacklog.resume(maxBytes, nextOffset)));

    private final BacklogSubject.Factory factory;

    BuiltIn(BacklogSubject.Factory factory) {
        this.factory = factory;
    }

    BacklogSubject subject() {
        return new BacklogSubject(
                "the built-in " + name() + " backlog", factory, Optional.of(() -> new FrameDecoder()::decode));
    }
}
