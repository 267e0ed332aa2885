package replication.backlog.bench;

import java.util.Map;

/**
 * What was measured once a round.
 *
 * @param on the JDK and its collector, or {@link Measurement#NATIVE}
 * @param what the benchmark
 * @param subject what was put to it
 * @param with the benchmark's parameters
 */
record Cell(String on, String what, String subject, Map<String, Long> with) {}
