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
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** One frame that a replica has received, or one command that a primary has, taken apart. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {

    @Param("16")
    public int value;

    private final FrameDecoder decoder = new FrameDecoder();
    private final CommandParser parser = new CommandParser();
    private ByteBuffer in;
    private ByteBuffer commands;

    @Setup
    public void fill() {
        in = Workload.frames(Workload.commands(value));
        commands = Workload.received(Workload.commands(value));
    }

    /** What comes before a push, and no more. */
    @Benchmark
    public Command parse() {
        if (!commands.hasRemaining()) {
            commands.rewind();
        }
        return parser.parse(commands);
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
