package replication.backlog.tck;

/** A subject differed from the specification; the message shows how. */
public final class DivergenceError extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final transient Divergence divergence;

    DivergenceError(Divergence divergence) {
        this.divergence = divergence;
    }

    /** Returns the divergence. */
    public Divergence divergence() {
        return divergence;
    }

    @Override
    public String getMessage() {
        return DivergenceText.of(divergence);
    }
}
