package replication.backlog.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import replication.backlog.Backlog;
import replication.backlog.DequeBacklog;
import replication.backlog.Fetch;
import replication.backlog.LockedBacklog;
import replication.backlog.Snapshot;
import replication.backlog.wire.Argv;

/**
 * One thread pushes into a backlog that holds one frame of at most two; another reads the counters together, and then every
 * frame from 0 on.
 *
 * <p>Whatever the moment, the counters agree with each other, and the second look is not older than the first (LOCK-3).
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both looks before the push")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the push between the looks")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "both looks after the push")
@Outcome(expect = Expect.FORBIDDEN, desc = "counters of two moments, or a reader that goes back")
@State
public class C02_PushRead {

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");
    private static final long TORN = -1;

    private final Backlog backlog = new LockedBacklog(new DequeBacklog(70));

    /** Starts with one frame. */
    public C02_PushRead() {
        backlog.push(ARGV);
    }

    /** Pushes. */
    @Actor
    public void writer() {
        backlog.push(ARGV);
    }

    /** Reads the counters, then the frames. */
    @Actor
    public void reader(JJ_Result result) {
        Snapshot now = backlog.snapshot();
        boolean ofOneMoment = now.length() == now.nextOffset()
                && now.bufferedBytes() == 35 * now.length()
                && now.newestOffset().orElse(TORN) == now.nextOffset() - 1;
        result.r1 = ofOneMoment ? now.nextOffset() : TORN;
        result.r2 = ((Fetch.Frames) backlog.framesFrom(0)).frames().size();
    }
}
