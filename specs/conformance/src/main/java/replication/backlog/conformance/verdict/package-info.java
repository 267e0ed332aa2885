/** What a check came to: what each suite did and found, what was declared, what was left out, and the verdict. */
package replication.backlog.conformance.verdict;
