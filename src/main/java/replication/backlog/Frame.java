package replication.backlog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Objects;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;

/**
 * One encoded mutation with its offset. Immutable, and nothing it hands out gives access to its bytes (PUSH-4): it can be
 * shared between threads, and outlives its eviction for as long as someone holds it.
 */
public final class Frame {

    private final long offset;
    private final byte[] bytes;

    /** Adopts the array: the caller keeps no reference to it. */
    Frame(long offset, byte[] bytes) {
        this.offset = offset;
        this.bytes = bytes;
    }

    /**
     * Encodes a mutation (WIRE-1).
     *
     * @param offset the frame's offset, 0 to 2^63−1
     * @param argv the mutation, which is copied
     * @return the frame
     * @throws IllegalArgumentException if the offset is 2^63 or more, or the frame longer than one array can hold
     */
    public static Frame encode(long offset, Argv argv) {
        return new Frame(offset, FrameEncoder.encode(offset, argv));
    }

    /**
     * Makes a frame of bytes that are encoded already, for backlogs that keep them in another form.
     *
     * @param offset the frame's offset, 0 to 2^63−1
     * @param encoded the frame's bytes, which are copied and not checked
     * @return the frame
     */
    public static Frame copyOf(long offset, byte[] encoded) {
        return new Frame(offset, encoded.clone());
    }

    /** {@return the frame's offset, 0 to 2^63−1} */
    public long offset() {
        return offset;
    }

    /** {@return the encoded frame's length in bytes, which is what it counts against the budget (ACCT-1)} */
    public int length() {
        return bytes.length;
    }

    /** {@return a read-only view of the frame's bytes with a position of its own} Costs O(1). */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** {@return a copy of the frame's bytes} */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * Writes the frame to a stream. The stream gets a copy, since it could keep the array that it is given.
     *
     * @param out where to write
     * @throws IOException if the stream fails; part of the frame may have been written
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(toByteArray());
    }

    /**
     * Writes as much of the frame as a channel takes at once, without copying. A blocking channel usually takes all of
     * it; otherwise call again with what was written so far.
     *
     * @param channel where to write
     * @param written how many of the frame's bytes the channel has taken already, 0 to {@link #length()}
     * @return how many it has taken now, {@link #length()} when the frame is done
     * @throws IOException if the channel fails
     * @throws IndexOutOfBoundsException if {@code written} is not in its range
     */
    public int writeTo(WritableByteChannel channel, int written) throws IOException {
        ByteBuffer rest = bytes().slice(written, bytes.length - written);
        channel.write(rest);
        return written + rest.position();
    }

    /** Whether the other is a frame with the same offset and the same bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && frame.offset == offset && Arrays.equals(frame.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(offset, Arrays.hashCode(bytes));
    }

    /** Returns, for instance, {@code frame 7 (37 bytes)}. */
    @Override
    public String toString() {
        return "frame " + Long.toUnsignedString(offset) + " (" + bytes.length + " bytes)";
    }
}
