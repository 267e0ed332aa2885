package replication.backlog.spec;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Everything that can be observed of a backlog, as far as it can make a difference. */
public final class Observations {

    private Observations() {}

    /** The counters, and the answers at every offset of interest. */
    public static List<Request> of(BacklogModel model) {
        return Stream.<Request>concat(
                        Stream.of(new Request.State()),
                        offsetsOfInterest(model).mapToObj(from -> new Request.FramesFrom(from, OptionalLong.empty())))
                .toList();
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
