package replication.backlog.oracle;

/**
 * A line that came from a process, or what came instead.
 *
 * @param kind which of them
 * @param text the line; empty if none came
 */
record Line(Kind kind, String text) {

    static final Line END = new Line(Kind.END, "");
    static final Line TOO_LONG = new Line(Kind.TOO_LONG, "");
    static final Line LATE = new Line(Kind.LATE, "");

    enum Kind {
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
    boolean hasText() {
        return kind == Kind.WHOLE || kind == Kind.HALF;
    }
}
