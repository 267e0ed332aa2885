/** Concurrency tests under jcstress, to be read in order, and the suite that runs them. */
package replication.backlog.stress;
