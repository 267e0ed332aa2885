package replication.backlog.bench;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.wire.Argv;

/** A backlog that counts the reads that it was asked for: whoever pushes sees how many came before. */
final class CountedReads implements Backlog {

    private final Backlog backlog;

    /** Written by whoever has the lock. */
    private final AtomicLong reads = new AtomicLong();

    private long readsAtPush;

    CountedReads(Backlog backlog) {
        this.backlog = backlog;
    }

    long reads() {
        return reads.get();
    }

    /** {@return how many reads there were before the last push} For the one thread that pushes. */
    long readsAtPush() {
        return readsAtPush;
    }

    @Override
    public long push(Argv argv) {
        readsAtPush = reads.get();
        return backlog.push(argv);
    }

    @Override
    public Fetch framesFrom(long from, int maxFrames, long maxBytes) {
        reads.lazySet(reads.get() + 1);
        return backlog.framesFrom(from, maxFrames, maxBytes);
    }

    @Override
    public Fetch framesFrom(long from) {
        return backlog.framesFrom(from);
    }

    @Override
    public void dropUpTo(long watermark) {
        backlog.dropUpTo(watermark);
    }

    @Override
    public long maxBytes() {
        return backlog.maxBytes();
    }

    @Override
    public long nextOffset() {
        return backlog.nextOffset();
    }

    @Override
    public OptionalLong oldestOffset() {
        return backlog.oldestOffset();
    }

    @Override
    public OptionalLong newestOffset() {
        return backlog.newestOffset();
    }

    @Override
    public long bufferedBytes() {
        return backlog.bufferedBytes();
    }

    @Override
    public long length() {
        return backlog.length();
    }
}
