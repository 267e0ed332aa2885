/** Whether a reply is right, which rule a wrong one breaks, what differs in words, and what is declared to differ. */
package replication.backlog.conformance.judge;
