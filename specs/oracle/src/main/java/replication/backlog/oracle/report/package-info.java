/** What {@code check --report} writes: the same result for continuous integration, for programs, and for people. */
package replication.backlog.oracle.report;
