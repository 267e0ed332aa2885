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
 * A reader that is caught up waits, and pushes come.
 *
 * <p>The control looks and then waits, with the lock free in between: a push that comes just then wakes nobody, and the
 * reader sleeps until its time is up. It also takes any wake-up for its own, although the first push is not what it
 * waits for. The wrapper looks under the lock that it waits with, and looks again: it wakes when there is something
 * to read, and then there is (LOCK-4).
 */
@Checks(Rule.LOCK_4)
public final class S08_AwaitPush {

    private static final Race HASTY = Race.known("await-push", Duration.ofNanos(100_000));
    private static final Race RACE = Race.known("await-push");

    private S08_AwaitPush() {}

    /** Looks, and then waits. */
    @JCStressTest
    @JCStressMeta(ControlOutcomes.class)
    @State
    public static class Unlocked extends RaceRun {
        /** Prepares. */
        public Unlocked() {
            super(HASTY, new CheckThenAwait(HASTY.maxBytes()));
        }

        /** Waits for the second frame, and reads it. */
        @Actor
        public void one() {
            runOne();
        }

        /** Pushes twice. */
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

        /** Waits for the second frame, and reads it. */
        @Actor
        public void one() {
            runOne();
        }

        /** Pushes twice. */
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
