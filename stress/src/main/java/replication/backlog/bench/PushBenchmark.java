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
import replication.backlog.wire.Argv;

/** One push. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PushBenchmark {

    @Param
    public MeasuredBacklog subject;

    @Param("16")
    public int value;

    @Param("1048576")
    public long budget;

    private Argv argv;
    private Backlog full;
    private Backlog filling;
    private long room;
    private long left;

    @Setup
    public void fill() {
        argv = Workload.set(value);
        full = Workload.evicting(subject, budget, argv);
        room = Workload.room(budget, argv);
    }

    /** Into a full backlog: each push evicts. */
    @Benchmark
    public long evicting() {
        return full.push(argv);
    }

    /** Into a backlog with room; when it is full, a fresh one takes its place. Growing is a part of it. */
    @Benchmark
    public long filling() {
        if (left == 0) {
            full = null;
            filling = subject.create(budget);
            left = room;
        }
        left--;
        return filling.push(argv);
    }
}
