/**
 * What a Java project extends to put its backlog under everything: {@link
 * replication.backlog.conformance.BacklogConformance}, and the properties alone, {@link
 * replication.backlog.conformance.BacklogContract}.
 */
package replication.backlog.conformance;
