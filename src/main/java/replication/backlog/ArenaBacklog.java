package replication.backlog;

import static replication.backlog.Invariants.require;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.function.IntFunction;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;
import replication.backlog.wire.FrameWriter;

/**
 * The fast backlog: frames are encoded straight into memory that is used over and over, one behind the other, and a frame is
 * an object only when someone asks for it.
 *
 * <p>For one thread, or under a lock of the caller's; see {@link LockedBacklog}. A push allocates nothing once as much is
 * retained as ever will be. A retained frame takes its length and 4 bytes more; besides, memory grows in chunks of up to
 * 256 KiB with what is retained, reserves nothing ahead, and is given back when less is retained: there are never more
 * chunks spare than in use.
 */
public final class ArenaBacklog extends AbstractBacklog {

    private static final int LEAST_CHUNK_BITS = 8;

    /** 256 KiB: no collector that divides its heap, at the least into pieces of 1 MiB, takes this for a large object. */
    private static final int MOST_CHUNK_BITS = 18;

    /** How many bits a budget has more than its chunks' length: it has room for 32 to 63 of them. */
    private static final int CHUNKS_BITS = 6;

    /** How much smaller the chunks of the starts are than those of the frames, as a power of two. */
    private static final int STARTS_BITS = 3;

    private final FrameWriter writer;
    final Arena arena; // these two are not private: a test breaks them, to see that the check notices
    final Starts starts;

    /*
     * Invariant. The frames are one behind the other in the arena from head to tail, which is where the next one starts.
     * starts has the positions of all of them, and of the next one.
     */
    private long head;
    private long tail;

    /**
     * Creates an empty backlog whose first push gets offset 0 (NEW-1, NEW-2).
     *
     * @param maxBytes the budget in bytes, any unsigned number but 0
     * @throws IllegalArgumentException if {@code maxBytes} is 0
     */
    public ArenaBacklog(long maxBytes) {
        this(maxBytes, 0, chunkBits(maxBytes), 0, byte[]::new);
    }

    ArenaBacklog(long maxBytes, long nextOffset, int chunkBits, long position, IntFunction<byte[]> memory) {
        super(maxBytes, nextOffset);
        this.writer = new FrameWriter(nextOffset);
        this.arena = new Arena(chunkBits, position, memory);
        this.starts = new Starts(nextOffset, position, chunkBits - STARTS_BITS, memory);
        this.head = position;
        this.tail = position;
    }

    /**
     * Creates an empty backlog that goes on where an earlier one ended (NEW-3): it behaves as one that pushed
     * {@code nextOffset} mutations and dropped them all.
     *
     * @param maxBytes the budget in bytes, any unsigned number but 0
     * @param nextOffset the offset that the first push gets, 0 to {@link Backlog#OFFSETS_END}
     * @return the backlog
     * @throws IllegalArgumentException if {@code maxBytes} is 0
     * @throws OffsetsExhaustedException if {@code nextOffset} is greater than {@link Backlog#OFFSETS_END}
     */
    public static ArenaBacklog resume(long maxBytes, long nextOffset) {
        return new ArenaBacklog(maxBytes, nextOffset, chunkBits(maxBytes), 0, byte[]::new);
    }

    private static int chunkBits(long maxBytes) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(maxBytes) - CHUNKS_BITS;
        return Math.max(LEAST_CHUNK_BITS, Math.min(bits, MOST_CHUNK_BITS));
    }

    @Override
    public long push(Argv argv) {
        // Whatever can fail comes before the first change, so that a push that fails has changed nothing.
        long offset = assignable();
        int length = writer.length(argv);
        long end = tail + length;
        try {
            starts.reserve(offset + 1);
            arena.reserve(end);
            arena.write(tail, length, writer, argv);
        } catch (Throwable failure) {
            arena.trim(); // what was had until then would be missing elsewhere
            throw failure;
        }
        starts.add(offset + 1, end);
        writer.advance();
        added();
        tail = end;
        long oldest = oldest();
        while (oldest < offset && Long.compareUnsigned(tail - head, maxBytes()) > 0) {
            head = starts.next(oldest, head);
            oldest++;
        }
        moveTo(oldest);
        return offset;
    }

    @Override
    void removeBelow(long offset) {
        head = starts.position(offset);
        moveTo(offset);
    }

    @Override
    public Copy copyFrom(long from, ByteBuffer into) {
        if (into.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (framesFrom(from) instanceof Copy refusal) {
            return refusal;
        }
        long end = from;
        int bytes = 0;
        while (end != nextOffset() && starts.length(end) <= into.remaining() - bytes) {
            bytes += starts.length(end);
            end++;
        }
        long start = starts.position(from);
        arena.copy(start, start + bytes, into);
        return new Copy.Copied((int) (end - from), end, end == nextOffset() ? 0 : starts.length(end));
    }

    @Override
    public long bufferedBytes() {
        return tail - head;
    }

    @Override
    public void checkInvariants() {
        Invariants.check(this);
        arena.checkInvariants(head, tail);
        starts.checkInvariants(oldest(), head, nextOffset(), tail);
        for (long offset = oldest(); offset != nextOffset(); offset++) {
            Decoded decoded = new FrameDecoder().decode(frame(offset).bytes());
            require(
                    decoded instanceof Decoded.Complete complete && complete.offset() == offset,
                    "PUSH-2: the frame at " + offset + " is no frame with that offset",
                    this);
        }
    }

    @Override
    int length(long offset) {
        return starts.length(offset);
    }

    @Override
    Frame frame(long offset) {
        long start = starts.position(offset);
        byte[] bytes = new byte[starts.length(offset)];
        arena.copy(start, start + bytes.length, ByteBuffer.wrap(bytes));
        return new Frame(offset, bytes);
    }

    /** {@return how many bytes it holds on to} */
    long footprint() {
        return arena.footprint() + starts.footprint();
    }

    private void moveTo(long oldest) {
        removedBelow(oldest);
        arena.move(head, tail);
        starts.release(oldest);
    }
}
