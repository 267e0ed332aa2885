package replication.backlog.oracle.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.conformance.judge.Comparison;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Notation;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/**
 * The test cases of a suite: one for each rule in it, and one for each thing that was left out.
 *
 * @param suite the suite's name
 * @param seconds how long it took
 * @param all the cases; no two have one name
 */
record JunitCases(String suite, double seconds, List<Case> all) {

    private static final int LONGEST_REASON = 1000;
    private static final int LONGEST_TEXT = 20_000;

    /** So much before the place where two replies part is in the message. */
    private static final int LEAD = 30;

    /** How a case came off, as the element that says so is called. */
    enum Outcome {
        PASSED,
        SKIPPED,
        FAILURE
    }

    /**
     * One test case; what there is to say decides how it is shown.
     *
     * @param name its name, the same in every run
     * @param outcome how it came off
     * @param message why, in a line
     * @param body why, in full
     * @param standardError what the implementation printed for people
     */
    record Case(String name, Outcome outcome, String message, String body, String standardError) {

        static Case passed(String name) {
            return new Case(name, Outcome.PASSED, "", "", "");
        }

        static Case skipped(String name, String why) {
            return new Case(name, Outcome.SKIPPED, why, "", "");
        }

        static Case failed(String name, String message, String body, String standardError) {
            return new Case(name, Outcome.FAILURE, message, body, standardError);
        }

        private Case named(String other) {
            return new Case(other, outcome, message, body, standardError);
        }
    }

    JunitCases {
        Map<String, Integer> names = new HashMap<>();
        all = all.stream()
                .map(each -> {
                    int times = names.merge(each.name, 1, Integer::sum);
                    return times == 1 ? each : each.named(each.name + " (" + times + ")");
                })
                .toList();
    }

    /** {@return the cases of every suite, and of what no single suite shows if there is something} */
    static List<JunitCases> of(Report report) {
        Verdict verdict = report.verdict();
        Stream<JunitCases> ran = verdict.results().stream()
                .map(suite -> new JunitCases(suite.suite(), suite.seconds(), in(suite, report)));
        Stream<JunitCases> notRun = verdict.notRun().stream()
                .map(name ->
                        new JunitCases(name, 0, List.of(Case.skipped("suite " + name, "This suite did not run."))));
        Stream<JunitCases> whole =
                Stream.of(new JunitCases("verdict", 0, ofTheWhole(verdict))).filter(cases -> !cases.all.isEmpty());
        return Stream.of(ran, notRun, whole).flatMap(cases -> cases).toList();
    }

    long count(Outcome outcome) {
        return all.stream().filter(each -> each.outcome == outcome).count();
    }

    /** A case's part of the suite's time, which all that ran share alike: the rules are checked together. */
    double seconds(Case each) {
        return each.outcome == Outcome.SKIPPED ? 0 : seconds / (all.size() - count(Outcome.SKIPPED));
    }

    private static List<Case> in(SuiteResult suite, Report report) {
        Set<Rule> rules = new TreeSet<>(suite.rules());
        suite.findings().forEach(finding -> rules.add(finding.rule()));
        List<Case> cases = new ArrayList<>();
        for (Rule rule : rules) {
            List<Finding> findings = suite.findings().stream()
                    .filter(finding -> finding.rule() == rule)
                    .toList();
            cases.add(of(rule, findings, report));
        }
        suite.skipped()
                .forEach(
                        what -> cases.add(Case.skipped(Untrusted.cut(what, LONGEST_REASON), "Skipped: " + what + ".")));
        if (cases.isEmpty()) {
            String needed = Capability.list(suite.notOffered());
            cases.add(Case.skipped(
                    "suite " + suite.suite(),
                    "Nothing to do" + (needed.isEmpty() ? "." : ": not offered are " + needed + ".")));
        }
        return cases;
    }

    /** What is declared is skipped, unless something that is not breaks the same rule. */
    private static Case of(Rule rule, List<Finding> findings, Report report) {
        String name = rule.id() + " " + rule.sentence();
        return findings.stream()
                .filter(finding -> finding.declared().isEmpty())
                .min(Comparator.comparing(Finding::calls))
                .map(finding -> Case.failed(
                        name,
                        message(finding),
                        body(finding, report),
                        finding.divergence().diagnostics()))
                .orElseGet(() -> findings.isEmpty() ? Case.passed(name) : Case.skipped(name, declared(findings)));
    }

    private static String declared(List<Finding> findings) {
        return findings.stream()
                .flatMap(finding -> finding.declared().stream())
                .map(deviation -> DeviationText.words(deviation) + ". " + DeviationText.reason(deviation))
                .collect(Collectors.joining(
                        "; ", findings.size() == 1 ? "Declared deviation: " : "Declared deviations: ", ""));
    }

    /** What was called, and what came instead of what: the name says the rule already. */
    private static String message(Finding finding) {
        Divergence divergence = finding.divergence();
        Comparison replies = Comparison.of(divergence);
        String what = replies.what().isEmpty() ? "" : replies.what() + " ";
        return Untrusted.abridged(Notation.printAsSent(divergence.exchange().request())) + ": " + what + "expected "
                + around(replies.expected(), replies.same()) + ", actual " + around(replies.actual(), replies.same());
    }

    /** Long replies can be alike for long. */
    private static String around(String text, int same) {
        return same <= 2 * LEAD ? Untrusted.abridged(text) : "…" + Untrusted.abridged(text.substring(same - LEAD));
    }

    private static String body(Finding finding, Report report) {
        String confirmation = finding.confirmation().sentence();
        return "In " + finding.suite() + ", " + Untrusted.cut(finding.script(), LONGEST_REASON) + ":\n\n"
                + DivergenceText.of(finding.divergence()) + "\n\n"
                + (confirmation.isEmpty() ? "" : confirmation + "\n")
                + "To see it again: " + Untrusted.cut(report.reproduce(), LONGEST_REASON) + "\n";
    }

    /** What no single suite shows, and the exit status tells all the same. */
    private static List<Case> ofTheWhole(Verdict verdict) {
        List<Case> cases = new ArrayList<>();
        verdict.stale()
                .forEach(deviation -> cases.add(Case.failed(
                        "declared deviation " + DeviationText.words(deviation),
                        "Declared, but does not happen any more: " + DeviationText.words(deviation)
                                + ". Remove it from the deviations file.",
                        DeviationText.reason(deviation),
                        "")));
        verdict.cutShort()
                .ifPresent(why -> cases.add(Case.failed(
                        "the check comes to its end",
                        Untrusted.abridged(why.sentence()),
                        Untrusted.cut(why.sentence(), LONGEST_TEXT),
                        "")));
        if (verdict.steps() == 0) {
            cases.add(Case.failed("something is checked", "Nothing was checked.", "", ""));
        }
        return cases;
    }
}
