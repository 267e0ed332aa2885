/**
 * The specification of a replication backlog in Java: the rules, an immutable model that says what holds, and the
 * scripts in which calls and predicted replies are written down. It shares nothing with the production code, and leans on
 * nothing that a browser lacks.
 */
package replication.backlog.model;
