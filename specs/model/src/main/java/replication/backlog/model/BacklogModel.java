package replication.backlog.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The specification of a backlog: what is retained after each operation, and never how. All numbers are unsigned 64-bit.
 *
 * @param framing what frames are made of
 * @param maxBytes the budget
 * @param next the offset that the coming push gets
 * @param retained the frames in the backlog now, oldest first
 */
public record BacklogModel(Framing framing, long maxBytes, long next, List<FrameText> retained) {

    /** A backlog that assigned every offset below {@code next} and retains nothing (NEW-2, NEW-3). */
    public static BacklogModel empty(Framing framing, long maxBytes, long next) {
        return new BacklogModel(framing, maxBytes, next, List.of());
    }

    /** Whether there is an offset left to assign: they end at 2^63−1 (PUSH-5). */
    public boolean canPush() {
        return next != Long.MIN_VALUE;
    }

    /** The pushed frame gets the next offset, and the longest run of newest frames that fits stays (PUSH, EVICT). */
    public BacklogModel push(List<String> argv) {
        List<FrameText> all = new ArrayList<>(retained);
        all.add(framing.frame(next, argv));
        return new BacklogModel(framing, maxBytes, next + 1, longestRunOfNewestThatFits(all));
    }

    /** The frames from the watermark on stay (DROP). */
    public BacklogModel dropUpTo(long watermark) {
        return new BacklogModel(framing, maxBytes, next, framesFrom(watermark));
    }

    /** Whether an offset lies beyond next (FROM-1). */
    public boolean isFuture(long from) {
        return Long.compareUnsigned(from, next) > 0;
    }

    /** Whether an offset was assigned once and is not retained now (FROM-3). */
    public boolean isTooOld(long from) {
        return Long.compareUnsigned(from, oldest()) < 0;
    }

    /** The frames from an offset on: what a replica gets that is neither too old nor future (FROM-2, FROM-4). */
    public List<FrameText> framesFrom(long from) {
        return retained.stream()
                .filter(frame -> Long.compareUnsigned(frame.offset(), from) >= 0)
                .toList();
    }

    /** The lowest retained offset; next when nothing is retained. */
    public long oldest() {
        return retained.isEmpty() ? next : retained.get(0).offset();
    }

    /** The lengths of the retained frames, added up (ACCT-1). */
    public long buffered() {
        return lengths(retained);
    }

    private List<FrameText> longestRunOfNewestThatFits(List<FrameText> all) {
        int newest = all.size() - 1;
        int start = IntStream.range(0, newest)
                .filter(from -> Long.compareUnsigned(lengths(all.subList(from, all.size())), maxBytes) <= 0)
                .findFirst()
                .orElse(newest);
        return List.copyOf(all.subList(start, all.size()));
    }

    private long lengths(List<FrameText> frames) {
        return frames.stream().mapToLong(framing::length).sum();
    }
}
