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
 * One thread pushes while another drops what all replicas have.
 *
 * <p>Both change the length and the byte count. Without a lock one of the changes is lost, and the accounts are wrong
 * from then on (ACCT-1, ACCT-2). Under the lock the two commute here, so that there is but one outcome.
 */
@Checks(Rule.LOCK_1)
public final class S03_PushDrop {

    private static final Race RACE = Race.known("push-drop");

    private S03_PushDrop() {}

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

        /** Drops the first frame. */
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

        /** Drops the first frame. */
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
