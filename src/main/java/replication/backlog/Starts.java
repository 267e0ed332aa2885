package replication.backlog;

import static replication.backlog.Invariants.require;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * Where the frames with consecutive offsets start, in 4 bytes each.
 *
 * <p>Of each position the low 32 bits are kept. As a frame is shorter than 2^31 bytes, they are enough to tell how long it
 * is. The high bits grow by 1 every 4 GiB, and the offsets at which they do are listed:
 *
 * <pre>
 *      offset      5            6            7            8            9
 *    position   0:FFFFFF90   0:FFFFFFC8   1:00000001   1:0000003A   1:00000072
 *        kept     FFFFFF90     FFFFFFC8     00000001     0000003A     00000072      turns: 7, newest: 1:00000072
 * </pre>
 */
final class Starts {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    final Arena arena; // not private: a test breaks it, to see that the check notices
    private final long origin;

    /*
     * Invariant. The low bits of the frame with offset o are at 4 · (o − origin). turns are the offsets, in order, whose
     * frame's position has other high bits than the one before, as far as both are retained: so many of them. newest is the
     * last position.
     */
    long[] turns = new long[1];
    int turnCount;
    private long newest;

    /** The offset that newest belongs to. */
    private long last;

    /**
     * @param offset the first offset
     * @param position its frame's position
     * @param chunkBits see {@link Arena}
     * @param memory see {@link Arena}
     */
    Starts(long offset, long position, int chunkBits, IntFunction<byte[]> memory) {
        this.origin = offset;
        this.newest = position;
        this.arena = new Arena(chunkBits, 0, memory);
        reserve(offset);
        add(offset, position);
        release(offset);
    }

    /**
     * Makes room up to an offset, that one included.
     *
     * @throws OutOfMemoryError if there is no memory for it; nothing has changed then
     */
    void reserve(long offset) {
        if (turnCount == turns.length) {
            turns = Arrays.copyOf(turns, 2 * turnCount);
        }
        arena.reserve(place(offset + 1));
    }

    /** Notes the position of the next offset, for which there is room. It is less than 2^32 beyond the last. */
    void add(long offset, long position) {
        if (position >>> 32 != newest >>> 32) {
            turns[turnCount++] = offset;
        }
        INT.set(arena.chunk(place(offset)), arena.index(place(offset)), (int) position);
        newest = position;
        last = offset;
    }

    /** {@return the position of an offset's frame} Costs O(1), and one step more for every 4 GiB retained behind it. */
    long position(long offset) {
        long high = newest >>> 32;
        for (int i = turnCount - 1; i >= 0 && Long.compareUnsigned(turns[i], offset) > 0; i--) {
            high--;
        }
        return high << 32 | Integer.toUnsignedLong(low(offset));
    }

    /** {@return the bytes from an offset's position to that of the next offset, which is there} */
    int length(long offset) {
        return low(offset + 1) - low(offset);
    }

    /** {@return the position of the next offset's frame, which is there} Costs less when this one's is known. */
    long next(long offset, long position) {
        return position + (low(offset + 1) - (int) position);
    }

    /** Gives up all offsets below one. */
    void release(long offset) {
        while (turnCount > 0 && Long.compareUnsigned(turns[0], offset) <= 0) {
            turnCount--;
            System.arraycopy(turns, 1, turns, 0, turnCount);
        }
        arena.move(place(offset), place(last + 1));
    }

    /** {@return how many bytes its chunks take} */
    long footprint() {
        return arena.footprint();
    }

    /** Checks the invariant, and that what is retained goes from one offset to another, with these positions. */
    void checkInvariants(long oldest, long head, long last, long tail) {
        arena.checkInvariants(place(oldest), place(last + 1));
        require(position(oldest) == head, "the oldest frame is not at " + head, this);
        require(position(last) == tail, "the next frame is not at " + tail, this);
        require(turns().allMatch(turn -> Long.compareUnsigned(turn, oldest) > 0), "a turn is not retained", this);
    }

    /** Returns, for instance, {@code starts up to 4294967410, turns [7]}. */
    @Override
    public String toString() {
        return "starts up to " + newest + ", turns " + turns().boxed().toList();
    }

    private LongStream turns() {
        return Arrays.stream(turns, 0, turnCount);
    }

    private long place(long offset) {
        return Integer.BYTES * (offset - origin);
    }

    private int low(long offset) {
        return (int) INT.get(arena.chunk(place(offset)), arena.index(place(offset)));
    }
}
