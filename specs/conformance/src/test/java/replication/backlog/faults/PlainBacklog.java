package replication.backlog.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.wire.Argv;

/**
 * A correct backlog whose every decision is a method of its own, so that a fault is one of them overridden: one small
 * readable thing. It shares no code with the production backlog, not even the encoder.
 */
class PlainBacklog implements Backlog {

    final List<Frame> frames = storage();
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

    // Creation

    List<Frame> storage() {
        return new ArrayList<>();
    }

    boolean refusesBudget(long budget) {
        return budget == 0;
    }

    // Push

    boolean isExhausted() {
        return next == OFFSETS_END;
    }

    Frame frame(Argv argv) {
        return Frame.copyOf(next, encoded(argv).getBytes(StandardCharsets.ISO_8859_1));
    }

    final String encoded(Argv argv) {
        StringBuilder text = new StringBuilder(envelope(next)).append(count(argv.size()));
        for (int i = 0; i < argv.size(); i++) {
            text.append(argument(new String(argv.argument(i), StandardCharsets.ISO_8859_1)));
        }
        return text.toString();
    }

    String envelope(long offset) {
        return "*2\r\n:" + offset + "\r\n";
    }

    String count(int arguments) {
        return "*" + arguments + "\r\n";
    }

    String argument(String bytes) {
        return "$" + bytes.length() + "\r\n" + bytes + "\r\n";
    }

    boolean mustEvictFor(Frame coming) {
        return !frames.isEmpty() && isOverBudget(buffered + booked(coming));
    }

    boolean isOverBudget(long bytes) {
        return Long.compareUnsigned(bytes, maxBytes) > 0;
    }

    void evict() {
        removeOldest();
    }

    void retain(Frame frame) {
        frames.add(frame);
        buffered += booked(frame);
    }

    long booked(Frame coming) {
        return coming.length();
    }

    long released(Frame gone) {
        return booked(gone);
    }

    long following(long offset) {
        return offset + 1;
    }

    // Drop

    boolean leaves(Frame frame, long watermark) {
        return Long.compareUnsigned(frame.offset(), watermark) < 0;
    }

    void drop() {
        removeOldest();
    }

    // Frames from an offset

    boolean isFuture(long from) {
        return Long.compareUnsigned(from, next) > 0;
    }

    boolean isTooOld(long from) {
        return Long.compareUnsigned(from, oldest()) < 0;
    }

    List<Frame> served(long from) {
        List<Frame> served = new ArrayList<>();
        for (Frame frame : frames) {
            if (Long.compareUnsigned(frame.offset(), from) >= 0) {
                served.add(frame);
            }
        }
        return Collections.unmodifiableList(served);
    }

    OptionalLong carriedOldest() {
        return oldestOffset();
    }

    // What holds them together

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
        Frame frame = frame(argv);
        while (mustEvictFor(frame)) {
            evict();
        }
        retain(frame);
        next = following(offset);
        return offset;
    }

    @Override
    public void dropUpTo(long watermark) {
        while (!frames.isEmpty() && leaves(frames.get(0), watermark)) {
            drop();
        }
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
