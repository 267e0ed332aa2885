package replication.backlog;

/** A push came after {@link LockedBacklog#close()}. Nothing has changed, and no later push will go better. */
public final class BacklogClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was refused, in one sentence
     */
    public BacklogClosedException(String message) {
        super(message);
    }
}
