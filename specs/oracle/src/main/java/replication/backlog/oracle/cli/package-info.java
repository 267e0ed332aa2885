/** The oracle: the command line, adapters' processes, the suites, and the verdict. */
package replication.backlog.oracle.cli;
