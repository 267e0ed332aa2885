package replication.backlog.stress;

import static replication.backlog.stress.BacklogCall.FRAME;
import static replication.backlog.stress.BacklogCall.push;
import static replication.backlog.stress.BacklogCall.read;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import replication.backlog.conformance.Checks;
import replication.backlog.model.Rule;

/**
 * A reader takes what it asked for in small pieces while pushes evict.
 *
 * <p>The bounds are counted on frames that must not move meanwhile. Under the lock a bounded read is the beginning of
 * what a read without bounds would have got at that moment, and at least one frame when one is due (LOCK-5).
 */
@Checks(Rule.LOCK_5)
public final class S07_BoundedReadEviction {

    private static final Race RACE = new Race(
            3 * FRAME,
            List.of(push("a"), push("b"), push("c")),
            List.of(push("d"), push("e")),
            List.of(read(1, 1, Long.MAX_VALUE), read(2, 9, 2 * FRAME)));

    private S07_BoundedReadEviction() {}

    /** The deque without a lock. */
    @JCStressTest
    @JCStressMeta(ControlOutcomes.class)
    @State
    public static class Unlocked extends RaceRun {
        /** Prepares. */
        public Unlocked() {
            super(RACE, unlocked(RACE));
        }

        /** Pushes twice, and evicts twice. */
        @Actor
        public void one() {
            runOne();
        }

        /** Reads one frame, and then as many as two take. */
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

        /** Pushes twice, and evicts twice. */
        @Actor
        public void one() {
            runOne();
        }

        /** Reads one frame, and then as many as two take. */
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
