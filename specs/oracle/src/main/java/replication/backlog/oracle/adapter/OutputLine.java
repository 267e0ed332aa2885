package replication.backlog.oracle.adapter;

/**
 * A line that came from a process, or what came instead.
 *
 * @param kind which of them
 * @param text the line; empty if none came
 */
public record OutputLine(Kind kind, String text) {

    static final OutputLine END = new OutputLine(Kind.END, "");
    static final OutputLine TOO_LONG = new OutputLine(Kind.TOO_LONG, "");
    static final OutputLine LATE = new OutputLine(Kind.LATE, "");

    /** What there was. */
    public enum Kind {
        /** A line. */
        WHOLE,
        /** A line that broke off: its end is the end of standard output. */
        HALF,
        /** The end of standard output. */
        END,
        /** More bytes without an end of line than anybody needs. */
        TOO_LONG,
        /** Nothing within the time limit. */
        LATE
    }

    /** Whether a line came, or at least its start. */
    public boolean hasText() {
        return kind == Kind.WHOLE || kind == Kind.HALF;
    }
}
