/** Files that a user names, to be read and to be written: whatever they are, nothing hangs and nothing is lost. */
package replication.backlog.oracle.files;
