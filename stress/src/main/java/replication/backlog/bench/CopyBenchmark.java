package replication.backlog.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;
import replication.backlog.wire.FrameWriter;

/**
 * The limits: a frame's bytes go to the next place in a buffer as large as the budget, copied as they are or encoded, and
 * nothing else is done about them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CopyBenchmark {

    @Param("16")
    public int value;

    @Param("1048576")
    public int budget;

    private Argv argv;
    private FrameWriter writer;
    private byte[] frame;
    private byte[] buffer;
    private int end;

    @Setup
    public void fill() {
        long offset = 10_000_000; // such as the pushes reach
        argv = Workload.set(value);
        writer = new FrameWriter(offset);
        frame = FrameEncoder.encode(offset, argv);
        buffer = new byte[budget];
    }

    @Benchmark
    public byte[] arraycopy() {
        System.arraycopy(frame, 0, buffer, place(frame.length), frame.length);
        return buffer;
    }

    @Benchmark
    public byte[] encode() {
        writer.write(argv, buffer, place(writer.length(argv)));
        writer.advance();
        return buffer;
    }

    private int place(int length) {
        if (buffer.length - end < length) {
            end = 0;
        }
        int place = end;
        end += length;
        return place;
    }
}
