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
 * One thread drops while another reads from a frame that is about to go.
 *
 * <p>Without a lock the reader finds the slot empty that it was promised. Under the lock it is in time, and gets
 * everything from there on, or is told that it is too old, with the oldest offset and next of that moment (LOCK-2,
 * FROM-5).
 */
@Checks(Rule.LOCK_2)
public final class S04_DropRead {

    private static final Race RACE = Race.known("drop-read");

    private S04_DropRead() {}

    /** The deque without a lock. */
    @JCStressTest
    @JCStressMeta(ControlOutcomes.class)
    @State
    public static class Unlocked extends RaceRun {
        /** Prepares. */
        public Unlocked() {
            super(RACE, unlocked(RACE));
        }

        /** Drops two frames. */
        @Actor
        public void one() {
            runOne();
        }

        /** Reads from the second. */
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

        /** Drops two frames. */
        @Actor
        public void one() {
            runOne();
        }

        /** Reads from the second. */
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
