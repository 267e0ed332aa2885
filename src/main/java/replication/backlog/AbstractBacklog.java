package replication.backlog;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.RandomAccess;

/** What the backlogs for one thread share: the run of retained offsets, and the answers that follow from it. */
abstract class AbstractBacklog implements Backlog {

    private final long maxBytes;

    /* Invariant. The retained offsets are oldest … next − 1, none if both are the same. Neither ever goes back. */
    private long oldest;
    private long next;

    /**
     * @throws IllegalArgumentException if {@code maxBytes} is 0 (NEW-1)
     * @throws OffsetsExhaustedException if {@code nextOffset} is greater than {@link Backlog#OFFSETS_END} (NEW-3)
     */
    AbstractBacklog(long maxBytes, long nextOffset) {
        if (maxBytes == 0) {
            throw new IllegalArgumentException("A backlog needs a budget of at least 1 byte, but maxBytes is 0.");
        }
        if (Long.compareUnsigned(nextOffset, OFFSETS_END) > 0) {
            throw new OffsetsExhaustedException("A backlog cannot resume at offset "
                    + Long.toUnsignedString(nextOffset) + ": offsets end at " + Long.toUnsignedString(OFFSETS_END)
                    + ".");
        }
        this.maxBytes = maxBytes;
        this.oldest = nextOffset;
        this.next = nextOffset;
    }

    /** Makes or finds the frame with a retained offset. */
    abstract Frame frame(long offset);

    /** Tells how long the frame with a retained offset is, without making it. */
    abstract int length(long offset);

    /** Removes the frames below an offset, which lies between oldest and next. */
    abstract void removeBelow(long offset);

    /** Returns next, if that can be assigned (PUSH-5). */
    final long assignable() {
        if (next == OFFSETS_END) {
            throw new OffsetsExhaustedException("No offset is left: the last, " + (OFFSETS_END - 1) + ", is assigned.");
        }
        return next;
    }

    /** Takes note that a frame was added. */
    final void added() {
        next++;
    }

    /** Takes note that the frames below an offset were removed, which lies between oldest and next. */
    final void removedBelow(long offset) {
        oldest = offset;
    }

    /** The lowest retained offset; {@code next} when nothing is retained. */
    final long oldest() {
        return oldest;
    }

    @Override
    public final void dropUpTo(long watermark) {
        if (!isTooOld(watermark)) {
            removeBelow(isFuture(watermark) ? next : watermark);
        }
    }

    @Override
    public final Fetch framesFrom(long from) {
        if (isFuture(from)) {
            return new Fetch.Future(oldestOffset(), next);
        }
        if (isTooOld(from)) {
            return new Fetch.TooOld(oldestOffset(), next);
        }
        return new Fetch.Frames(new View(from));
    }

    @Override
    public final Fetch framesFrom(long from, int maxFrames, long maxBytes) {
        Bounds.check(maxFrames, maxBytes);
        Fetch answer = framesFrom(from);
        if (!(answer instanceof Fetch.Frames)) {
            return answer;
        }
        List<Frame> frames = new ArrayList<>();
        long bytes = 0;
        for (long at = from; at != next && frames.size() < maxFrames; at++) {
            bytes += length(at);
            if (bytes > maxBytes && at != from) {
                break;
            }
            frames.add(frame(at));
        }
        return new Fetch.Frames(Collections.unmodifiableList(frames));
    }

    private boolean isFuture(long offset) {
        return Long.compareUnsigned(offset, next) > 0;
    }

    private boolean isTooOld(long offset) {
        return Long.compareUnsigned(offset, oldest) < 0;
    }

    @Override
    public final long maxBytes() {
        return maxBytes;
    }

    @Override
    public final long nextOffset() {
        return next;
    }

    @Override
    public final OptionalLong oldestOffset() {
        return next == oldest ? OptionalLong.empty() : OptionalLong.of(oldest);
    }

    @Override
    public final OptionalLong newestOffset() {
        return next == oldest ? OptionalLong.empty() : OptionalLong.of(next - 1);
    }

    @Override
    public final long length() {
        return next - oldest;
    }

    /** Returns, for instance, {@code next 8, held 5..7, 105 bytes of 200}. */
    @Override
    public final String toString() {
        return snapshot() + " of " + Long.toUnsignedString(maxBytes);
    }

    /** The frames from one offset to the newest, for as long as the backlog stays as it is. */
    private final class View extends AbstractList<Frame> implements RandomAccess {

        private final long from;
        private final long oldestSeen = oldest;
        private final long nextSeen = next;

        View(long from) {
            this.from = from;
        }

        @Override
        public Frame get(int index) {
            return frame(from + Objects.checkIndex(index, size()));
        }

        @Override
        public int size() {
            if (oldestSeen != oldest || nextSeen != next) {
                throw new ConcurrentModificationException(
                        "The backlog changed after these frames were asked for: ask again, or copy them before.");
            }
            return (int) Math.min(next - from, Integer.MAX_VALUE);
        }
    }
}
