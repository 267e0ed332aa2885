package replication.backlog.wire;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.stream.IntStream;

/** Arguments where they lie in a received buffer: nothing is copied until someone asks for the bytes. */
final class BorrowedArgv implements Argv {

    private final ByteBuffer buffer;

    /** Argument i occupies the buffer's bytes from {@code bounds[2i]} up to {@code bounds[2i + 1]}. */
    private final int[] bounds;

    /** Adopts both: the caller no longer moves the buffer's limit nor changes the bounds. */
    BorrowedArgv(ByteBuffer buffer, int[] bounds) {
        this.buffer = buffer;
        this.bounds = bounds;
    }

    @Override
    public int size() {
        return bounds.length / 2;
    }

    @Override
    public int length(int index) {
        Objects.checkIndex(index, size());
        return bounds[2 * index + 1] - bounds[2 * index];
    }

    @Override
    public void copyTo(int index, int from, int length, byte[] target, int position) {
        Objects.checkFromIndexSize(from, length, length(index));
        buffer.get(bounds[2 * index] + from, target, position, length);
    }

    @Override
    public Argv owned() {
        return new OwnedArgv(IntStream.range(0, size()).mapToObj(this::argument).toArray(byte[][]::new));
    }
}
