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
import replication.backlog.Backlog;
import replication.backlog.Copy;

/** Finds frames here and there, and copies them: most have to come from memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ColdBenchmark {

    @Param
    public MeasuredBacklog subject;

    @Param("256")
    public int value;

    @Param("1000000")
    public int frames;

    private Backlog backlog;
    private ByteBuffer one;
    private long random;

    @Setup
    public void fill() {
        backlog = Workload.retaining(subject, frames, Workload.set(value));
        one = ByteBuffer.allocate((int) Workload.frameBytes(value));
    }

    /** One frame, the next one by a linear congruential generator. */
    @Benchmark
    public Copy cold() {
        random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return backlog.copyFrom((random >>> 33) % frames, one.clear());
    }
}
