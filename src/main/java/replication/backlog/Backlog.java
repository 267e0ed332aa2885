package replication.backlog;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import replication.backlog.wire.Argv;

/**
 * The bounded, offset-indexed backlog of recent mutations that a primary keeps for its replicas.
 *
 * <p>Every pushed mutation gets the next offset and is kept as one encoded frame. What is retained is always one run of
 * consecutive offsets that ends just below {@code next}:
 *
 * <pre>
 *       dropped or evicted              retained                not yet assigned
 *   ─────────────────────────── ┌──────┬──────┬──────┐ ─────────────────────────────
 *    0    1    …    oldest − 1  │oldest│  …   │newest│  next = newest + 1   next + 1
 *   ─────────────────────────── └──────┴──────┴──────┘ ─────────────────────────────
 *   framesFrom(here): too old     frames from there on   caught up           future
 *   dropUpTo(here): no change     lower ones leave       everything leaves
 * </pre>
 *
 * <p>The budget bounds the retained frames' lengths added up. A push evicts from the oldest end to get back under it; the
 * pushed frame itself always stays, even when it alone is longer than the budget (EVICT-3).
 *
 * <p>Offsets, watermarks, budgets and byte counts are unsigned 64-bit numbers in a {@code long}: compare them with
 * {@link Long#compareUnsigned} and print them with {@link Long#toUnsignedString(long)}. Assignable offsets end at 2^63−1,
 * the largest that a RESP integer carries (PUSH-5).
 *
 * <p>Implementations are not safe for concurrent use unless they say so; {@link LockedBacklog} makes any of them so.
 * Telling two histories with overlapping offsets apart is the caller's task.
 */
public interface Backlog {

    /** The first offset that cannot be assigned, 2^63, as an unsigned number in a {@code long} (PUSH-5). */
    long OFFSETS_END = Long.MIN_VALUE;

    /**
     * Encodes one mutation as the frame at the next offset and retains it; evicts older frames as far as the budget
     * demands (PUSH-1 to PUSH-5, EVICT-1 to EVICT-5). Costs O(frame length) and, spread over all pushes, O(1) besides.
     *
     * @param argv the mutation, owned or borrowed; it is copied, so that its buffer can be reused afterwards (PUSH-4)
     * @return the offset the mutation got, 0 to 2^63−1
     * @throws OffsetsExhaustedException if {@code next} is {@link #OFFSETS_END}; nothing has changed then (PUSH-5)
     * @throws IllegalArgumentException if the frame would be longer than one array can hold; nothing has changed then
     */
    long push(Argv argv);

    /**
     * Drops the retained frames below a watermark, usually the lowest offset that some replica still needs (DROP-1 to
     * DROP-4). At or below {@code oldest} nothing changes; above {@code newest} everything leaves, while {@code next}
     * stays. Costs O(frames dropped).
     *
     * @param watermark the lowest offset to keep, any unsigned number
     */
    void dropUpTo(long watermark);

    /**
     * Answers a replica that asks for everything from an offset on (FROM-1 to FROM-5). Costs O(1), whatever is retained.
     *
     * <p>A Java list ends at 2^31−1 elements: of more frames it shows the first ones, and the rest is there to be asked for from
     * the offset behind them.
     *
     * @param from the first offset the replica lacks, any unsigned number
     * @return the frames, none if the replica is caught up, or why it cannot be served from here
     */
    Fetch framesFrom(long from);

    /**
     * Answers as {@link #framesFrom(long)} does, with no more frames than the caller can use now (LOCK-5). At least one frame is
     * returned when one is due, however long it is, so that a reader always gets on. What is returned is complete and never
     * changes. Costs O(bytes returned); an implementation that cannot tell how long a frame is without making it makes one more.
     *
     * @param from the first offset the replica lacks, any unsigned number
     * @param maxFrames how many frames to return at most, 1 or more
     * @param maxBytes how many bytes they may take together, 1 or more
     * @return the frames, none if the replica is caught up, or why it cannot be served from here
     * @throws IllegalArgumentException if a bound is less than 1
     */
    default Fetch framesFrom(long from, int maxFrames, long maxBytes) {
        Bounds.check(maxFrames, maxBytes);
        Fetch answer = framesFrom(from);
        if (!(answer instanceof Fetch.Frames live)) {
            return answer;
        }
        List<Frame> frames = new ArrayList<>();
        long bytes = 0;
        for (Frame frame : live) {
            bytes += frame.length();
            if (frames.size() == maxFrames || (bytes > maxBytes && !frames.isEmpty())) {
                break;
            }
            frames.add(frame);
        }
        return new Fetch.Frames(Collections.unmodifiableList(frames));
    }

    /**
     * Copies the frames from an offset on into a buffer, one behind the other, as a replica receives them: as many whole
     * frames as there is room for between the buffer's position and its limit. The position moves behind the last of them,
     * and no other byte of the buffer changes. If not even the first one fits, nothing is copied, and the answer says what
     * it needs.
     *
     * <p>Costs O(bytes copied + frames copied).
     *
     * @param from the first offset the replica lacks, any unsigned number
     * @param into where to copy to, from its position to its limit
     * @return how many frames were copied and where to go on; or why the replica cannot be served from here, exactly as
     *     {@link #framesFrom} says it, and then nothing was copied (FROM-1 to FROM-5)
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only, whether or not there is something to copy
     */
    default Copy copyFrom(long from, ByteBuffer into) {
        if (into.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        Fetch answer = framesFrom(from);
        if (answer instanceof Copy refusal) {
            return refusal;
        }
        int frames = 0;
        for (Frame frame : (Fetch.Frames) answer) {
            if (frame.length() > into.remaining()) {
                return new Copy.Copied(frames, from + frames, frame.length());
            }
            into.put(frame.bytes());
            frames++;
        }
        return new Copy.Copied(frames, from + frames, 0);
    }

    /** {@return the budget in bytes, 1 to 2^64−1 (NEW-1)} */
    long maxBytes();

    /** {@return the offset that the next push gets, 0 to 2^63 (PUSH-1, EVICT-5)} */
    long nextOffset();

    /** {@return the lowest retained offset, or empty if nothing is retained (ACCT-2)} */
    OptionalLong oldestOffset();

    /** {@return the highest retained offset, or empty if nothing is retained (ACCT-2)} */
    OptionalLong newestOffset();

    /** {@return the retained frames' lengths in bytes, added up (ACCT-1)} */
    long bufferedBytes();

    /** {@return the number of retained frames (ACCT-2)} */
    long length();

    /** {@return whether nothing is retained} */
    default boolean isEmpty() {
        return length() == 0;
    }

    /** {@return the counters together} They belong to one moment if the implementation says so (LOCK-3). */
    default Snapshot snapshot() {
        return new Snapshot(nextOffset(), oldestOffset(), newestOffset(), bufferedBytes(), length());
    }

    /**
     * Checks whatever must hold between operations, for tests and diagnosis. By default that is what can be seen from
     * outside: ACCT-1, ACCT-2 and EVICT-3. Implementations add what they know of their inside. Costs O(frames retained).
     *
     * @throws IllegalStateException if something does not hold; the message says what
     */
    default void checkInvariants() {
        Invariants.check(this);
    }
}
