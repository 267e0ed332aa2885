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
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.Frame;

/** Finds the frame in the middle, always the same: it is the search that is measured, and not the memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FindBenchmark {

    @Param
    public MeasuredBacklog subject;

    @Param("1000")
    public int frames;

    private Backlog backlog;
    private long from;

    @Setup
    public void fill() {
        backlog = Workload.retaining(subject, frames, Workload.set(16));
        from = frames / 2;
    }

    @Benchmark
    public Frame framesFrom() {
        return ((Fetch.Frames) backlog.framesFrom(from)).iterator().next();
    }
}
