package replication.backlog.oracle.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import replication.backlog.conformance.judge.Comparison;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.model.Notation;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/** The result as continuous integration reads it: a test suite for each suite, a test case for each rule in it. */
final class JunitReport {

    private static final int LONGEST_REASON = 1000;

    private final Report report;
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private JunitReport(Report report) throws XMLStreamException {
        this.report = report;
        this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    }

    static String of(Report report) {
        try {
            return new JunitReport(report).write();
        } catch (XMLStreamException intoMemoryThatCannotFail) {
            throw new IllegalStateException(intoMemoryThatCannotFail);
        }
    }

    /** One test case; what there is to say decides how it is shown. */
    private record Case(String name, String tag, String message, String body, String standardError) {

        static Case passed(String name) {
            return new Case(name, "", "", "", "");
        }

        static Case skipped(String name, String why) {
            return new Case(name, "skipped", why, "", "");
        }

        static Case failed(String name, String message, String body, String standardError) {
            return new Case(name, "failure", message, body, standardError);
        }
    }

    private record Cases(String suite, double seconds, List<Case> all) {

        String count(String tag) {
            return "" + all.stream().filter(it -> it.tag.equals(tag)).count();
        }
    }

    private String write() throws XMLStreamException {
        List<Cases> suites = new ArrayList<>();
        report.verdict()
                .results()
                .forEach(suite -> suites.add(new Cases(suite.suite(), suite.seconds(), cases(suite))));
        report.verdict().notRun().forEach(name -> suites.add(new Cases(name, 0, List.of(notRun(name)))));
        if (!ofTheWhole().isEmpty()) {
            suites.add(new Cases("verdict", 0, ofTheWhole()));
        }
        Cases all = new Cases(
                "backlog-oracle",
                report.verdict().seconds(),
                suites.stream().flatMap(suite -> suite.all.stream()).toList());
        xml.writeStartDocument("UTF-8", "1.0");
        start("testsuites", all);
        properties();
        for (Cases suite : suites) {
            write(suite);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
        return text + "\n";
    }

    /** What one needs to do the same again. */
    private void properties() throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("properties");
        property("verdict", report.verdict().word());
        property("subject", Untrusted.cut(report.description(), LONGEST_REASON));
        if (report.seed().isPresent()) {
            property("seed", "" + report.seed().getAsLong());
        }
        property("command", Untrusted.cut(report.reproduce(), LONGEST_REASON));
        property("left out", String.join("; ", report.verdict().skipped()));
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private List<Case> cases(SuiteResult suite) {
        List<Finding> findings = report.verdict().findings().stream()
                .filter(finding -> finding.suite().equals(suite.suite()))
                .toList();
        Set<Rule> rules = new TreeSet<>(suite.rules());
        findings.forEach(finding -> rules.add(finding.rule()));
        List<Case> cases = new ArrayList<>();
        for (Rule rule : rules) {
            cases.add(findings.stream()
                    .filter(finding -> finding.rule() == rule)
                    .findFirst()
                    .map(this::broken)
                    .orElse(Case.passed(name(rule))));
        }
        suite.skipped().forEach(what -> cases.add(Case.skipped(what, "Skipped: " + what + ".")));
        return cases;
    }

    private static String name(Rule rule) {
        return rule.id() + " " + rule.sentence();
    }

    private Case broken(Finding finding) {
        String name = name(finding.rule());
        return finding.declared()
                .map(deviation -> Case.skipped(name, declared(deviation)))
                .orElseGet(() -> Case.failed(
                        name,
                        message(finding),
                        "In " + finding.suite() + ", " + finding.script() + ":\n\n"
                                + DivergenceText.of(finding.divergence()) + "\n\n"
                                + (finding.confirmation().sentence() + "\n").stripLeading()
                                + "To see it again: " + report.reproduce() + "\n",
                        finding.divergence().diagnostics()));
    }

    /** What was called, and what came instead of what: the name says the rule already. */
    private static String message(Finding finding) {
        Divergence divergence = finding.divergence();
        Comparison replies = Comparison.of(divergence);
        String what = replies.what().isEmpty() ? "" : replies.what() + " ";
        return Untrusted.abridged(Notation.printAsSent(divergence.exchange().request())) + ": " + what + "expected "
                + Untrusted.abridged(replies.expected()) + ", actual " + Untrusted.abridged(replies.actual());
    }

    private static String declared(Deviation deviation) {
        return "Declared deviation: " + Untrusted.cut(deviation.reason(), LONGEST_REASON)
                + (deviation.link().isBlank() ? "" : " (" + Untrusted.cut(deviation.link(), LONGEST_REASON) + ")");
    }

    private static Case notRun(String suite) {
        return Case.skipped("suite " + suite, "This suite did not run.");
    }

    /** What no single suite shows, and the exit status tells all the same. */
    private List<Case> ofTheWhole() {
        List<Case> cases = report.verdict().stale().stream()
                .map(deviation -> Case.failed(
                        "declared deviation from "
                                + deviation.difference().rule().id(),
                        "Declared, but does not happen any more: "
                                + deviation.difference().rule().id() + " "
                                + deviation.difference().when() + ", "
                                + deviation.difference().call() + ". Remove it from the deviations file.",
                        "",
                        ""))
                .collect(Collectors.toCollection(ArrayList::new));
        report.verdict()
                .cutShort()
                .ifPresent(why -> cases.add(Case.failed(
                        "the check comes to its end", Untrusted.abridged(why.sentence()), why.sentence(), "")));
        if (report.verdict().steps() == 0) {
            cases.add(Case.failed("something is checked", "Nothing was checked.", "", ""));
        }
        return cases;
    }

    private void write(Cases suite) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        start("testsuite", suite);
        for (Case each : suite.all) {
            write(suite.suite, each);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private void start(String tag, Cases cases) throws XMLStreamException {
        xml.writeStartElement(tag);
        attribute("name", cases.suite);
        attribute("tests", "" + cases.all.size());
        attribute("failures", cases.count("failure"));
        attribute("errors", "0");
        attribute("skipped", cases.count("skipped"));
        attribute("time", String.format(Locale.ROOT, "%.3f", cases.seconds));
    }

    private void write(String suite, Case test) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        attribute("classname", "replication.backlog." + suite);
        attribute("name", test.name);
        attribute("time", "0");
        if (!test.tag.isEmpty()) {
            xml.writeCharacters("\n      ");
            xml.writeStartElement(test.tag);
            attribute("message", test.message);
            if (test.tag.equals("failure")) {
                attribute("type", "divergence");
            }
            xml.writeCharacters(Untrusted.lines(test.body));
            xml.writeEndElement();
        }
        if (!test.standardError.isBlank()) {
            xml.writeCharacters("\n      ");
            xml.writeStartElement("system-err");
            xml.writeCharacters(Untrusted.lines(test.standardError));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** Attributes are one line: a reader would turn line ends into spaces. */
    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Untrusted.line(value));
    }
}
