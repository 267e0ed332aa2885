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
 * One thread pushes while another closes and then reads the counters.
 *
 * <p>Whoever closed may count on it: the counters that it reads afterwards are the last. Without a lock a push that saw
 * the backlog open goes on after that. Under the lock it comes before the closing, or is refused.
 */
@Checks(Rule.LOCK_1)
public final class S12_PushClose {

    private static final Race RACE = Race.known("push-close");

    private S12_PushClose() {}

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

        /** Closes, and looks. */
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

        /** Closes, and looks. */
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
