/**
 * The kit that holds an implementation to the specification: subjects, the judge, the action chains, and
 * {@link replication.backlog.tck.BacklogContract}, which puts any Java backlog under all of it.
 */
package replication.backlog.conformance;
