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
import replication.backlog.wire.FrameEncoder;

/** The limit: the bytes of a frame, copied as they are to the next place in a buffer as large as the budget. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CopyBenchmark {

    @Param("16")
    public int value;

    @Param("1048576")
    public int budget;

    private byte[] frame;
    private byte[] buffer;
    private int end;

    @Setup
    public void fill() {
        frame = FrameEncoder.encode(10_000_000, Load.set(value)); // an offset such as the pushes reach
        buffer = new byte[budget];
    }

    @Benchmark
    public byte[] arraycopy() {
        if (buffer.length - end < frame.length) {
            end = 0;
        }
        System.arraycopy(frame, 0, buffer, end, frame.length);
        end += frame.length;
        return buffer;
    }
}
