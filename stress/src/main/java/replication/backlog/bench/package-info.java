/** Benchmarks under JMH and beside it, and the pages that are made of what they measure. */
package replication.backlog.bench;
