package replication.backlog.oracle.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import replication.backlog.spec.Rule;
import replication.backlog.tck.Divergence;

/**
 * What a check came to, as the reports tell it.
 *
 * @param version this tool's version
 * @param subject what was checked
 * @param run how it was checked
 * @param suites what each suite did, in the order in which they ran
 * @param findings the divergences, in the order in which they were found
 * @param stale the declared deviations that did not show
 * @param notRun the suites that did not run
 * @param skipped everything that was left out
 * @param word the verdict in one word
 * @param exitStatus the exit status
 */
public record Report(
        String version,
        Subject subject,
        Run run,
        List<Suite> suites,
        List<Finding> findings,
        List<Deviation> stale,
        List<String> notRun,
        Set<String> skipped,
        String word,
        int exitStatus) {

    /**
     * What was checked.
     *
     * @param description what it is, in a few words of its own
     * @param capabilities the codes of what it offers
     * @param command the adapter's command; empty for what is built in
     */
    public record Subject(String description, List<String> capabilities, List<String> command) {}

    /**
     * How it was checked.
     *
     * @param seed the seed of the random suite
     * @param reproduce the command line that does the same again
     * @param finished when the check was over
     * @param seconds how long it took
     */
    public record Run(long seed, String reproduce, Instant finished, double seconds) {}

    /**
     * What a suite did.
     *
     * @param name its name
     * @param scripts how many scripts it ran
     * @param steps how many replies were judged
     * @param rules the rules that it checked
     * @param skipped what it left out
     * @param seconds how long it took
     */
    public record Suite(String name, long scripts, long steps, Set<Rule> rules, Set<String> skipped, double seconds) {}

    /**
     * A divergence and where it was found.
     *
     * @param suite the suite's name
     * @param script what the script is called
     * @param divergence the divergence
     * @param declared the deviation that declares it, if one does
     */
    public record Finding(String suite, String script, Divergence divergence, Optional<Deviation> declared) {

        Rule rule() {
            return divergence.rule();
        }
    }

    /**
     * A declared deviation.
     *
     * @param rule the rule that is not kept
     * @param reason why it is not
     * @param link where to read more; may be empty
     */
    public record Deviation(Rule rule, String reason, String link) {}

    /** How a rule came off. */
    enum Standing {
        BROKEN("broken"),
        DEVIATES("deviates, as declared"),
        CHECKED("checked"),
        NOT_CHECKED("not checked"),
        NEEDS_JAVA("needs Java");

        private final String words;

        Standing(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    Standing standing(Rule rule) {
        List<Finding> broken = of(rule);
        if (!broken.isEmpty()) {
            return broken.get(0).declared().isPresent() ? Standing.DEVIATES : Standing.BROKEN;
        }
        if (suites.stream().anyMatch(suite -> suite.rules().contains(rule))) {
            return Standing.CHECKED;
        }
        return rule.isShownByAdapters() ? Standing.NOT_CHECKED : Standing.NEEDS_JAVA;
    }

    /** {@return the divergences from a rule, the one by the shortest script first} */
    List<Finding> of(Rule rule) {
        return findings.stream()
                .filter(finding -> finding.rule() == rule)
                .sorted(Comparator.comparingInt(
                        finding -> finding.divergence().shortScript().size()))
                .toList();
    }

    /** {@return the rules that are broken, declared or not, the one with the shortest script first} */
    List<Rule> broken(boolean declared) {
        return findings.stream()
                .filter(finding -> finding.declared().isPresent() == declared)
                .map(Finding::rule)
                .distinct()
                .sorted(Comparator.comparingInt(
                        rule -> of(rule).get(0).divergence().shortScript().size()))
                .toList();
    }

    /** {@return the rules that were checked, whatever came of it} */
    long rulesChecked() {
        return suites.stream()
                .flatMap(suite -> suite.rules().stream())
                .distinct()
                .count();
    }
}
