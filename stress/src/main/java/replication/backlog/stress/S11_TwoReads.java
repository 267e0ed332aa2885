package replication.backlog.stress;

import static replication.backlog.stress.BacklogCall.FRAME;
import static replication.backlog.stress.BacklogCall.push;
import static replication.backlog.stress.BacklogCall.readOn;

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
 * A reader reads twice in a row, the second time from where the first answer ended, while pushes come and evict.
 *
 * <p>Under the lock the two answers together are one run of offsets: no gap, no repeat, no going back, unless the reader
 * is told that it fell behind (LOCK-3, FROM-3).
 */
@Checks(Rule.LOCK_3)
public final class S11_TwoReads {

    private static final Race RACE = new Race(
            3 * FRAME,
            List.of(push("a"), push("b")),
            List.of(push("c"), push("d")),
            List.of(readOn(0, 2), readOn(0, 2)));

    private S11_TwoReads() {}

    /** The deque without a lock. */
    @JCStressTest
    @JCStressMeta(ControlOutcomes.class)
    @State
    public static class Unlocked extends RaceRun {
        /** Prepares. */
        public Unlocked() {
            super(RACE, unlocked(RACE));
        }

        /** Pushes twice. */
        @Actor
        public void one() {
            runOne();
        }

        /** Reads on, twice. */
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

        /** Pushes twice. */
        @Actor
        public void one() {
            runOne();
        }

        /** Reads on, twice. */
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
