package replication.backlog.oracle.adapter;

/** The oracle is being ended, by Ctrl-C or a signal: nothing that an adapter does from now on means anything. */
public final class Interrupted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public Interrupted() {
        super("interrupted", null, false, false);
    }
}
