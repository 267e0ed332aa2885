package replication.backlog.tck;

import replication.backlog.Backlog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;

class LockedBacklogContractTest extends BacklogContract {
    @Override
    protected Backlog create(long maxBytes, long nextOffset) {
        return new LockedBacklog(DequeBacklog.resume(maxBytes, nextOffset));
    }
}
