package replication.backlog.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Everything that can be observed of a backlog, as far as it can make a difference. */
public final class Observations {

    private Observations() {}

    /** The counters, the answers at every offset of interest, and the counters again: asking has changed nothing (ACCT-3). */
    public static List<Request> of(BacklogModel model) {
        List<Request> observations = new ArrayList<>();
        observations.add(new Request.State());
        offsetsOfInterest(model).forEach(from -> observations.add(new Request.FramesFrom(from, OptionalLong.empty())));
        observations.add(new Request.State());
        return observations;
    }

    /** Both sides of every boundary: the retained run's, next's, the assignable offsets', the 64-bit range's. */
    private static LongStream offsetsOfInterest(BacklogModel model) {
        long oldest = model.oldest();
        long next = model.next();
        return LongStream.of(
                        oldest,
                        oldest - 1,
                        oldest + 1,
                        next - 1,
                        next,
                        next + 1,
                        0,
                        1,
                        Long.MAX_VALUE,
                        Long.MIN_VALUE,
                        -1)
                .distinct();
    }
}
