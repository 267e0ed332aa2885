package replication.backlog.wire;

import java.nio.ByteBuffer;

/**
 * Reads commands as clients send them (RESP2 arrays of bulk strings) from a received buffer, without copying: the
 * arguments it returns are borrowed from the buffer and can be pushed as they are (PUSH-4).
 *
 * <p>A parser remembers how far an incomplete command was read, so that reading it costs O(bytes) however they arrive;
 * one parser serves one stream, one thread at a time. A declared count or length never makes it allocate ahead of the
 * bytes.
 */
public final class CommandParser {

    private static final Command INCOMPLETE = new Command.Incomplete();

    private final ArrayScanner scanner;

    /** Creates a parser that takes commands of up to {@link FrameEncoder#MAX_FRAME_BYTES} bytes. */
    public CommandParser() {
        this(FrameEncoder.MAX_FRAME_BYTES);
    }

    /**
     * Creates a parser with a limit of its own.
     *
     * @param maxCommandBytes the longest command that is taken, in bytes; a longer one is malformed as soon as it says so
     * @throws IllegalArgumentException if the limit is not in 1 to {@link FrameEncoder#MAX_FRAME_BYTES}
     */
    public CommandParser(int maxCommandBytes) {
        this.scanner = new ArrayScanner(Limit.checked("maxCommandBytes", maxCommandBytes));
    }

    /**
     * Forgets a command that was read in part: what is parsed next begins a stream of its own. Without it a parser goes on
     * where it was, and can take another connection's bytes for those that it has seen.
     */
    public void reset() {
        scanner.reset();
    }

    /**
     * Parses the command at the buffer's position. A complete one is consumed: the position moves behind it. Otherwise
     * the position stays; after {@link Command.Incomplete} call again with the same bytes and more behind them, in this
     * buffer or another.
     *
     * @param in the received bytes, from position to limit
     * @return what was found
     * @throws IllegalStateException if the command was read in part before and these bytes are another's, as far as what was read
     *     last shows it; {@link #reset} comes before another stream
     */
    public Command parse(ByteBuffer in) {
        int start = in.position();
        Command command = switch (scanner.scan(in, start)) {
            case MORE -> INCOMPLETE;
            case MALFORMED -> new Command.Malformed(scanner.reason());
            case DONE -> new Command.Complete(scanner.argv(in, start), scanner.length());
        };
        if (command instanceof Command.Complete complete) {
            in.position(start + complete.length());
        }
        if (!(command instanceof Command.Incomplete)) {
            scanner.reset();
        }
        return command;
    }
}
