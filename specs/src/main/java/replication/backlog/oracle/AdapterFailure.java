package replication.backlog.oracle;

/** The adapter could not be started, or does not speak the protocol. The message is one sentence for the user. */
final class AdapterFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AdapterFailure(String message) {
        super(message);
    }
}
