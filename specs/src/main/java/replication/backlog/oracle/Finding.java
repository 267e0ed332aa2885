package replication.backlog.oracle;

import replication.backlog.tck.Divergence;

/**
 * A divergence and where it was found.
 *
 * @param suite the suite's name
 * @param script what the script is called
 * @param divergence the divergence
 */
record Finding(String suite, String script, Divergence divergence) {}
