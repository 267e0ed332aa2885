package replication.backlog;

import static replication.backlog.Invariants.require;

import java.util.AbstractList;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.RandomAccess;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;

/**
 * The production backlog: a circular array of frames, indexed by offset, so that any retained frame is found in O(1).
 *
 * <p>For one thread, or under a lock of the caller's; see {@link LockedBacklog}. It grows with what is retained and
 * reserves nothing ahead.
 */
public final class DequeBacklog implements Backlog {

    /** How mutations become bytes: {@link FrameEncoder#encode}, but for tests that need failures or shared bytes. */
    interface Encoder {
        byte[] encode(long offset, Argv argv);
    }

    private static final int INITIAL_CAPACITY = 16;

    private final long maxBytes;
    private final Encoder encoder;

    /*
     * Invariant. The retained offsets are next − length … next − 1. The frame with offset o is ring[slot(o)]; every other
     * slot is null. ring.length is a power of two and at least length. buffered is the sum of the retained frames'
     * lengths, at most maxBytes unless length is 1. changes counts what makes earlier views stale.
     */
    Frame[] ring = new Frame[INITIAL_CAPACITY];
    private int length;
    private long next;
    private long buffered;
    private int changes;

    /**
     * Creates an empty backlog whose first push gets offset 0 (NEW-1, NEW-2).
     *
     * @param maxBytes the budget in bytes, any unsigned number but 0
     * @throws IllegalArgumentException if {@code maxBytes} is 0
     */
    public DequeBacklog(long maxBytes) {
        this(maxBytes, 0, FrameEncoder::encode);
    }

    DequeBacklog(long maxBytes, long nextOffset, Encoder encoder) {
        if (maxBytes == 0) {
            throw new IllegalArgumentException("A backlog needs a budget of at least 1 byte, but maxBytes is 0.");
        }
        if (Long.compareUnsigned(nextOffset, OFFSETS_END) > 0) {
            throw new OffsetsExhaustedException("A backlog cannot resume at offset "
                    + Long.toUnsignedString(nextOffset) + ": offsets end at " + Long.toUnsignedString(OFFSETS_END)
                    + ".");
        }
        this.maxBytes = maxBytes;
        this.next = nextOffset;
        this.encoder = encoder;
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
    public static DequeBacklog resume(long maxBytes, long nextOffset) {
        return new DequeBacklog(maxBytes, nextOffset, FrameEncoder::encode);
    }

    @Override
    public long push(Argv argv) {
        if (next == OFFSETS_END) {
            throw new OffsetsExhaustedException("No offset is left: the last, " + (OFFSETS_END - 1) + ", is assigned.");
        }
        // Whatever can fail comes before the first change, so that a push that fails has changed nothing.
        long offset = next;
        Frame frame = new Frame(offset, encoder.encode(offset, argv));
        if (length == ring.length && fits(frame)) {
            grow();
        }
        for (long oldest = oldest(); oldest != next && !fits(frame); oldest++) {
            remove(oldest);
        }
        ring[slot(offset)] = frame;
        length++;
        next++;
        buffered += frame.length();
        changes++;
        return offset;
    }

    @Override
    public void dropUpTo(long watermark) {
        for (long oldest = oldest(); oldest != next && Long.compareUnsigned(oldest, watermark) < 0; oldest++) {
            remove(oldest);
        }
    }

    @Override
    public Fetch framesFrom(long from) {
        if (Long.compareUnsigned(from, next) > 0) {
            return new Fetch.Future(oldestOffset(), next);
        }
        if (Long.compareUnsigned(from, oldest()) < 0) {
            return new Fetch.TooOld(oldestOffset(), next);
        }
        return new Fetch.Frames(new View(from));
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
        return length == 0 ? OptionalLong.empty() : OptionalLong.of(oldest());
    }

    @Override
    public OptionalLong newestOffset() {
        return length == 0 ? OptionalLong.empty() : OptionalLong.of(next - 1);
    }

    @Override
    public long bufferedBytes() {
        return buffered;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void checkInvariants() {
        Invariants.check(this);
        require(Integer.bitCount(ring.length) == 1, "the ring's size is no power of two", this);
        int occupied = 0;
        for (Frame frame : ring) {
            occupied += frame == null ? 0 : 1;
        }
        require(occupied == length, "the ring holds on to " + occupied + " frames", this);
    }

    /** Returns, for instance, {@code next 8, held 5..7, 105 bytes of 200}. */
    @Override
    public String toString() {
        return snapshot() + " of " + Long.toUnsignedString(maxBytes);
    }

    /** The lowest retained offset; {@code next} when nothing is retained. */
    private long oldest() {
        return next - length;
    }

    private int slot(long offset) {
        return (int) offset & (ring.length - 1);
    }

    /** Whether the frame and all that is retained stay within the budget together. */
    private boolean fits(Frame frame) {
        return Long.compareUnsigned(buffered + frame.length(), maxBytes) <= 0;
    }

    private void remove(long oldest) {
        int slot = slot(oldest);
        buffered -= ring[slot].length();
        ring[slot] = null;
        length--;
        changes++;
    }

    private void grow() {
        Frame[] old = ring;
        Frame[] larger = new Frame[Math.multiplyExact(old.length, 2)];
        for (Frame frame : old) {
            larger[(int) frame.offset() & (larger.length - 1)] = frame;
        }
        ring = larger;
    }

    /** The frames from one offset to the newest, for as long as the backlog stays as it is. */
    private final class View extends AbstractList<Frame> implements RandomAccess {

        private final long from;
        private final int changesSeen = changes;

        View(long from) {
            this.from = from;
        }

        @Override
        public Frame get(int index) {
            return ring[slot(from + Objects.checkIndex(index, size()))];
        }

        @Override
        public int size() {
            if (changesSeen != changes) {
                throw new ConcurrentModificationException(
                        "The backlog changed after these frames were asked for: ask again, or copy them before.");
            }
            return (int) (next - from);
        }
    }
}
