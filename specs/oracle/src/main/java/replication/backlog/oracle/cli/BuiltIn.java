package replication.backlog.oracle.cli;

import java.util.Optional;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.conformance.subject.SharedBacklog;
import replication.backlog.wire.FrameDecoder;

/** The implementations that come with the oracle. */
enum BuiltIn {
    deque(DequeBacklog::resume),
    arena(ArenaBacklog::resume),
    model(ModelBacklog::new),
    locked(BuiltIn::locked, Optional.of((maxBytes, nextOffset) -> SharedBacklog.of(locked(maxBytes, nextOffset))));

    private final BacklogSubject.Factory factory;
    private final Optional<SharedBacklog.Factory> shared;

    BuiltIn(BacklogSubject.Factory factory) {
        this(factory, Optional.empty());
    }

    BuiltIn(BacklogSubject.Factory factory, Optional<SharedBacklog.Factory> shared) {
        this.factory = factory;
        this.shared = shared;
    }

    private static LockedBacklog locked(long maxBytes, long nextOffset) {
        return new LockedBacklog(DequeBacklog.resume(maxBytes, nextOffset));
    }

    BacklogSubject subject() {
        return new BacklogSubject(
                "the built-in " + name() + " backlog", factory, Optional.of(() -> new FrameDecoder()::decode), shared);
    }
}
