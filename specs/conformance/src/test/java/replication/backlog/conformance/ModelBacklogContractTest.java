package replication.backlog.conformance;

import replication.backlog.Backlog;
import replication.backlog.conformance.subject.ModelBacklog;

class ModelBacklogContractTest extends BacklogContract {
    @Override
    protected Backlog create(long maxBytes, long nextOffset) {
        return new ModelBacklog(maxBytes, nextOffset);
    }
}
