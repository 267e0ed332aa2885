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
 * One thread pushes into a full backlog while another reads the counters together.
 *
 * <p>Without a lock they are of different moments: next has moved and oldest has not, or more bytes are counted than
 * frames. Under the lock newest is just below next, and bytes and length fit (LOCK-3).
 */
@Checks(Rule.LOCK_3)
public final class S06_Counters {

    private static final Race RACE = Race.known("counters");

    private S06_Counters() {}

    /** The deque without a lock. */
    @JCStressTest
    @JCStressMeta(ControlOutcomes.class)
    @State
    public static class Unlocked extends RaceRun {
        /** Prepares. */
        public Unlocked() {
            super(RACE, unlocked(RACE));
        }

        /** Pushes twice, and the second push evicts. */
        @Actor
        public void one() {
            runOne();
        }

        /** Reads the counters twice. */
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

        /** Pushes twice, and the second push evicts. */
        @Actor
        public void one() {
            runOne();
        }

        /** Reads the counters twice. */
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
