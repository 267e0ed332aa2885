package replication.backlog.wire;

/** What {@link CommandParser#parse} found at the start of its input. */
public sealed interface Command {

    /**
     * A whole command.
     *
     * @param argv its arguments, borrowed from the buffer that was parsed
     * @param length the bytes it took
     */
    record Complete(Argv argv, int length) implements Command {}

    /** The bytes so far begin a command but do not end it: parse again when more have arrived. */
    record Incomplete() implements Command {}

    /**
     * The bytes are no RESP2 array of bulk strings, or declare a size beyond the parser's limit.
     *
     * @param reason what was found, where, in one sentence
     */
    record Malformed(String reason) implements Command {}
}
