/** Where scripts come from: the examples of SPEC.md, the complete suite, action chains, the wire format. */
package replication.backlog.conformance.suite;
