/** Scripts put to a subject: one or many, seen again before anybody is blamed, and made as short as they go. */
package replication.backlog.conformance.run;
