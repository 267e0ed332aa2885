package example;

import replication.backlog.Backlog;
import replication.backlog.conformance.BacklogConformance;

class ListBacklogTest extends BacklogConformance {
    @Override
    protected Backlog create(long maxBytes, long nextOffset) {
        return new ListBacklog(maxBytes, nextOffset);
    }
}
