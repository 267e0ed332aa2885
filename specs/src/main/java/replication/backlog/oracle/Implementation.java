package replication.backlog.oracle;

import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.tck.BacklogSubject;
import replication.backlog.tck.ModelBacklog;

/** The implementations that come with the oracle. */
enum Implementation {
    deque(DequeBacklog::resume),
    arena(ArenaBacklog::resume),
    model(ModelBacklog::new),
    locked((maxBytes, nextOffset) -> new LockedBacklog(DequeBacklog.resume(maxBytes, nextOffset)));

    private final BacklogSubject.Factory factory;

    Implementation(BacklogSubject.Factory factory) {
        this.factory = factory;
    }

    BacklogSubject subject() {
        return new BacklogSubject("the built-in " + name() + " backlog", factory);
    }
}
