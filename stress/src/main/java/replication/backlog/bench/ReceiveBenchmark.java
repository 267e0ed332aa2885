package replication.backlog.bench;

import java.nio.ByteBuffer;
import java.util.List;
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
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;

/** One command: from received bytes to a retained frame, and beside it the push of arguments that lie ready. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReceiveBenchmark {

    @Param
    public MeasuredBacklog subject;

    @Param("16")
    public int value;

    @Param("1048576")
    public long budget;

    private final CommandParser parser = new CommandParser();
    private List<Argv> commands;
    private int next;
    private ByteBuffer in;
    private Backlog backlog;

    @Setup
    public void fill() {
        commands = Workload.commands(value);
        in = Workload.received(commands);
        backlog = Workload.evicting(subject, budget, commands.get(0));
    }

    /** Parsed, and pushed as it was borrowed. */
    @Benchmark
    public long receive() {
        if (!in.hasRemaining()) {
            in.rewind();
        }
        return backlog.push(((Command.Complete) parser.parse(in)).argv());
    }

    /** The same commands, of which the arguments lie ready. */
    @Benchmark
    public long owned() {
        next = next + 1 == commands.size() ? 0 : next + 1;
        return backlog.push(commands.get(next));
    }
}
