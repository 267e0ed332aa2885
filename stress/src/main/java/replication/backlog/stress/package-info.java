/** Concurrency tests under jcstress, to be read in order, and what runs them. */
package replication.backlog.stress;
