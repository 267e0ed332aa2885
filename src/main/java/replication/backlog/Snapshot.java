package replication.backlog;

import java.util.OptionalLong;

/**
 * The counters of a backlog. All numbers are unsigned 64-bit.
 *
 * @param nextOffset the offset that the next push gets
 * @param oldestOffset the lowest retained offset, or empty if nothing is retained
 * @param newestOffset the highest retained offset, or empty if nothing is retained
 * @param bufferedBytes the retained frames' lengths in bytes, added up
 * @param length the number of retained frames
 */
public record Snapshot(
        long nextOffset, OptionalLong oldestOffset, OptionalLong newestOffset, long bufferedBytes, long length) {

    /** Returns, for instance, {@code next 8, held 5..7, 105 bytes}. */
    @Override
    public String toString() {
        String held = oldestOffset.isPresent() && newestOffset.isPresent()
                ? ", held " + Long.toUnsignedString(oldestOffset.getAsLong()) + ".."
                        + Long.toUnsignedString(newestOffset.getAsLong()) + ", " + Long.toUnsignedString(bufferedBytes)
                        + " bytes"
                : ", empty";
        return "next " + Long.toUnsignedString(nextOffset) + held;
    }
}
