package replication.backlog.conformance;

import replication.backlog.ArenaBacklog;
import replication.backlog.Backlog;
import replication.backlog.LockedBacklog;

class LockedBacklogContractTest extends BacklogContract {
    @Override
    protected Backlog create(long maxBytes, long nextOffset) {
        return new LockedBacklog(ArenaBacklog.resume(maxBytes, nextOffset));
    }
}
