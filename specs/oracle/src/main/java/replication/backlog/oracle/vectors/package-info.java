/** Scripts in files: the vectors, and what check saves. */
package replication.backlog.oracle.vectors;
