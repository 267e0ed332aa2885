package replication.backlog;

import static replication.backlog.Invariants.require;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameWriter;

/**
 * A window of an endless sequence of bytes, in chunks of one length. A byte has its position, and keeps it: the window moves
 * on, and nothing in it is ever copied to another place.
 *
 * <pre>
 *   position   0    64   128   192   256   320   384   448        chunks of 64 bytes
 *              ├─────┼─────┼──▓▓▓┼▓▓▓▓▓┼▓▓▓▓▓┼▓────┼─────┤        ▓ the window, from 160 to 330
 *     number      0     1     2     3     4     5     6
 *                           first                 end  ready      2 … 5 are in use, 6 is a spare, and there is no 7
 *
 *       slot   │  0  │  1  │  2  │  3  │  4  │  5  │  6  │  7  │
 *              │     │     │  2  │  3  │  4  │  5  │  6  │     │  number n is in slot n mod 8
 * </pre>
 *
 * <p>It grows by a chunk when one is needed. A chunk that the window has left becomes a spare in front of it.
 */
final class Arena {

    private final int chunkBits;
    private final IntFunction<byte[]> memory;

    /*
     * Invariant. The chunks numbered first … ready − 1 are there, each in its slot; every other slot is null. Those below
     * end are in use, the others are spares: no more of them than are in use, but between reserving and moving.
     * chunks.length is a power of two.
     */
    private byte[][] chunks = new byte[2][];
    private long first;
    private long end;
    private long ready;

    /**
     * @param chunkBits the chunks' length is 2 to the power of this
     * @param position where the window starts, empty; 0 or more
     * @param memory what makes a chunk of a length: an array of zeros, but for tests that need failures
     */
    Arena(int chunkBits, long position, IntFunction<byte[]> memory) {
        this.chunkBits = chunkBits;
        this.memory = memory;
        this.first = number(position);
        this.end = first;
        this.ready = first;
        reserve(position);
        move(position, position);
    }

    /**
     * Makes room up to a position, behind which the window can then be moved. Costs O(chunks added).
     *
     * @throws OutOfMemoryError if there is no memory for it; nothing has changed then
     */
    void reserve(long position) {
        try {
            while (ready < numberAfter(position)) {
                if (ready - first == chunks.length) {
                    grow();
                }
                chunks[slot(ready)] = memory.apply(chunkLength());
                ready++;
            }
        } catch (OutOfMemoryError error) {
            trim(); // what was had until then is only missing elsewhere
            throw error;
        }
    }

    /** Moves the window on. Up to its new end there has to be room. Costs O(chunks that it leaves); allocates nothing. */
    void move(long from, long to) {
        while (first < number(from)) {
            byte[] left = chunks[slot(first)];
            chunks[slot(first)] = null;
            chunks[slot(ready)] = left;
            first++;
            ready++;
        }
        end = numberAfter(to);
        trim();
    }

    /** {@return the chunk that has the byte at a position} */
    byte[] chunk(long position) {
        return chunks[slot(number(position))];
    }

    /** {@return where in its chunk the byte at a position is} */
    int index(long position) {
        return (int) position & (chunkLength() - 1);
    }

    /** Writes a frame of a length to a position. From there on there has to be room for it. */
    void write(long position, int length, FrameWriter writer, Argv argv) {
        int index = index(position);
        if (length <= chunkLength() - index) {
            writer.write(argv, chunk(position), index);
            return;
        }
        writer.beginParts(argv);
        writer.writePart(argv, chunk(position), index, chunkLength());
        long last = position + length - 1;
        for (long number = number(position) + 1; number < number(last); number++) {
            writer.writePart(argv, chunks[slot(number)], 0, chunkLength());
        }
        writer.writePart(argv, chunk(last), 0, index(last) + 1);
    }

    /** Copies the bytes from a position up to another into a buffer that has room for them. */
    void copy(long from, long to, ByteBuffer into) {
        for (long number = number(from); number < numberAfter(to); number++) {
            long start = Math.max(from, number << chunkBits);
            long stop = Math.min(to, (number + 1) << chunkBits);
            into.put(chunk(start), index(start), (int) (stop - start));
        }
    }

    /** {@return how many bytes its chunks take} */
    long footprint() {
        return (ready - first) << chunkBits;
    }

    /** Checks the invariant, and that the window is where it has to be. */
    void checkInvariants(long from, long to) {
        require(first == number(from), "the first chunk is not that of " + from, this);
        require(end == numberAfter(to), "the last chunk is not that of " + to, this);
        require(ready - end <= end - first, "more chunks are spare than in use", this);
        require(Integer.bitCount(chunks.length) == 1, "the slots are no power of two", this);
        for (long number = first; number < first + chunks.length; number++) {
            require((chunks[slot(number)] != null) == (number < ready), "slot of chunk " + number, this);
        }
    }

    /** Returns, for instance, {@code chunks 2..5 of 64 bytes, 1 spare}. */
    @Override
    public String toString() {
        return "chunks " + first + ".." + (end - 1) + " of " + chunkLength() + " bytes, " + (ready - end) + " spare";
    }

    private int chunkLength() {
        return 1 << chunkBits;
    }

    private long number(long position) {
        return position >> chunkBits;
    }

    /** The number of the first chunk that the bytes below a position do without. */
    private long numberAfter(long position) {
        return number(position - 1) + 1;
    }

    private int slot(long number) {
        return (int) number & (chunks.length - 1);
    }

    /** Keeps the spares that may soon be needed, and gives back what an earlier, longer window has left. */
    private void trim() {
        while (ready - end > end - first) {
            ready--;
            chunks[slot(ready)] = null;
        }
    }

    private void grow() {
        byte[][] larger = new byte[Math.multiplyExact(chunks.length, 2)][];
        for (long number = first; number < ready; number++) {
            larger[(int) number & (larger.length - 1)] = chunks[slot(number)];
        }
        chunks = larger;
    }
}
