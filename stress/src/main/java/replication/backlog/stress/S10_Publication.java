package replication.backlog.stress;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.conformance.Checks;
import replication.backlog.model.Rule;

/**
 * One thread hands a frame to another through a plain field, without any synchronization, which is wrong of it.
 *
 * <p>Bytes that are written after the array was handed out are seen half written. A frame is whole all the same: it is made
 * of its bytes, keeps them in a final field, and nobody writes to them any more (PUSH-4, LOCK-2).
 */
@Checks(Rule.LOCK_2)
public final class S10_Publication {

    private S10_Publication() {}

    /** An array that is handed out, and then filled. */
    @JCStressTest
    @Outcome(
            id = {"nothing", "[0=a]"},
            expect = Expect.ACCEPTABLE,
            desc = "nothing yet, or all of it")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "bytes that are still to come")
    @State
    public static class Unlocked {

        private final byte[] whole = pushed().toByteArray();
        private byte[] bytes;

        /** Hands an array over, and fills it. */
        @Actor
        public void writer() {
            byte[] filled = new byte[whole.length];
            bytes = filled;
            for (int i = 0; i < whole.length; i++) {
                filled[i] = whole[i];
            }
        }

        /** Looks what there is. */
        @Actor
        public void reader(L_Result result) {
            byte[] seen = bytes;
            result.r1 = seen == null ? "nothing" : text(Frame.copyOf(0, seen));
        }
    }

    /** A frame of the wrapper's. */
    @JCStressTest
    @Outcome(
            id = {"nothing", "[0=a]"},
            expect = Expect.ACCEPTABLE,
            desc = "nothing yet, or all of it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "bytes that are still to come")
    @State
    public static class Locked {

        private Frame frame;

        /** Pushes, and hands over what was pushed. */
        @Actor
        public void writer() {
            frame = pushed();
        }

        /** Looks what there is. */
        @Actor
        public void reader(L_Result result) {
            Frame seen = frame;
            result.r1 = seen == null ? "nothing" : text(seen);
        }
    }

    private static Frame pushed() {
        SharedBacklog backlog = RaceRun.locked(Long.MAX_VALUE);
        BacklogCall.push("a".repeat(500)).reply(backlog, null);
        return ((Fetch.Frames) backlog.framesFrom(0, 1, 1)).frames().get(0);
    }

    private static String text(Frame frame) {
        return BacklogCall.text(List.of(new Fetch.Frames(List.of(frame))));
    }
}
