package replication.backlog;

/**
 * A push found no offset left, or a backlog was to resume beyond the last one (PUSH-5, NEW-3). Nothing has changed; the
 * primary has to begin a new history.
 */
public final class OffsetsExhaustedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was refused, in one sentence
     */
    public OffsetsExhaustedException(String message) {
        super(message);
    }
}
