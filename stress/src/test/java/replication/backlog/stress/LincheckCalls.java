package replication.backlog.stress;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.Fetch;
import replication.backlog.LockedBacklog;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.Snapshot;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.wire.Argv;

/** The calls that Lincheck puts scenarios together from. The budget has room for two frames, so that the third push evicts. */
@Param(name = "offset", gen = LongGen.class, conf = "0:4")
public abstract class LincheckCalls {

    private static final long BUDGET = 2 * BacklogCall.FRAME;
    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");

    final SharedBacklog backlog;

    /** Races calls to a backlog. */
    protected LincheckCalls(SharedBacklog backlog) {
        this.backlog = backlog;
    }

    /** {@return the deque's wrapper} */
    static LockedBacklog locked() {
        return new LockedBacklog(new DequeBacklog(BUDGET));
    }

    /** Pushes. */
    @Operation
    public long push() {
        return backlog.push(ARGV);
    }

    /** Drops. */
    @Operation
    public void dropUpTo(@Param(name = "offset") long watermark) {
        backlog.dropUpTo(watermark);
    }

    /** Reads, two frames at most. */
    @Operation
    public Fetch framesFrom(@Param(name = "offset") long from) {
        return backlog.framesFrom(from, 2, Long.MAX_VALUE);
    }

    /** Copies two frames at most, and shows their bytes. */
    @Operation
    public List<Object> copyFrom(@Param(name = "offset") long from) {
        ByteBuffer copied = ByteBuffer.allocate((int) BUDGET);
        return List.of(backlog.copyFrom(from, copied), new String(copied.array(), StandardCharsets.US_ASCII));
    }

    /** Reads the counters. */
    @Operation
    public Snapshot snapshot() {
        return backlog.snapshot();
    }

    /** The specification: the model, one call at a time. */
    public static class Model extends LincheckCalls {
        public Model() {
            super(new OneAtATime(new ModelBacklog(BUDGET, 0)));
        }

        /** Closes. */
        public void close() {
            backlog.close();
        }

        /** Looks whether something is due, without waiting. */
        public Awaited look(long from) throws InterruptedException {
            return backlog.awaitBeyond(from, Duration.ZERO);
        }

        /** Reads a counter, and then the frames that it promises. */
        public List<Object> readRetained() {
            return twoSteps(backlog);
        }
    }

    /** The wrapper around the deque. */
    public static class Wrapper extends LincheckCalls {
        public Wrapper() {
            this(locked());
        }

        /** Races any wrapper. */
        protected Wrapper(LockedBacklog wrapper) {
            super(SharedBacklog.of(wrapper));
        }

        /** Closes. */
        @Operation
        public void close() {
            backlog.close();
        }

        /** Looks whether something is due, without waiting. */
        @Operation
        public Awaited look(@Param(name = "offset") long from) throws InterruptedException {
            return backlog.awaitBeyond(from, Duration.ZERO);
        }
    }

    /** The wrapper around the arena, which Lincheck cannot take apart: it knows no stores of several bytes into an array. */
    public static class ArenaWrapper extends Wrapper {
        public ArenaWrapper() {
            super(new LockedBacklog(new ArenaBacklog(BUDGET)));
        }
    }

    /** A control: the wrapper, but reads go to the deque without the lock. */
    public static class UnlockedRead extends LincheckCalls {
        public UnlockedRead() {
            this(new DequeBacklog(BUDGET));
        }

        private UnlockedRead(DequeBacklog deque) {
            super(new OneAtATime(new LockedBacklog(deque)) {
                private final SharedBacklog unlocked = new OneAtATime(deque);

                @Override
                public Fetch framesFrom(long from, int maxFrames, long maxBytes) {
                    return unlocked.framesFrom(from, maxFrames, maxBytes);
                }
            });
        }
    }

    /** A control: two calls to the wrapper taken for one. What the counter promised can be gone when the frames are read. */
    public static class TwoStepRead extends LincheckCalls {
        public TwoStepRead() {
            super(SharedBacklog.of(locked()));
        }

        /** Reads a counter, and then the frames that it promises. */
        @Operation
        public List<Object> readRetained() {
            return twoSteps(backlog);
        }
    }

    private static List<Object> twoSteps(SharedBacklog backlog) {
        Snapshot now = backlog.snapshot();
        return List.of(now, backlog.framesFrom(now.oldestOffset().orElse(now.nextOffset()), 2, Long.MAX_VALUE));
    }
}
