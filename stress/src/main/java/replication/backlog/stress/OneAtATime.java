package replication.backlog.stress;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import replication.backlog.Backlog;
import replication.backlog.BacklogClosedException;
import replication.backlog.Copy;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.Snapshot;
import replication.backlog.wire.Argv;

/**
 * What a shared backlog does when its calls come one at a time.
 *
 * <p>Around the model it is the specification of the wrapper. Around the deque, and used by two threads after all, it is
 * the control: the same without a lock.
 */
public class OneAtATime implements SharedBacklog {

    private final Backlog backlog;
    private boolean closed;

    /** Wraps the model, or the deque. */
    public OneAtATime(Backlog backlog) {
        this.backlog = backlog;
    }

    @Override
    public long push(Argv argv) {
        if (closed) {
            throw new BacklogClosedException("closed");
        }
        return backlog.push(argv);
    }

    @Override
    public void dropUpTo(long watermark) {
        backlog.dropUpTo(watermark);
    }

    /** As many frames from the offset on as both bounds allow, and one if there is one (LOCK-5). */
    @Override
    public Fetch framesFrom(long from, int maxFrames, long maxBytes) {
        Fetch answer = backlog.framesFrom(from);
        if (!(answer instanceof Fetch.Frames all)) {
            return answer;
        }
        List<Frame> frames = new ArrayList<>();
        long bytes = 0;
        for (Frame frame : all) {
            bytes += frame.length();
            if (frames.isEmpty() || (frames.size() < maxFrames && bytes <= maxBytes)) {
                frames.add(frame);
            }
        }
        return new Fetch.Frames(frames);
    }

    @Override
    public Copy copyFrom(long from, ByteBuffer into) {
        return backlog.copyFrom(from, into);
    }

    @Override
    public Snapshot snapshot() {
        return backlog.snapshot();
    }

    /** With nobody else at work, a wait that is not over at once never ends (LOCK-4). */
    @Override
    public Awaited awaitBeyond(long from, Duration atMost) throws InterruptedException {
        if (Long.compareUnsigned(backlog.nextOffset(), from) > 0) {
            return Awaited.DUE;
        }
        if (closed) {
            return Awaited.CLOSED;
        }
        if (atMost.isZero()) {
            return Awaited.TIME_UP;
        }
        throw new WaitsForEver();
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Says that a call cannot come at this point of an order: it would not return. */
    static final class WaitsForEver extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
