package replication.backlog;

import static replication.backlog.Invariants.require;

import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;

/**
 * The production backlog: a circular array of frames, indexed by offset, so that any retained frame is found in O(1).
 *
 * <p>For one thread, or under a lock of the caller's; see {@link LockedBacklog}. It grows with what is retained,
 * reserves nothing ahead, and gives memory back when less is retained. It retains 2^30 frames at most: a push that would make
 * it more throws {@link IllegalStateException}, and nothing has changed then.
 */
public final class DequeBacklog extends AbstractBacklog {

    /** How mutations become bytes: {@link FrameEncoder#encodeReceived}, but for tests that need failures or shared bytes. */
    interface Encoder {
        byte[] encode(long offset, Argv argv);
    }

    private static final int INITIAL_CAPACITY = 16;

    /** The largest power of two that an array's length can be. */
    private static final int MOST_FRAMES = 1 << 30;

    private final Encoder encoder;
    private final int mostFrames;

    /*
     * Invariant. The frame with the retained offset o is ring[slot(o)]; every other slot is null. ring.length is a power
     * of two and at least length(). buffered is the sum of the retained frames' lengths, at most maxBytes() unless
     * length() is 1.
     */
    Frame[] ring = new Frame[INITIAL_CAPACITY]; // not private: a test breaks it, to see that the check notices
    private long buffered;

    /**
     * Creates an empty backlog whose first push gets offset 0 (NEW-1, NEW-2).
     *
     * @param maxBytes the budget in bytes, any unsigned number but 0
     * @throws IllegalArgumentException if {@code maxBytes} is 0
     */
    public DequeBacklog(long maxBytes) {
        this(maxBytes, 0, FrameEncoder::encodeReceived);
    }

    DequeBacklog(long maxBytes, long nextOffset, Encoder encoder) {
        this(maxBytes, nextOffset, encoder, MOST_FRAMES);
    }

    DequeBacklog(long maxBytes, long nextOffset, Encoder encoder, int mostFrames) {
        super(maxBytes, nextOffset);
        this.encoder = encoder;
        this.mostFrames = mostFrames;
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
        return new DequeBacklog(maxBytes, nextOffset, FrameEncoder::encodeReceived);
    }

    @Override
    public long push(Argv argv) {
        // Whatever can fail comes before the first change, so that a push that fails has changed nothing.
        long offset = assignable();
        Frame frame = new Frame(offset, encoder.encode(offset, argv));
        if (length() == ring.length && fits(frame)) {
            if (ring.length == mostFrames) {
                throw new IllegalStateException("This backlog retains " + length()
                        + " frames, as many as an array has room for: drop some, or give it a smaller budget.");
            }
            resize(2 * ring.length);
        }
        for (long oldest = oldest(); oldest != nextOffset() && !fits(frame); oldest++) {
            remove(oldest);
        }
        ring[slot(offset)] = frame;
        buffered += frame.length();
        added();
        shrink();
        return offset;
    }

    @Override
    void removeBelow(long offset) {
        for (long oldest = oldest(); oldest != offset; oldest++) {
            remove(oldest);
        }
        shrink();
    }

    @Override
    public long bufferedBytes() {
        return buffered;
    }

    @Override
    public void checkInvariants() {
        Invariants.check(this);
        require(Integer.bitCount(ring.length) == 1, "the ring's size is no power of two", this);
        int occupied = 0;
        for (Frame frame : ring) {
            occupied += frame == null ? 0 : 1;
        }
        require(occupied == length(), "the ring holds on to " + occupied + " frames", this);
    }

    @Override
    int length(long offset) {
        return frame(offset).length();
    }

    @Override
    Frame frame(long offset) {
        return ring[slot(offset)];
    }

    private int slot(long offset) {
        return (int) offset & (ring.length - 1);
    }

    /** Whether the frame and all that is retained stay within the budget together. */
    private boolean fits(Frame frame) {
        return Long.compareUnsigned(buffered + frame.length(), maxBytes()) <= 0;
    }

    private void remove(long oldest) {
        int slot = slot(oldest);
        buffered -= ring[slot].length();
        ring[slot] = null;
        removedBelow(oldest + 1);
    }

    /** Gives back half of what an earlier, longer run has left; the next call the next half. */
    private void shrink() {
        try {
            if (ring.length > INITIAL_CAPACITY && length() < ring.length / 4) {
                resize(ring.length / 2);
            }
        } catch (OutOfMemoryError error) {
            // Too many slots do no harm.
        }
    }

    private void resize(int slots) {
        Frame[] resized = new Frame[slots];
        for (Frame frame : ring) {
            if (frame != null) {
                resized[(int) frame.offset() & (slots - 1)] = frame;
            }
        }
        ring = resized;
    }
}
