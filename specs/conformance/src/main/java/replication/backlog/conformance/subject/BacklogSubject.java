package replication.backlog.conformance.subject;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.LockedBacklog;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.Snapshot;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;

/** A Java backlog as a subject. It claims to decode only where a decoder comes with it. */
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
    private final Optional<Supplier<Decoder>> decoders;
    private final Optional<SharedBacklog.Factory> shared;
    private Set<Capability> capabilities = Set.of(); // those that are offered, once somebody has asked
    private Backlog backlog;

    /** Decodes the frame at a buffer's position, and goes on where it was after it has said {@link Decoded.Truncated}. */
    @FunctionalInterface
    public interface Decoder {
        /**
         * Decodes.
         *
         * @param in the bytes that have arrived so far, from the frame's first one on
         * @return what was found
         */
        Decoded decode(ByteBuffer in);
    }

    /**
     * Creates a subject that does not decode.
     *
     * @param description what it is, in a few words
     * @param factory makes the backlogs
     */
    public BacklogSubject(String description, Factory factory) {
        this(description, factory, Optional.empty());
    }

    /**
     * Creates a subject with a decoder.
     *
     * @param description what it is, in a few words
     * @param factory makes the backlogs
     * @param decoders makes a decoder for each stream of bytes; empty if there is none
     */
    public BacklogSubject(String description, Factory factory, Optional<Supplier<Decoder>> decoders) {
        this(description, factory, decoders, Optional.empty());
    }

    /**
     * Creates a subject that threads can share, too.
     *
     * @param description what it is, in a few words
     * @param factory makes the backlogs
     * @param decoders makes a decoder for each stream of bytes; empty if there is none
     * @param shared makes the backlogs that threads share; empty if they cannot share any
     */
    public BacklogSubject(
            String description,
            Factory factory,
            Optional<Supplier<Decoder>> decoders,
            Optional<SharedBacklog.Factory> shared) {
        this.description = description;
        this.factory = factory;
        this.decoders = decoders;
        this.shared = shared;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Set<Capability> capabilities() {
        if (capabilities.isEmpty()) {
            capabilities = offered();
        }
        return capabilities;
    }

    private Set<Capability> offered() {
        Set<Capability> all = EnumSet.of(Capability.STATE, Capability.RESUME);
        if (decoders.isPresent()) {
            all.addAll(Set.of(Capability.WIRE, Capability.PIECES));
        }
        if (shared.isPresent()) {
            all.add(Capability.RACE);
        }
        if (shared.isPresent() && shared.get().create(1, 0).canWait()) {
            all.add(Capability.WAIT);
        }
        return all;
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
    public void checkInvariants() {
        backlog.checkInvariants();
    }

    private Reply guarded(Request request) {
        try {
            return request.accept(calls);
        } catch (OffsetsExhaustedException exhausted) {
            return new Reply.Refused(Refusal.OFFSETS_EXHAUSTED);
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError broken) {
            return new Reply.Broken(Reply.Broken.How.ERROR, broken.toString());
        }
    }

    private final Request.Visitor<Reply> calls = new Request.Visitor<>() {
        @Override
        public Reply create(Request.New creation) {
            return created(creation);
        }

        @Override
        public Reply push(Request.Push push) {
            return new Reply.Pushed(pushed(push.argv()));
        }

        @Override
        public Reply drop(Request.DropUpTo drop) {
            backlog.dropUpTo(drop.watermark());
            return new Reply.Done();
        }

        @Override
        public Reply ask(Request.FramesFrom ask) {
            return asked(ask);
        }

        @Override
        public Reply state(Request.State state) {
            return counters(backlog);
        }

        @Override
        public Reply decode(Request.Decode decode) {
            return fed(List.of(decode.bytes()));
        }

        @Override
        public Reply feed(Request.Feed feed) {
            return fed(feed.pieces());
        }

        @Override
        public Reply race(Request.Race race) {
            return shared.isPresent()
                    ? new RaceRounds(race, shared.get()).run()
                    : new Reply.Unsupported("threads cannot share this backlog");
        }

        @Override
        public Reply await(Request.Await await) {
            return new Reply.Unsupported("one thread alone would wait for ever");
        }

        @Override
        public Reply close(Request.Close close) {
            return new Reply.Unsupported("only in a race");
        }
    };

    /** Bounded reads are the wrapper's; elsewhere the list of frames is simply not read to its end. */
    private Reply asked(Request.FramesFrom ask) {
        OptionalLong max = ask.max();
        boolean bounded = max.isPresent() && max.getAsLong() > 0 && max.getAsLong() <= Integer.MAX_VALUE;
        Fetch answer = bounded && backlog instanceof LockedBacklog locked
                ? locked.framesFrom(ask.from(), (int) max.getAsLong(), Long.MAX_VALUE)
                : backlog.framesFrom(ask.from());
        return frames(answer, max);
    }

    /** Pushes as a server does: out of a buffer that is overwritten as soon as the push is over (PUSH-4). */
    private long pushed(List<String> arguments) {
        byte[] received = bytes(Framing.RESP.frame(0, arguments).bytes());
        ByteBuffer command = ByteBuffer.wrap(received).position(ENVELOPE_OF_0);
        try {
            return backlog.push(((Command.Complete) new CommandParser().parse(command)).argv());
        } finally {
            Arrays.fill(received, (byte) '!');
        }
    }

    private Reply created(Request.New creation) {
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
            if (max.isPresent() && Long.compareUnsigned(frames.size(), max.getAsLong()) >= 0) {
                break;
            }
            frames.add(new FrameText(frame.offset(), text(frame.toByteArray())));
        }
        return new Reply.Frames(frames);
    }

    static Reply counters(Backlog backlog) {
        Snapshot now = backlog.snapshot();
        return new Reply.Counters(
                now.nextOffset(), now.oldestOffset(), now.newestOffset(), now.bufferedBytes(), now.length());
    }

    /** Reads as a replica does: what arrives goes behind what is there, and the decoder is asked again. */
    private Reply fed(List<String> pieces) {
        Decoder decoder = decoders.orElseThrow().get();
        byte[] all = bytes(String.join("", pieces));
        Decoded decoded = new Decoded.Truncated();
        int arrived = 0;
        for (String piece : pieces) {
            arrived += piece.length();
            decoded = decoder.decode(ByteBuffer.wrap(all, 0, arrived).slice());
            if (!(decoded instanceof Decoded.Truncated)) {
                break;
            }
        }
        return reply(decoded);
    }

    private static Reply reply(Decoded decoded) {
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

    /** {@return the bytes that the specification writes as a text} */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** {@return bytes as the specification writes them} */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
