package replication.backlog.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import replication.backlog.Backlog;
import replication.backlog.Copy;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.wire.Argv;

/** Reads and drops, of values of 256 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {

    /** Retained in all of these. */
    private static final int FRAMES = 10_000;

    private static final int DROPPED = 1000;

    @Param
    public MeasuredBacklog subject;

    private Argv argv;
    private Backlog backlog;
    private Backlog drained;
    private ByteBuffer buffer;
    private long from;

    @Setup
    public void fill() {
        argv = Workload.set(256);
        backlog = Workload.retaining(subject, FRAMES, argv);
        drained = subject.create(Long.MAX_VALUE);
        buffer = ByteBuffer.allocateDirect(1 << 16);
    }

    /** Takes every frame there is, by one call. Time a frame. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void drain(Blackhole sink) {
        for (Frame frame : (Fetch.Frames) backlog.framesFrom(0)) {
            sink.consume(frame.bytes());
        }
    }

    /** Fills a buffer for a socket, frame by frame, and goes on behind what it took. Time a buffer. */
    @Benchmark
    public ByteBuffer frames() {
        buffer.clear();
        for (Frame frame : (Fetch.Frames) backlog.framesFrom(from)) {
            if (frame.length() > buffer.remaining()) {
                return buffer;
            }
            buffer.put(frame.bytes());
            from = frame.offset() + 1;
        }
        from = 0;
        return buffer;
    }

    /** Fills such a buffer by one call. Time a buffer. */
    @Benchmark
    public ByteBuffer copyFrom() {
        buffer.clear();
        Copy.Copied copied = (Copy.Copied) backlog.copyFrom(from, buffer);
        from = copied.needs() == 0 ? 0 : copied.nextFrom();
        return buffer;
    }

    /** Pushes, and drops all by a watermark. Time a frame. */
    @Benchmark
    @OperationsPerInvocation(DROPPED)
    public void pushAndDrop() {
        for (int i = 0; i < DROPPED; i++) {
            drained.push(argv);
        }
        drained.dropUpTo(drained.nextOffset());
    }
}
