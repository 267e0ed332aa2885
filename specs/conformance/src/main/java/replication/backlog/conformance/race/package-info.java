/** Judges what threads were told that called at once: whether some order of the calls explains it, and which comes nearest. */
package replication.backlog.conformance.race;
