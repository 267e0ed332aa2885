/** Implementations behind a child process: the protocol both ways, and processes that may do anything. */
package replication.backlog.oracle.adapter;
