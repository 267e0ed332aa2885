package replication.backlog;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * What {@link Backlog#framesFrom} answers. Each outcome is an ordinary one, and each asks something else of the caller;
 * a {@code switch} over the three is complete.
 */
public sealed interface Fetch {

    /**
     * The replica can be served: the retained frames from the asked offset on, in offset order, each once (FROM-4), or
     * none because it is caught up (FROM-2).
     *
     * <p>The list is read-only. From an unsynchronized backlog it is a live view that costs nothing to make: using it
     * after the backlog changed throws {@link java.util.ConcurrentModificationException} rather than showing something
     * else. From a {@link LockedBacklog} it is complete and never changes (LOCK-2).
     *
     * @param frames the frames
     */
    record Frames(List<Frame> frames) implements Fetch, Iterable<Frame> {
        @Override
        public Iterator<Frame> iterator() {
            return frames.iterator();
        }
    }

    /**
     * The asked offset lies below what is retained (FROM-3): the replica needs a snapshot first.
     *
     * @param oldestOffset the lowest retained offset, or empty if nothing is retained (FROM-5)
     * @param nextOffset the offset that the next push gets: what a snapshot taken now must be resumed from
     */
    record TooOld(OptionalLong oldestOffset, long nextOffset) implements Fetch, Copy {}

    /**
     * The asked offset lies beyond {@code next} (FROM-1): the replica has another history, and must not be served.
     *
     * @param oldestOffset the lowest retained offset, or empty if nothing is retained (FROM-5)
     * @param nextOffset the offset that the next push gets
     */
    record Future(OptionalLong oldestOffset, long nextOffset) implements Fetch, Copy {}
}
