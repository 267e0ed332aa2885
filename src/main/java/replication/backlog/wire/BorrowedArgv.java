package replication.backlog.wire;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Arguments where they lie in a received buffer, as the array of bulk strings that they were sent as. That is what a frame
 * ends with, byte for byte (WIRE-1, WIRE-8): who writes one copies the array as a whole, and where each argument lies is only
 * looked for when someone asks.
 */
final class BorrowedArgv implements Argv {

    /** The buffer's array, read directly; null if it has none to read. */
    private final byte[] heap;

    /** The buffer itself, where it has no array; else null. */
    private final ByteBuffer buffer;

    /** Where the bulk strings' array starts, in heap or buffer, and how many bytes it has. */
    private final int start;

    private final int length;
    private final int size;

    /** Argument i lies in the array from {@code bounds[2i]} up to {@code bounds[2i + 1]}; null until someone asks. */
    private int[] bounds;

    /**
     * @param in the buffer; neither its position nor its limit matters afterwards
     * @param start the index of the first byte of an array of bulk strings, which is there as a whole in WIRE-1's form
     * @param length how many bytes it has
     * @param size how many bulk strings
     */
    BorrowedArgv(ByteBuffer in, int start, int length, int size) {
        if (in.hasArray()) {
            this.heap = in.array();
            this.buffer = null;
            this.start = in.arrayOffset() + start;
        } else {
            this.heap = null;
            this.buffer = in.duplicate();
            this.start = start;
        }
        this.length = length;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int length(int index) {
        Objects.checkIndex(index, size);
        return bounds()[2 * index + 1] - bounds()[2 * index];
    }

    @Override
    public void copyTo(int index, int from, int length, byte[] target, int position) {
        Objects.checkFromIndexSize(from, length, length(index));
        copyArray(bounds()[2 * index] + from, length, target, position);
    }

    @Override
    public Argv owned() {
        return new OwnedArgv(IntStream.range(0, size).mapToObj(this::argument).toArray(byte[][]::new));
    }

    /** {@return how many bytes the array has that the arguments were sent as} */
    int arrayLength() {
        return length;
    }

    /** Copies a part of that array. */
    void copyArray(int from, int length, byte[] target, int position) {
        if (heap == null) {
            buffer.get(start + from, target, position, length);
        } else {
            System.arraycopy(heap, start + from, target, position, length);
        }
    }

    /**
     * Sees to it that the array still begins and ends as it did.
     *
     * @throws IllegalStateException if it does not: the buffer was used for something else meanwhile
     */
    void checkStillThere() {
        int head = 1 + Decimal.digits(size);
        if (at(0) != '*' || at(head) != '\r' || at(length - 2) != '\r' || at(length - 1) != '\n') {
            throw reused();
        }
    }

    private int[] bounds() {
        if (bounds == null) {
            bounds = found();
        }
        return bounds;
    }

    private int[] found() {
        ByteBuffer view = (heap == null ? buffer.duplicate() : ByteBuffer.wrap(heap)).limit(start + length);
        int[] found = new int[2 * size];
        long at = 1 + Decimal.digits(size) + 2;
        for (int i = 0; i < size; i++) {
            long negated = Decimal.read(view, (int) Math.min(start + at + 1, view.limit()), -length);
            if (negated > 0) {
                throw reused();
            }
            at += 1 + Decimal.digits(-negated) + 2;
            found[2 * i] = (int) at;
            at -= negated;
            found[2 * i + 1] = (int) at;
            at += 2;
        }
        if (at != length) {
            throw reused();
        }
        return found;
    }

    private byte at(int index) {
        return heap == null ? buffer.get(start + index) : heap[start + index];
    }

    private static IllegalStateException reused() {
        return new IllegalStateException("These arguments were borrowed from a buffer that was written to since:"
                + " push them, or take owned(), before it is used again.");
    }
}
