package replication.backlog.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import replication.backlog.Backlog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.wire.Argv;

/**
 * Two threads push at the same time; afterwards next is read.
 *
 * <p>Without a lock both can read the same next before either has moved it: one offset goes to two mutations, and one of
 * the frames is lost. Under the lock each push gets an offset of its own, in either order (LOCK-1, LOCK-3).
 */
public final class C01_PushPush {

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");

    private C01_PushPush() {}

    /** The deque as it is, which is not for two threads. */
    @JCStressTest
    @Outcome(
            id = {"0, 1, 2", "1, 0, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "an offset assigned twice, or a push lost")
    @State
    public static class Unlocked {

        private final Backlog backlog = new DequeBacklog(Long.MAX_VALUE);

        /** Pushes. */
        @Actor
        public void one(JJJ_Result result) {
            result.r1 = backlog.push(ARGV);
        }

        /** Pushes, too. */
        @Actor
        public void other(JJJ_Result result) {
            result.r2 = backlog.push(ARGV);
        }

        /** Reads next when both are done. */
        @Arbiter
        public void afterwards(JJJ_Result result) {
            result.r3 = backlog.nextOffset();
        }
    }

    /** The same under the lock. */
    @JCStressTest
    @Outcome(
            id = {"0, 1, 2", "1, 0, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "an offset assigned twice, or a push lost")
    @State
    public static class Locked {

        private final Backlog backlog = new LockedBacklog(new DequeBacklog(Long.MAX_VALUE));

        /** Pushes. */
        @Actor
        public void one(JJJ_Result result) {
            result.r1 = backlog.push(ARGV);
        }

        /** Pushes, too. */
        @Actor
        public void other(JJJ_Result result) {
            result.r2 = backlog.push(ARGV);
        }

        /** Reads next when both are done. */
        @Arbiter
        public void afterwards(JJJ_Result result) {
            result.r3 = backlog.nextOffset();
        }
    }
}
