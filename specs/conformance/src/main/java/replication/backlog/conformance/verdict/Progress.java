package replication.backlog.conformance.verdict;

/** Is told how far a check has come. */
public interface Progress {

    /** Nobody is told. */
    Progress NONE = new Progress() {};

    /**
     * A suite has run another script.
     *
     * @param suite what it has done so far
     */
    default void ran(SuiteResult suite) {}

    /** A divergence was found; it is seen again and made short before this is told. */
    default void found(Finding finding) {}
}
