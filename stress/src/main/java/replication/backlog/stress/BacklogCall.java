package replication.backlog.stress;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.Snapshot;
import replication.backlog.model.Request;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** One call to a shared backlog. It gets this thread's last reply, so that a reader can go on where it stopped. */
@FunctionalInterface
public interface BacklogCall {

    /** The length of the frame that {@link #push} pushes, as long as its offset has one digit. */
    int FRAME = 35;

    /** Makes the call. */
    Object on(SharedBacklog backlog, Object last) throws Exception;

    /** Makes the call; what it throws is a reply, too. */
    default Object reply(SharedBacklog backlog, Object last) {
        try {
            return on(backlog, last);
        } catch (Exception thrown) {
            return thrown;
        }
    }

    /** {@return a call as the suite of races has it; whoever waits does so for some time at most} */
    static BacklogCall of(Request request, Duration atMost) {
        if (request instanceof Request.Push push) {
            Argv argv = Argv.ofUtf8(push.argv().toArray(String[]::new));
            return (backlog, last) -> backlog.push(argv);
        }
        if (request instanceof Request.DropUpTo drop) {
            return drop(drop.watermark());
        }
        if (request instanceof Request.FramesFrom ask && ask.max().isEmpty()) {
            return read(ask.from());
        }
        if (request instanceof Request.Await await) {
            return await(await.from(), atMost);
        }
        if (request instanceof Request.State) {
            return state();
        }
        if (request instanceof Request.Close) {
            return close();
        }
        throw new IllegalArgumentException("No call of an essay: " + request);
    }

    /** Pushes a value of one character. */
    static BacklogCall push(String value) {
        Argv argv = Argv.ofUtf8("SET", "k", value);
        return (backlog, last) -> backlog.push(argv);
    }

    /** Drops up to a watermark. */
    static BacklogCall drop(long watermark) {
        return (backlog, last) -> {
            backlog.dropUpTo(watermark);
            return "done";
        };
    }

    /** Reads everything from an offset on. */
    static BacklogCall read(long from) {
        return read(from, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Reads from an offset on, bounded. */
    static BacklogCall read(long from, int maxFrames, long maxBytes) {
        return (backlog, last) -> backlog.framesFrom(from, maxFrames, maxBytes);
    }

    /** Reads on behind the last frame that was read, or from the same offset if there was none. */
    static BacklogCall readOn(long first, int maxFrames) {
        return (backlog, last) -> {
            List<Frame> had = last instanceof Fetch.Frames answer ? answer.frames() : List.of();
            long from = had.isEmpty() ? first : had.get(had.size() - 1).offset() + 1;
            return backlog.framesFrom(from, maxFrames, Long.MAX_VALUE);
        };
    }

    /** Reads all that is retained; only for when nobody else is at work. */
    static BacklogCall readRetained() {
        return (backlog, last) -> {
            Snapshot now = backlog.snapshot();
            return backlog.framesFrom(now.oldestOffset().orElse(now.nextOffset()), Integer.MAX_VALUE, Long.MAX_VALUE);
        };
    }

    /** Reads the counters. */
    static BacklogCall state() {
        return (backlog, last) -> backlog.snapshot();
    }

    /** Waits for something to read at an offset. */
    static BacklogCall await(long from, Duration atMost) {
        return (backlog, last) -> backlog.awaitBeyond(from, atMost);
    }

    /** Closes. */
    static BacklogCall close() {
        return (backlog, last) -> {
            backlog.close();
            return "closed";
        };
    }

    /** Makes calls one after the other. */
    static List<Object> all(List<BacklogCall> calls, SharedBacklog backlog) {
        List<Object> replies = new ArrayList<>(calls.size());
        for (BacklogCall call : calls) {
            replies.add(call.reply(backlog, last(replies)));
        }
        return replies;
    }

    /** {@return the last reply, null if there is none} */
    static Object last(List<Object> replies) {
        return replies.isEmpty() ? null : replies.get(replies.size() - 1);
    }

    /** {@return replies as text, equal exactly if the replies say the same} */
    static String text(List<Object> replies) {
        return replies.stream().map(BacklogCall::text).collect(Collectors.joining(", "));
    }

    private static String text(Object reply) {
        if (reply instanceof Fetch.Frames frames) {
            return frames.frames().stream().map(BacklogCall::text).collect(Collectors.joining(" ", "[", "]"));
        }
        if (reply instanceof Exception) {
            return reply.getClass().getSimpleName();
        }
        return reply instanceof Snapshot now ? now + " of " + now.length() : String.valueOf(reply);
    }

    /** The offset and the value that the frame's bytes carry, which are whole and its own. */
    private static String text(Frame frame) {
        if (frame == null) {
            return "nothing";
        }
        ByteBuffer bytes = frame.bytes();
        boolean whole = new FrameDecoder().decode(bytes) instanceof Decoded.Complete decoded
                && decoded.offset() == frame.offset()
                && !bytes.hasRemaining();
        return whole ? frame.offset() + "=" + (char) frame.bytes().get(frame.length() - 3) : frame.offset() + "=torn";
    }
}
