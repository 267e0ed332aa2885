package replication.backlog.bench;

import java.time.Duration;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.LockedBacklog;
import replication.backlog.wire.Argv;

/** One writer, and readers that follow it as the README's primary serves its replicas. Values of 256 bytes, 256 MiB. */
@State(Scope.Group)
public class LockedBenchmark {

    @Param
    public Subject subject;

    private Argv argv;
    private LockedBacklog backlog;

    @Setup
    public void fill() {
        argv = Load.set(256);
        backlog = new LockedBacklog(Load.evicting(subject, 256 << 20, argv));
    }

    @Benchmark
    @Group("locked")
    public long write() {
        return backlog.push(argv);
    }

    /** Takes up to 64 frames; waits when there is none; a reader that fell off the back starts anew at the end. */
    @Benchmark
    @Group("locked")
    public void read(Reader reader) throws InterruptedException {
        if (backlog.awaitBeyond(reader.from, Duration.ofMillis(1)) != LockedBacklog.Awaited.DUE) {
            return;
        }
        Fetch answer = backlog.framesFrom(reader.from, 64, 1 << 20);
        if (answer instanceof Fetch.Frames frames) {
            for (Frame frame : frames) {
                reader.from = frame.offset() + 1;
                reader.frames++;
            }
        } else if (answer instanceof Fetch.TooOld tooOld) {
            reader.from = tooOld.nextOffset();
        }
    }

    /** Where a reader is, and how far it came in an iteration. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Reader {

        public long frames;
        private long from;
    }
}
