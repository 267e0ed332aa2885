package replication.backlog.bench;

import java.util.List;
import java.util.function.LongFunction;
import replication.backlog.ArenaBacklog;
import replication.backlog.Backlog;
import replication.backlog.DequeBacklog;

/** What is measured: the backlogs of this project, and the baseline. */
public enum MeasuredBacklog {
    /** The baseline. */
    ARRAY_DEQUE("ArrayDeque", ArrayDequeBacklog::new),
    /** A ring of frames. */
    DEQUE("DequeBacklog", DequeBacklog::new),
    /** Bytes in chunks of memory. */
    ARENA("ArenaBacklog", ArenaBacklog::new);

    /** Those of this project. */
    static final List<MeasuredBacklog> PRODUCTION = List.of(DEQUE, ARENA);

    private final String label;
    private final LongFunction<Backlog> constructor;

    MeasuredBacklog(String label, LongFunction<Backlog> constructor) {
        this.label = label;
        this.constructor = constructor;
    }

    Backlog create(long maxBytes) {
        return constructor.apply(maxBytes);
    }

    /** What it is called in the measurements and on the pages. */
    String label() {
        return label;
    }
}
