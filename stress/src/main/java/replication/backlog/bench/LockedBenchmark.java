package replication.backlog.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import replication.backlog.Copy;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.LockedBacklog;
import replication.backlog.wire.Argv;

/** One writer, and readers that follow it as the README's primary serves its replicas. Values of 256 bytes, 256 MiB. */
@State(Scope.Group)
public class LockedBenchmark {

    @Param
    public MeasuredBacklog subject;

    /** 0 to read up to 64 frames a call; else the size of a buffer to copy frames into. */
    @Param("0")
    public int buffer;

    private Argv argv;
    private LockedBacklog backlog;

    @Setup
    public void fill() {
        argv = Workload.set(256);
        backlog = new LockedBacklog(Workload.evicting(subject, 256 << 20, argv));
    }

    @Benchmark
    @Group("locked")
    public long write() {
        return backlog.push(argv);
    }

    /** Takes what it can; waits when there is nothing; a reader that fell off the back starts anew at the end. */
    @Benchmark
    @Group("locked")
    public void read(ReaderPosition reader) throws InterruptedException {
        if (backlog.awaitBeyond(reader.from, Duration.ofMillis(1)) != LockedBacklog.Awaited.DUE) {
            return;
        }
        if (buffer > 0) {
            reader.take(backlog.copyFrom(reader.from, reader.emptied(buffer)));
        } else {
            reader.take(backlog.framesFrom(reader.from, 64, 1 << 20));
        }
    }

    /** Where a reader is, and how far it came in an iteration. */
    @State(Scope.Thread)
    @AuxCounters
    public static class ReaderPosition {

        public long frames;
        private long from;
        private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

        private ByteBuffer emptied(int capacity) {
            if (bytes.capacity() != capacity) {
                bytes = ByteBuffer.allocateDirect(capacity);
            }
            return bytes.clear();
        }

        private void take(Copy answer) {
            if (answer instanceof Copy.Copied copied) {
                from = copied.nextFrom();
                frames += copied.frames();
            } else if (answer instanceof Fetch.TooOld tooOld) {
                from = tooOld.nextOffset();
            }
        }

        private void take(Fetch answer) {
            if (answer instanceof Fetch.Frames read) {
                for (Frame frame : read) {
                    from = frame.offset() + 1;
                    frames++;
                }
            } else if (answer instanceof Fetch.TooOld tooOld) {
                from = tooOld.nextOffset();
            }
        }
    }
}
