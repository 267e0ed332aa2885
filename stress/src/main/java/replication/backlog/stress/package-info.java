/** Concurrency tests under jcstress, and the suite that runs them. */
package replication.backlog.stress;
