package replication.backlog.bench;

import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.OptionalLong;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.wire.Argv;

/**
 * The baseline: what one would write first. Frames of exactly their size stand in an {@link ArrayDeque}, and a read walks up
 * to the offset that it asks for.
 */
final class ArrayDequeBacklog implements Backlog {

    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final long maxBytes;
    private long next;
    private long buffered;

    ArrayDequeBacklog(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public long push(Argv argv) {
        Frame frame = Frame.encode(next, argv);
        while (!frames.isEmpty() && buffered + frame.length() > maxBytes) {
            buffered -= frames.removeFirst().length();
        }
        frames.addLast(frame);
        buffered += frame.length();
        return next++;
    }

    @Override
    public void dropUpTo(long watermark) {
        while (!frames.isEmpty() && frames.getFirst().offset() < watermark) {
            buffered -= frames.removeFirst().length();
        }
    }

    @Override
    public Fetch framesFrom(long from) {
        if (from > next) {
            return new Fetch.Future(oldestOffset(), next);
        }
        if (from < oldest()) {
            return new Fetch.TooOld(oldestOffset(), next);
        }
        return new Fetch.Frames(new FrameList(from));
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
        return frames.isEmpty() ? OptionalLong.empty() : OptionalLong.of(oldest());
    }

    @Override
    public OptionalLong newestOffset() {
        return frames.isEmpty() ? OptionalLong.empty() : OptionalLong.of(next - 1);
    }

    @Override
    public long bufferedBytes() {
        return buffered;
    }

    @Override
    public long length() {
        return frames.size();
    }

    private long oldest() {
        return next - frames.size();
    }

    /** The frames from one offset on. */
    private final class FrameList extends AbstractList<Frame> {

        private final long from;

        FrameList(long from) {
            this.from = from;
        }

        @Override
        public Iterator<Frame> iterator() {
            return walkTo(from);
        }

        @Override
        public Frame get(int index) {
            return walkTo(from + index).next();
        }

        @Override
        public int size() {
            return (int) (next - from);
        }

        private Iterator<Frame> walkTo(long offset) {
            Iterator<Frame> walk = frames.iterator();
            for (long passed = oldest(); passed < offset; passed++) {
                walk.next();
            }
            return walk;
        }
    }
}
