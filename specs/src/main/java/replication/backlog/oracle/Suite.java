package replication.backlog.oracle;

import replication.backlog.tck.Subject;

/** A source of scripts. */
interface Suite {

    /** {@return its name on the command line} */
    String name();

    /** Puts its scripts to a subject, and keeps the tally. */
    void run(Subject subject, Tally tally);
}
