package replication.backlog.conformance;

import replication.backlog.Backlog;
import replication.backlog.DequeBacklog;

class DequeBacklogContractTest extends BacklogContract {
    @Override
    protected Backlog create(long maxBytes, long nextOffset) {
        return DequeBacklog.resume(maxBytes, nextOffset);
    }
}
