package replication.backlog.oracle.report;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import replication.backlog.conformance.verdict.Verdict;

/**
 * A verdict, and what it is about.
 *
 * @param verdict the verdict
 * @param version this tool's version
 * @param description what was checked, in a few words of its own
 * @param capabilities the codes of what it offers
 * @param command the adapter's command; empty for what is built in
 * @param seed the seed of the random suite; empty where nothing was drawn
 * @param reproduce the command line that does the same again
 * @param finished when the check was over
 */
public record Report(
        Verdict verdict,
        String version,
        String description,
        List<String> capabilities,
        List<String> command,
        OptionalLong seed,
        String reproduce,
        Instant finished) {}
