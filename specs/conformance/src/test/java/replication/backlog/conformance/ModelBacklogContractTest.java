package replication.backlog.conformance;

import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.Backlog;

class ModelBacklogContractTest extends BacklogContract {
    @Override
    protected Backlog create(long maxBytes, long nextOffset) {
        return new ModelBacklog(maxBytes, nextOffset);
    }
}
