package replication.backlog.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import replication.backlog.conformance.Checks;
import replication.backlog.model.Rule;

/**
 * Two threads push at the same time.
 *
 * <p>Without a lock both read the same next before either has moved it: one offset goes to two mutations, and one of the
 * frames is lost. Under the lock each push gets an offset of its own, in either order, and both frames are there
 * afterwards (LOCK-1, LOCK-3).
 */
@Checks({Rule.LOCK_1, Rule.LOCK_3})
public final class S01_PushPush {

    private static final Race RACE = Race.known("push-push");

    private S01_PushPush() {}

    /** The deque without a lock. */
    @JCStressTest
    @JCStressMeta(ControlOutcomes.class)
    @State
    public static class Unlocked extends RaceRun {
        /** Prepares. */
        public Unlocked() {
            super(RACE, unlocked(RACE));
        }

        /** Pushes. */
        @Actor
        public void one() {
            runOne();
        }

        /** Pushes, too. */
        @Actor
        public void other() {
            runOther();
        }

        /** Judges. */
        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = judged();
        }
    }

    /** The same under the lock. */
    @JCStressTest
    @JCStressMeta(WrapperOutcomes.class)
    @State
    public static class Locked extends RaceRun {
        /** Prepares. */
        public Locked() {
            super(RACE, locked(RACE));
        }

        /** Pushes. */
        @Actor
        public void one() {
            runOne();
        }

        /** Pushes, too. */
        @Actor
        public void other() {
            runOther();
        }

        /** Judges. */
        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = judged();
        }
    }
}
