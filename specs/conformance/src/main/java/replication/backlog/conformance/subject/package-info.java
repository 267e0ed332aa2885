/** Implementations under test, in this process or another: what they offer, and how they are asked. */
package replication.backlog.conformance.subject;
