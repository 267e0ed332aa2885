/** The command line: commands, their options, how far a check has come, and the verdict as text. */
package replication.backlog.oracle.cli;
