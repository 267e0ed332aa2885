package replication.backlog.tck;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.Snapshot;
import replication.backlog.spec.FrameText;
import replication.backlog.spec.Notation;
import replication.backlog.spec.Refusal;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** A Java backlog as a subject. */
public final class BacklogSubject implements Subject {

    /** Makes the backlogs under test. */
    @FunctionalInterface
    public interface Factory {
        /**
         * Creates a backlog.
         *
         * @param maxBytes the budget, unsigned
         * @param nextOffset where to resume, unsigned; 0 for a fresh backlog
         * @throws IllegalArgumentException if the budget is 0 (NEW-1)
         * @throws OffsetsExhaustedException if the offset is beyond 2^63 (NEW-3)
         */
        Backlog create(long maxBytes, long nextOffset);
    }

    /** The bytes before a frame's payload, which is a command as a client sends it, at offset 0. */
    private static final int ENVELOPE_OF_0 = "*2\r\n:0\r\n".length();

    private final String description;
    private final Factory factory;
    private final Function<ByteBuffer, Decoded> decoder;
    private Backlog backlog;

    /**
     * Creates a subject.
     *
     * @param description what it is, in a few words
     * @param factory makes the backlogs
     */
    public BacklogSubject(String description, Factory factory) {
        this(description, factory, in -> new FrameDecoder().decode(in));
    }

    /**
     * Creates a subject with a decoder of its own.
     *
     * @param description what it is, in a few words
     * @param factory makes the backlogs
     * @param decoder decodes the frame at a buffer's position
     */
    public BacklogSubject(String description, Factory factory, Function<ByteBuffer, Decoded> decoder) {
        this.description = description;
        this.factory = factory;
        this.decoder = decoder;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.values());
    }

    @Override
    public List<Reply> exchange(List<Request> requests) {
        List<Reply> replies = new ArrayList<>(requests.size());
        for (Request request : requests) {
            replies.add(guarded(request));
        }
        return replies;
    }

    /**
     * Has the backlog check its own invariants.
     *
     * @throws IllegalStateException if one does not hold
     */
    void checkInvariants() {
        backlog.checkInvariants();
    }

    private Reply guarded(Request request) {
        try {
            return reply(request);
        } catch (OffsetsExhaustedException exhausted) {
            return new Reply.Refused(Refusal.OFFSETS_EXHAUSTED);
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError broken) {
            return new Reply.Broken(Reply.Broken.How.ERROR, broken.toString());
        }
    }

    private Reply reply(Request request) {
        if (request instanceof Request.New creation) {
            return create(creation);
        }
        if (request instanceof Request.Push push) {
            return new Reply.Pushed(push(push.argv()));
        }
        if (request instanceof Request.DropUpTo drop) {
            backlog.dropUpTo(drop.watermark());
            return new Reply.Done();
        }
        if (request instanceof Request.FramesFrom ask) {
            return frames(backlog.framesFrom(ask.from()), ask.max());
        }
        return request instanceof Request.Decode decode ? decode(decode.bytes()) : counters(backlog);
    }

    /** Pushes as a server does: out of a buffer that is overwritten as soon as the push is over (PUSH-4). */
    private long push(List<String> arguments) {
        byte[] received = bytes(FrameText.encode(0, arguments).bytes());
        ByteBuffer command = ByteBuffer.wrap(received).position(ENVELOPE_OF_0);
        try {
            return backlog.push(((Command.Complete) new CommandParser().parse(command)).argv());
        } finally {
            Arrays.fill(received, (byte) '!');
        }
    }

    private Reply create(Request.New creation) {
        try {
            backlog = factory.create(creation.maxBytes(), creation.nextOffset());
            return new Reply.Done();
        } catch (OffsetsExhaustedException exhausted) {
            return new Reply.Refused(Refusal.OFFSETS_EXHAUSTED);
        } catch (IllegalArgumentException badBudget) {
            return new Reply.Refused(Refusal.BAD_BUDGET);
        }
    }

    private static Reply frames(Fetch answer, OptionalLong max) {
        if (answer instanceof Fetch.TooOld tooOld) {
            return new Reply.Refused(Refusal.TOO_OLD, Notation.bounds(tooOld.oldestOffset(), tooOld.nextOffset()));
        }
        if (answer instanceof Fetch.Future future) {
            return new Reply.Refused(Refusal.FUTURE, Notation.bounds(future.oldestOffset(), future.nextOffset()));
        }
        List<FrameText> frames = new ArrayList<>();
        for (Frame frame : (Fetch.Frames) answer) {
            if (max.isPresent() && frames.size() == max.getAsLong()) {
                break;
            }
            frames.add(new FrameText(frame.offset(), text(frame.toByteArray())));
        }
        return new Reply.Frames(frames);
    }

    private static Reply counters(Backlog backlog) {
        Snapshot now = backlog.snapshot();
        return new Reply.Counters(
                now.nextOffset(), now.oldestOffset(), now.newestOffset(), now.bufferedBytes(), now.length());
    }

    private Reply decode(String text) {
        Decoded decoded = decoder.apply(ByteBuffer.wrap(bytes(text)));
        if (decoded instanceof Decoded.Complete frame) {
            List<String> argv = new ArrayList<>();
            for (int i = 0; i < frame.argv().size(); i++) {
                argv.add(text(frame.argv().argument(i)));
            }
            return new Reply.Decoded(frame.offset(), argv, frame.length());
        }
        if (decoded instanceof Decoded.NegativeOffset negative) {
            return new Reply.Refused(Refusal.NEGATIVE_OFFSET, Long.toString(negative.offset()));
        }
        if (decoded instanceof Decoded.BadEnvelope) {
            return new Reply.Refused(Refusal.BAD_ENVELOPE);
        }
        if (decoded instanceof Decoded.BadOffset) {
            return new Reply.Refused(Refusal.BAD_OFFSET);
        }
        return new Reply.Refused(decoded instanceof Decoded.BadPayload ? Refusal.BAD_PAYLOAD : Refusal.TRUNCATED);
    }

    /** Turns the specification's byte strings into an owned view. */
    public static Argv argv(List<String> arguments) {
        return Argv.of(arguments.stream().map(BacklogSubject::bytes).toList());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
