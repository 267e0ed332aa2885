package replication.backlog.oracle.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.adapter.DiagnosticsTail;
import replication.backlog.oracle.report.DeviationText;

/** Prints a verdict for people. */
final class VerdictText {

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_LIST = 300;

    private final PrintWriter out;

    VerdictText(PrintWriter out) {
        this.out = out;
    }

    void subject(Subject subject) {
        String capabilities = Capability.list(subject.capabilities());
        out.println("Checking " + Untrusted.cut(Untrusted.line(subject.description()), LONGEST_NAME)
                + (capabilities.isEmpty() ? "" : ", with " + capabilities));
        out.println();
    }

    /** Prints the divergences that are not declared, the shortest one in full, and everything else that there is to say. */
    void verdict(Verdict verdict, Function<Finding, String> reproduce, OptionalLong seed) {
        divergences(verdict, reproduce);
        if (verdict.results().isEmpty()) {
            out.flush();
            return;
        }
        table(verdict);
        verdict.seen().ifPresent(seen -> {
            out.println("Races: " + seen.words());
            out.println("Not to be seen by an adapter: "
                    + verdict.invisible().stream().map(Rule::id).collect(Collectors.joining(", ")));
        });
        verdict.declared()
                .forEach((deviation, times) -> out.println("Declared deviation: " + DeviationText.words(deviation)
                        + ", seen " + (times == 1 ? "once" : String.format(Locale.ROOT, "%,d times", times))));
        verdict.stale()
                .forEach(deviation -> out.println("Declared, but does not happen any more: "
                        + DeviationText.words(deviation) + ". Remove it from the deviations file."));
        verdict.notSeen()
                .forEach(deviation ->
                        out.println("Declared, but not seen in what was checked: " + DeviationText.words(deviation)));
        verdict.skipped().forEach(what -> out.println("Left out: " + what));
        out.println(summary(verdict, seed));
        out.flush();
    }

    private void divergences(Verdict verdict, Function<Finding, String> reproduce) {
        List<Finding> undeclared = verdict.undeclared().stream()
                .sorted(Comparator.comparingInt(Finding::calls))
                .toList();
        undeclared.stream().limit(1).forEach(finding -> divergence(finding, reproduce.apply(finding)));
        undeclared.stream()
                .skip(1)
                .forEach(finding -> out.println("Also: " + finding.rule().id() + " in " + finding.suite() + ", "
                        + Untrusted.abridged(finding.script()) + ", by " + size(finding)
                        + (finding.confirmation().isCertain() ? "" : ", not seen again")));
        if (undeclared.size() > 1) {
            out.println();
        }
        out.flush();
    }

    /** {@return how long a script is, its creation and the step that shows the divergence included} */
    static String size(Finding finding) {
        return finding.calls() == 1 ? "1 step" : finding.calls() + " steps";
    }

    private void divergence(Finding finding, String reproduce) {
        out.println("DIVERGENCE in " + finding.suite() + ", " + Untrusted.abridged(finding.script()));
        // Not indent(2): that leaves spaces on empty lines.
        DivergenceText.of(finding.divergence()).lines().forEach(line -> out.println(line.isEmpty() ? "" : "  " + line));
        if (!finding.confirmation().sentence().isEmpty()) {
            out.println();
            out.println("  " + finding.confirmation().sentence());
        }
        String said = DiagnosticsTail.lastLines(finding.divergence().diagnostics(), "    ");
        if (!said.isEmpty()) {
            out.println();
            out.println("  the end of its standard error:");
            out.println(said);
        }
        out.println();
        out.println("  to see it again: " + reproduce);
        out.println();
    }

    private void table(Verdict verdict) {
        out.printf("%-10s %9s %11s %9s %6s  %s%n", "suite", "scripts", "steps", "steps/s", "rules", "result");
        for (SuiteResult result : verdict.results()) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %,9d %,11d %,9.0f %6d  %s%n",
                    result.suite(),
                    result.scripts(),
                    result.steps(),
                    result.steps() / result.seconds(),
                    result.rules().size(),
                    result(result));
        }
        out.println();
    }

    private static String result(SuiteResult result) {
        Set<String> broken = result.undeclared().stream()
                .map(finding -> finding.rule().id())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!broken.isEmpty()) {
            return "diverges from " + String.join(", ", broken);
        }
        if (result.steps() == 0) {
            return "nothing to do";
        }
        return (result.declared().isEmpty() ? "passed" : "passed, but for what is declared")
                + (result.skipped().isEmpty()
                        ? ""
                        : result.declared().isEmpty() ? ", but for what was left out" : " or was left out");
    }

    private static String summary(Verdict verdict, OptionalLong seed) {
        long declared = verdict.broken(true).size();
        return String.format(
                        Locale.ROOT,
                        "%s: %,d %s, %,d steps, %d of %d rules checked, %s%s (%s%.1f s)",
                        verdict.word(),
                        verdict.scripts(),
                        verdict.scripts() == 1 ? "script" : "scripts",
                        verdict.steps(),
                        verdict.rules().size(),
                        verdict.rulesInScope(),
                        counted(verdict.broken(false).size(), "no divergence", "broken"),
                        declared == 0 ? "" : ", " + counted(declared, "", "broken as declared"),
                        seed.isPresent() ? "seed " + seed.getAsLong() + ", " : "",
                        verdict.seconds())
                + without(verdict);
    }

    /** What was left out or made smaller belongs to the word. */
    private static String without(Verdict verdict) {
        String left = String.join(", ", verdict.skipped());
        return (left.isEmpty() ? "" : ", without " + Untrusted.cut(left, LONGEST_LIST))
                + (verdict.notOffered().isEmpty() ? "" : "; not offered: " + Capability.list(verdict.notOffered()));
    }

    private static String counted(long rules, String none, String what) {
        return rules == 0 ? none : rules == 1 ? "1 rule " + what : rules + " rules " + what;
    }
}
