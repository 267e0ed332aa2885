package replication.backlog.bench;

import java.nio.ByteBuffer;
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
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** One frame that a replica has received, taken apart. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {

    @Param("16")
    public int value;

    private final FrameDecoder decoder = new FrameDecoder();
    private ByteBuffer in;

    @Setup
    public void fill() {
        in = Workload.frames(Workload.commands(value));
    }

    /** The arguments are borrowed from what was received. */
    @Benchmark
    public Decoded decode() {
        if (!in.hasRemaining()) {
            in.rewind();
        }
        return decoder.decode(in);
    }

    /** The arguments are copied, to outlive what was received; so are kevy-replicate's. */
    @Benchmark
    public Argv decodeOwned() {
        return ((Decoded.Complete) decode()).argv().owned();
    }
}
