package replication.backlog.oracle.report;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.report.JunitCases.Case;
import replication.backlog.oracle.report.JunitCases.Outcome;

/**
 * The result as continuous integration reads it: a test suite for each suite, with a test case for each rule in it. Nobody has
 * written down this format once for all; nothing is used of it but what the schema of Jenkins' xunit plugin allows.
 */
final class JunitReport {

    private static final int LONGEST_VALUE = 1000;
    private static final int LONGEST_ATTRIBUTE = 4000;
    private static final int LONGEST_ERRORS = 20_000;

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

    private String write() throws XMLStreamException {
        List<JunitCases> suites = JunitCases.of(report);
        xml.writeStartDocument("UTF-8", "1.0");
        start(
                "testsuites",
                "backlog-oracle",
                report.verdict().seconds(),
                suites.stream().mapToLong(suite -> suite.all().size()).sum(),
                suites.stream().mapToLong(suite -> suite.count(Outcome.FAILURE)).sum());
        for (JunitCases suite : suites) {
            write(suite);
        }
        line(0);
        xml.writeEndElement();
        xml.writeEndDocument();
        return text + "\n";
    }

    private void write(JunitCases suite) throws XMLStreamException {
        line(1);
        start("testsuite", suite.suite(), suite.seconds(), suite.all().size(), suite.count(Outcome.FAILURE));
        attribute("skipped", "" + suite.count(Outcome.SKIPPED));
        properties();
        for (Case each : suite.all()) {
            write(suite, each);
        }
        line(1);
        xml.writeEndElement();
    }

    private void start(String tag, String name, double seconds, long tests, long failures) throws XMLStreamException {
        xml.writeStartElement(tag);
        attribute("name", name);
        attribute("tests", "" + tests);
        attribute("failures", "" + failures);
        attribute("errors", "0");
        attribute("time", time(seconds));
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** What one needs to do the same again. Readers look for it in a suite, and show one suite at a time. */
    private void properties() throws XMLStreamException {
        line(2);
        xml.writeStartElement("properties");
        property("verdict", report.verdict().word());
        property("subject", report.description());
        if (report.seed().isPresent()) {
            property("seed", "" + report.seed().getAsLong());
        }
        property("command", report.reproduce());
        property("left out", String.join("; ", report.verdict().skipped()));
        line(2);
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        line(3);
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", Untrusted.cut(value, LONGEST_VALUE));
    }

    private void write(JunitCases suite, Case test) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", "replication.backlog." + suite.suite());
        attribute("name", test.name());
        attribute("time", time(suite.seconds(test)));
        if (test.outcome() != Outcome.PASSED) {
            line(3);
            xml.writeStartElement(test.outcome().name().toLowerCase(Locale.ROOT));
            attribute("message", test.message());
            if (test.outcome() == Outcome.FAILURE) {
                attribute("type", "divergence");
            }
            xml.writeCharacters(Untrusted.lines(test.body()));
            xml.writeEndElement();
        }
        if (!test.standardError().isBlank()) {
            line(3);
            xml.writeStartElement("system-err");
            xml.writeCharacters(Untrusted.lines(Untrusted.cut(test.standardError(), LONGEST_ERRORS)));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    /** Attributes are one line: a reader would turn line ends into spaces. */
    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Untrusted.line(Untrusted.cut(value, LONGEST_ATTRIBUTE)));
    }
}
