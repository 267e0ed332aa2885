package example;

import java.util.LinkedList;
import java.util.List;
import java.util.OptionalLong;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.wire.Argv;

/** A backlog as one would write it first: a list of frames, and everything else worked out from it. */
final class ListBacklog implements Backlog {

    private final List<Frame> frames = new LinkedList<>();
    private final long maxBytes;
    private long next;

    ListBacklog(long maxBytes, long nextOffset) {
        if (maxBytes == 0) {
            throw new IllegalArgumentException("The budget is 0.");
        }
        if (Long.compareUnsigned(nextOffset, OFFSETS_END) > 0) {
            throw new OffsetsExhaustedException("The next offset is beyond 2^63.");
        }
        this.maxBytes = maxBytes;
        this.next = nextOffset;
    }

    @Override
    public long push(Argv argv) {
        if (next == OFFSETS_END) {
            throw new OffsetsExhaustedException("No offset is left.");
        }
        frames.add(Frame.encode(next, argv));
        while (Long.compareUnsigned(bufferedBytes(), maxBytes) > 0 && frames.size() > 1) {
            frames.remove(0);
        }
        return next++;
    }

    @Override
    public void dropUpTo(long watermark) {
        frames.removeIf(frame -> Long.compareUnsigned(frame.offset(), watermark) < 0);
    }

    @Override
    public Fetch framesFrom(long from) {
        if (Long.compareUnsigned(from, next) > 0) {
            return new Fetch.Future(oldestOffset(), next);
        }
        if (Long.compareUnsigned(from, oldestOffset().orElse(next)) < 0) {
            return new Fetch.TooOld(oldestOffset(), next);
        }
        return new Fetch.Frames(frames.stream()
                .filter(frame -> Long.compareUnsigned(frame.offset(), from) >= 0)
                .toList());
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
        return frames.isEmpty() ? OptionalLong.empty() : OptionalLong.of(next - frames.size());
    }

    @Override
    public OptionalLong newestOffset() {
        return frames.isEmpty() ? OptionalLong.empty() : OptionalLong.of(next - 1);
    }

    @Override
    public long bufferedBytes() {
        return frames.stream().mapToLong(Frame::length).sum();
    }

    @Override
    public long length() {
        return frames.size();
    }
}
