package replication.backlog.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.wire.Argv;

/**
 * A correct backlog whose every decision is a method of its own, so that a fault is one of them overridden: one small
 * readable thing.
 */
class PlainBacklog implements Backlog {

    final List<Frame> frames = new ArrayList<>();
    final long maxBytes;
    long next;
    long buffered;

    PlainBacklog(long maxBytes, long nextOffset) {
        if (refusesBudget(maxBytes)) {
            throw new IllegalArgumentException("The budget is 0.");
        }
        if (Long.compareUnsigned(nextOffset, OFFSETS_END) > 0) {
            throw new OffsetsExhaustedException("The next offset is beyond 2^63.");
        }
        this.maxBytes = maxBytes;
        this.next = nextOffset;
    }

    boolean refusesBudget(long budget) {
        return budget == 0;
    }

    boolean isExhausted() {
        return next == OFFSETS_END;
    }

    Frame encoded(Argv argv) {
        return Frame.encode(next, argv);
    }

    boolean mustEvictFor(Frame coming) {
        return !frames.isEmpty() && Long.compareUnsigned(buffered + coming.length(), maxBytes) > 0;
    }

    long released(Frame gone) {
        return gone.length();
    }

    void afterPush() {}

    boolean leaves(Frame frame, long watermark) {
        return Long.compareUnsigned(frame.offset(), watermark) < 0;
    }

    void afterDrop(long watermark) {}

    boolean isFuture(long from) {
        return Long.compareUnsigned(from, next) > 0;
    }

    boolean isTooOld(long from) {
        return Long.compareUnsigned(from, oldest()) < 0;
    }

    List<Frame> served(long from) {
        return frames.stream()
                .filter(frame -> Long.compareUnsigned(frame.offset(), from) >= 0)
                .toList();
    }

    OptionalLong carriedOldest() {
        return oldestOffset();
    }

    final long oldest() {
        return frames.isEmpty() ? next : frames.get(0).offset();
    }

    final void removeOldest() {
        buffered -= released(frames.remove(0));
    }

    @Override
    public long push(Argv argv) {
        if (isExhausted()) {
            throw new OffsetsExhaustedException("No offset is left.");
        }
        long offset = next;
        Frame frame = encoded(argv);
        while (mustEvictFor(frame)) {
            removeOldest();
        }
        frames.add(frame);
        buffered += frame.length();
        next++;
        afterPush();
        return offset;
    }

    @Override
    public void dropUpTo(long watermark) {
        while (!frames.isEmpty() && leaves(frames.get(0), watermark)) {
            removeOldest();
        }
        afterDrop(watermark);
    }

    @Override
    public Fetch framesFrom(long from) {
        if (isFuture(from)) {
            return new Fetch.Future(carriedOldest(), next);
        }
        return isTooOld(from) ? new Fetch.TooOld(carriedOldest(), next) : new Fetch.Frames(served(from));
    }

    @Override
    public long maxBytes() {
        return maxBytes;
    }

    @Override
    public long nextOffset() {
        return next;
    }

    @Override
    public OptionalLong oldestOffset() {
        return frames.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(frames.get(0).offset());
    }

    @Override
    public OptionalLong newestOffset() {
        return frames.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(frames.get(frames.size() - 1).offset());
    }

    @Override
    public long bufferedBytes() {
        return buffered;
    }

    @Override
    public long length() {
        return frames.size();
    }
}
