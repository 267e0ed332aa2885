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
 * A push into a full backlog evicts while another thread reads.
 *
 * <p>What leaves is what the reader is at. Without a lock it is handed a hole. Under the lock it gets both old frames,
 * or the refusal of a moment in which the new one is in place already: never a run that starts with a gap (LOCK-2,
 * LOCK-3).
 */
@Checks({Rule.LOCK_2, Rule.LOCK_3})
public final class S05_PushEvictsRead {

    private static final Race RACE = Race.known("push-evicts-read");

    private S05_PushEvictsRead() {}

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

        /** Reads from what goes, then from what stays. */
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

        /** Reads from what goes, then from what stays. */
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
