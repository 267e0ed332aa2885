package replication.backlog.oracle;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import replication.backlog.spec.Rule;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Divergence;
import replication.backlog.tck.Subject;
import replication.backlog.tck.Trial;

/** What a suite has done so far. */
final class Tally {

    private final String suite;
    private final Progress progress;
    private final Set<Rule> rules = EnumSet.noneOf(Rule.class);
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> skipped = new TreeSet<>();
    private long scripts;
    private long steps;

    Tally(String suite, Progress progress) {
        this.suite = suite;
        this.progress = progress;
    }

    /** Counts a script, and what its replies showed. */
    void count(Trial trial) {
        scripts++;
        steps += trial.steps();
        trial.rules().stream().filter(Rule::isShownByAdapters).forEach(rules::add);
        trial.unsupported().ifPresent(why -> skip("an operation that it does not offer (" + Json.abridged(why) + ")"));
        progress.show(suite, scripts);
    }

    /** Counts a rule as checked that no single reply shows. */
    void checked(Rule rule) {
        if (rule.isShownByAdapters()) {
            rules.add(rule);
        }
    }

    /** Keeps a divergence, the first one for each rule. */
    void found(String script, Divergence divergence) {
        if (!hasFound(divergence.rule())) {
            findings.add(new Finding(suite, script, divergence));
        }
    }

    boolean hasFound(Rule rule) {
        return findings.stream().anyMatch(finding -> finding.divergence().rule() == rule);
    }

    /** Whether a subject has a capability; if not, what needs it is noted as left out. */
    boolean offered(Subject subject, Capability capability) {
        boolean offered = subject.capabilities().contains(capability);
        if (!offered) {
            skip("capability " + capability.code());
        }
        return offered;
    }

    /** Notes that something was left out. */
    void skip(String what) {
        skipped.add(what);
    }

    String suite() {
        return suite;
    }

    long scripts() {
        return scripts;
    }

    long steps() {
        return steps;
    }

    Set<Rule> rules() {
        return rules;
    }

    List<Finding> findings() {
        return findings;
    }

    Set<String> skipped() {
        return skipped;
    }
}
