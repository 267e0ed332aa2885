package replication.backlog;

import static replication.backlog.Invariants.require;

import java.nio.ByteBuffer;
import java.util.Objects;
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
 *                          start               end      limit     there are chunks from 128 to 448
 *
 *       slot   │  0  │  1  │  2  │  3  │  4  │  5  │  6  │  7  │
 *              │     │     │ 128 │ 192 │ 256 │ 320 │ 384 │     │  chunk n, from n · 64, is in slot n mod 8
 * </pre>
 *
 * <p>It grows by a chunk when one is needed. A chunk that the window has left is put in front of it, to be used again.
 */
final class Arena {

    /** What may be spare even beside an empty window, as it comes and goes where a window begins and ends within a chunk. */
    private static final int SLACK_CHUNKS = 2;

    private final int chunkBits;
    private final IntFunction<byte[]> memory;

    /*
     * Invariant. The window is start's chunk … end − 1. There are chunks for the positions start … limit − 1, each in its
     * slot; every other slot is null, and there is one at least, so that limit has a slot too. start and limit are multiples
     * of the chunks' length, and chunks.length is a power of two. After each call no more is spare, that is beyond end, than
     * is in use, and SLACK_CHUNKS.
     */
    byte[][] chunks = new byte[2][]; // not private: a test breaks them, to see that the check notices
    private long start;
    private long end;
    private long limit;

    /**
     * @param chunkBits the chunks' length is 2 to the power of this
     * @param position where the window starts, empty; 0 or more
     * @param memory what makes a chunk of a length: an array of zeros, but for tests that need failures
     */
    Arena(int chunkBits, long position, IntFunction<byte[]> memory) {
        this.chunkBits = chunkBits;
        this.memory = memory;
        this.start = position - index(position);
        this.end = position;
        this.limit = start;
        reserve(position); // a window that begins within a chunk has that chunk
    }

    /**
     * Makes room up to a position, behind which the window can then be moved. Costs O(chunks added).
     *
     * @throws OutOfMemoryError if there is no memory for it; what was had until then is spare, until {@link #trim}
     */
    void reserve(long position) {
        while (limit < position) {
            if (limit - start == (chunks.length - 1L) << chunkBits) {
                resize(Math.multiplyExact(chunks.length, 2));
            }
            chunks[slot(limit)] = memory.apply(chunkLength());
            limit += chunkLength();
        }
    }

    /**
     * Moves the window on. Up to its new end there has to be room. Costs O(chunks that it leaves), and needs no memory.
     *
     * @throws IndexOutOfBoundsException if it would begin where no chunk has a slot; nothing has changed then
     */
    void move(long from, long to) {
        while (from - start >= chunkLength()) {
            Objects.checkIndex(from - start, room());
            byte[] left = chunks[slot(start)];
            chunks[slot(start)] = null;
            start += chunkLength();
            chunks[slot(limit)] = left;
            limit += chunkLength();
        }
        end = to;
        trim();
    }

    /** {@return the chunk that has the byte at a position} */
    byte[] chunk(long position) {
        return chunks[slot(position)];
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
        for (long middle = next(position); middle < last - index(last); middle = next(middle)) {
            writer.writePart(argv, chunk(middle), 0, chunkLength());
        }
        writer.writePart(argv, chunk(last), 0, index(last) + 1);
    }

    /** Copies the bytes from a position up to another into a buffer that has room for them. */
    void copy(long from, long to, ByteBuffer into) {
        for (long at = from; at < to; at = next(at)) {
            into.put(chunk(at), index(at), (int) (Math.min(next(at), to) - at));
        }
    }

    /** {@return how many bytes its chunks take} */
    long footprint() {
        return limit - start;
    }

    /** Checks the invariant, and that the window is where it has to be. */
    void checkInvariants(long from, long to) {
        require(start == from - index(from), "the first chunk is not that of " + from, this);
        require(end == to && end <= limit, "the window does not end at " + to, this);
        require(limit - end <= mostSpare(), "too much is spare", this);
        for (long at = start; at < start + room(); at += chunkLength()) {
            require((chunk(at) != null) == (at < limit), "slot of " + at, this);
        }
    }

    /** Returns, for instance, {@code window up to 330, chunks of 64 bytes for 128 to 448}. */
    @Override
    public String toString() {
        return "window up to " + end + ", chunks of " + chunkLength() + " bytes for " + start + " to " + limit;
    }

    private int chunkLength() {
        return 1 << chunkBits;
    }

    /** Where the chunk after that of a position starts. */
    private long next(long position) {
        return position - index(position) + chunkLength();
    }

    /** Where the chunk of a position is; behind the window, and too far in front of it, there is none. */
    private int slot(long position) {
        Objects.checkIndex(position - start, room());
        return (int) (position >>> chunkBits) & (chunks.length - 1);
    }

    /** How many bytes all slots have room for. */
    private long room() {
        return (long) chunks.length << chunkBits;
    }

    /** Keeps the spares that may soon be needed, and gives back what an earlier, longer window has left. */
    void trim() {
        while (limit - end > mostSpare()) {
            limit -= chunkLength();
            chunks[slot(limit)] = null;
        }
        try {
            if ((limit - start) >>> chunkBits < chunks.length / 4) {
                resize(chunks.length / 2);
            }
        } catch (OutOfMemoryError error) {
            // Too many slots do no harm.
        }
    }

    private long mostSpare() {
        return end - start + ((long) SLACK_CHUNKS << chunkBits);
    }

    private void resize(int slots) {
        byte[][] resized = new byte[slots][];
        for (int i = 0; i < chunks.length; i++) {
            long at = start + ((long) i << chunkBits);
            if (chunk(at) != null) {
                resized[(int) (at >>> chunkBits) & (slots - 1)] = chunk(at);
            }
        }
        chunks = resized;
    }
}
