package replication.backlog.conformance;

import replication.backlog.ArenaBacklog;
import replication.backlog.Backlog;

class ArenaBacklogContractTest extends BacklogContract {
    @Override
    protected Backlog create(long maxBytes, long nextOffset) {
        return ArenaBacklog.resume(maxBytes, nextOffset);
    }
}
