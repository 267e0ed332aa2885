package replication.backlog.stress;

import static replication.backlog.stress.BacklogCall.await;
import static replication.backlog.stress.BacklogCall.close;
import static replication.backlog.stress.BacklogCall.push;

import java.time.Duration;
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
 * A reader that is caught up waits, and the backlog is closed.
 *
 * <p>Nothing will come any more, and the reader has to be told so. In the control the closing can fall between looking
 * and waiting, and the reader sleeps on. The wrapper never lets it (LOCK-4).
 */
@Checks(Rule.LOCK_4)
public final class S09_AwaitClose {

    private static final Race HASTY = new Race(
            Long.MAX_VALUE, List.of(push("a")), List.of(await(1, Duration.ofNanos(100_000))), List.of(close()));
    private static final Race RACE =
            new Race(Long.MAX_VALUE, List.of(push("a")), List.of(await(1, Duration.ofSeconds(20))), List.of(close()));

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
