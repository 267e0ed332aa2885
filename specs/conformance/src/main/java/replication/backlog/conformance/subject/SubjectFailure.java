package replication.backlog.conformance.subject;

/** A subject cannot be asked any more, so that there can be no verdict. The message is one sentence for the user. */
public final class SubjectFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates a failure with a sentence for the user. */
    public SubjectFailure(String message) {
        super(message);
    }
}
