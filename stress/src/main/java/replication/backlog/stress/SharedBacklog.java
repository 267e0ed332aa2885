package replication.backlog.stress;

import java.nio.ByteBuffer;
import java.time.Duration;
import replication.backlog.Copy;
import replication.backlog.Fetch;
import replication.backlog.LockedBacklog;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.Snapshot;
import replication.backlog.wire.Argv;

/** What threads can do with a backlog that they share: the calls that are raced here. */
public interface SharedBacklog {

    /** Pushes. */
    long push(Argv argv);

    /** Drops up to a watermark. */
    void dropUpTo(long watermark);

    /** Reads, bounded. */
    Fetch framesFrom(long from, int maxFrames, long maxBytes);

    /** Copies frames into a buffer. */
    Copy copyFrom(long from, ByteBuffer into);

    /** Reads the counters. */
    Snapshot snapshot();

    /** Waits for something to read. */
    Awaited awaitBeyond(long from, Duration atMost) throws InterruptedException;

    /** Closes. */
    void close();

    /** {@return the wrapper, as it is} */
    static SharedBacklog of(LockedBacklog backlog) {
        return new SharedBacklog() {
            @Override
            public long push(Argv argv) {
                return backlog.push(argv);
            }

            @Override
            public void dropUpTo(long watermark) {
                backlog.dropUpTo(watermark);
            }

            @Override
            public Fetch framesFrom(long from, int maxFrames, long maxBytes) {
                return backlog.framesFrom(from, maxFrames, maxBytes);
            }

            @Override
            public Copy copyFrom(long from, ByteBuffer into) {
                return backlog.copyFrom(from, into);
            }

            @Override
            public Snapshot snapshot() {
                return backlog.snapshot();
            }

            @Override
            public Awaited awaitBeyond(long from, Duration atMost) throws InterruptedException {
                return backlog.awaitBeyond(from, atMost);
            }

            @Override
            public void close() {
                backlog.close();
            }
        };
    }
}
