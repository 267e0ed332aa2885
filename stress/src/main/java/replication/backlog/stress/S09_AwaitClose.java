package replication.backlog.stress;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import replication.backlog.conformance.Checks;
import replication.backlog.model.Rule;

/**
 * A reader that is caught up waits, and the backlog is closed.
 *
 * <p>Nothing will come any more, and the reader has to be told so. In the control the closing can fall between looking
 * and waiting, and the reader sleeps on. The wrapper never lets it (LOCK-4).
 */
@Checks(Rule.LOCK_4)
public final class S09_AwaitClose {

    private static final Race HASTY = Race.known("await-close", Duration.ofNanos(100_000));
    private static final Race RACE = Race.known("await-close");

    private S09_AwaitClose() {}

    /** Looks, and then waits. */
    @JCStressTest
    @JCStressMeta(ControlOutcomes.class)
    @State
    public static class Unlocked extends RaceRun {
        /** Prepares. */
        public Unlocked() {
            super(HASTY, new CheckThenAwait(HASTY.maxBytes()));
        }

        /** Waits for a frame that never comes. */
        @Actor
        public void one() {
            runOne();
        }

        /** Closes. */
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

        /** Waits for a frame that never comes. */
        @Actor
        public void one() {
            runOne();
        }

        /** Closes. */
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
