package replication.backlog.oracle;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import replication.backlog.spec.Rule;
import replication.backlog.tck.Capability;
import replication.backlog.tck.DivergenceText;
import replication.backlog.tck.Subject;

/** Prints a verdict for people. */
final class VerdictText {

    private final PrintWriter out;

    VerdictText(PrintWriter out) {
        this.out = out;
    }

    void subject(Subject subject) {
        String capabilities = Arrays.stream(Capability.values())
                .filter(subject.capabilities()::contains)
                .map(Capability::code)
                .collect(Collectors.joining(", "));
        out.println("Checking " + subject.description() + (capabilities.isEmpty() ? "" : ", with " + capabilities));
        out.println();
    }

    /** Prints the divergences that are not declared: the shortest one in full, the others in a line each. */
    void divergences(Verdict verdict, String reproduce) {
        List<Finding> undeclared = verdict.undeclared().stream()
                .sorted(Comparator.comparingInt(VerdictText::steps))
                .toList();
        undeclared.stream().limit(1).forEach(finding -> divergence(finding, reproduce));
        undeclared.stream()
                .skip(1)
                .forEach(finding -> out.println("Also: "
                        + finding.divergence().rule().id() + " in " + finding.suite() + ", " + finding.script()
                        + ", by "
                        + size(finding)));
        if (undeclared.size() > 1) {
            out.println();
        }
        out.flush();
    }

    void verdict(Verdict verdict, String reproduce, long seed) {
        divergences(verdict, reproduce);
        table(verdict);
        verdict.declared()
                .forEach(finding -> out.println("Declared deviation: "
                        + finding.divergence().rule().id() + ", " + finding.suite() + " " + finding.script()));
        verdict.stale()
                .forEach(deviation -> out.println("Declared, but does not happen any more: "
                        + deviation.rule().id() + ". Remove it from the deviations file."));
        if (!verdict.skipped().isEmpty()) {
            out.println("Skipped: " + String.join(", ", verdict.skipped()));
        }
        out.println(summary(verdict, seed));
        out.flush();
    }

    /** How long the script is, its creation and the step that shows the divergence included. */
    private static int steps(Finding finding) {
        return finding.divergence().shortScript().size();
    }

    private static String size(Finding finding) {
        return steps(finding) == 1 ? "1 step" : steps(finding) + " steps";
    }

    private void divergence(Finding finding, String reproduce) {
        out.println("DIVERGENCE in " + finding.suite() + ", " + finding.script());
        // Not indent(2): that leaves spaces on empty lines.
        DivergenceText.of(finding.divergence()).lines().forEach(line -> out.println(line.isEmpty() ? "" : "  " + line));
        String said = Tail.lastLines(finding.divergence().diagnostics(), "    ");
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
        for (Tally tally : verdict.tallies()) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %,9d %,11d %,9.0f %6d  %s%n",
                    tally.suite(),
                    tally.scripts(),
                    tally.steps(),
                    tally.steps() / tally.seconds(),
                    tally.rules().size(),
                    result(tally));
        }
        out.println();
    }

    private static String result(Tally tally) {
        Set<String> broken = tally.findings().stream()
                .map(finding -> finding.divergence().rule().id())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!broken.isEmpty()) {
            return "diverges from " + String.join(", ", broken);
        }
        if (tally.steps() == 0) {
            return "nothing to do";
        }
        return tally.skipped().isEmpty() ? "passed" : "passed, but for what was skipped";
    }

    private static String summary(Verdict verdict, long seed) {
        long all = Arrays.stream(Rule.values()).filter(Rule::isShownByAdapters).count();
        long declared = brokenRules(verdict.declared());
        return String.format(
                Locale.ROOT,
                "%s: %,d %s, %,d steps, %d of %d rules checked, %s%s (seed %d, %.1f s)",
                verdict.word(),
                verdict.scripts(),
                verdict.scripts() == 1 ? "script" : "scripts",
                verdict.steps(),
                verdict.rules().size(),
                all,
                counted(brokenRules(verdict.undeclared()), "no divergence", "broken"),
                declared == 0 ? "" : ", " + counted(declared, "", "broken as declared"),
                seed,
                verdict.tallies().stream().mapToDouble(Tally::seconds).sum());
    }

    private static long brokenRules(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.divergence().rule())
                .distinct()
                .count();
    }

    private static String counted(long rules, String none, String what) {
        return rules == 0 ? none : rules == 1 ? "1 rule " + what : rules + " rules " + what;
    }
}
