package replication.backlog.oracle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** Reports to look at, and what every one of them keeps. */
public final class Reports {

    private static final Set<String> ELEMENTS = Set.of(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "main",
            "footer",
            "section",
            "article",
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "dl",
            "dt",
            "dd",
            "ol",
            "ul",
            "li",
            "div",
            "span",
            "b",
            "strong",
            "bdi",
            "a",
            "code",
            "pre",
            "mark",
            "details",
            "summary",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "figure",
            "figcaption",
            "svg",
            "desc",
            "rect",
            "text",
            "path");

    private static final Set<String> ATTRIBUTES = Set.of(
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "class",
            "id",
            "dir",
            "href",
            "title",
            "value",
            "scope",
            "colspan",
            "role",
            "aria-labelledby",
            "aria-hidden",
            "data-of",
            "style",
            "width",
            "height",
            "viewbox",
            "x",
            "y",
            "rx",
            "d",
            "text-anchor");

    private Reports() {}

    /** {@return a script of calls in the notation of SPEC.md} */
    static Script script(String id, String... lines) {
        List<Step> steps = List.of(lines).stream()
                .<Step>map(line -> new Step.Absolute(Notation.parse(line)))
                .toList();
        return new Script(id, steps, Script.Look.NEVER);
    }

    /** {@return a divergence at the last of some calls} */
    public static Divergence diverging(Rule rule, Reply actual, String... lines) {
        List<Exchange> exchanges = script("script", lines).resolve(Framing.RESP);
        return new Divergence(rule, exchanges, actual, "");
    }

    /** {@return what a subject's check by some scripts comes to} */
    static Verdict check(Subject subject, Deviations deviations, Script... scripts) {
        Check check = new Check(subject, Check.Scope.ALL, deviations, Progress.NONE);
        check.run(List.of(Suite.saved("replay", List.of(scripts))));
        return new Verdict(check.results(), List.of(), Check.Scope.ALL, deviations, Optional.empty());
    }

    /** {@return a report of a verdict} */
    public static Report of(Verdict verdict) {
        return of(verdict, 1);
    }

    static Report of(Verdict verdict, long seed) {
        return new Report(
                verdict,
                "1",
                "a backlog",
                List.of("state"),
                List.of(),
                OptionalLong.of(seed),
                "backlog-oracle check",
                Instant.EPOCH);
    }

    /** Finds nothing in a page that could do anything, come from elsewhere, or not be seen. */
    public static void assertIsTextAlone(Document page) {
        assertThat(page.getAllElements()).allSatisfy(element -> {
            assertThat(ELEMENTS).contains(element.normalName().replace("#root", "html"));
            assertThat(element.attributes().asList().stream()
                            .map(Attribute::getKey)
                            .map(String::toLowerCase))
                    .isSubsetOf(ATTRIBUTES);
        });
        assertThat(page.select("[style]").eachAttr("style")).allMatch(it -> it.matches("--natural: [0-9.]+px"));
        assertThat(page.select("[href]").eachAttr("href")).isNotEmpty().allMatch(link -> link.matches("#[A-Z]+-[1-9]"));
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .contains("default-src 'none'")
                .doesNotContain("http");
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        assertThat(page.outerHtml()).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\u202a-\u202e\u2066-\u2069\u200b]");
    }

    /** {@return the root of a {@code junit.xml}, which readers of this format can rely on} */
    public static Element junit(String text) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Reports.class.getResource("junit.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(text)));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element root = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
        assertCounts(root);
        for (Element suite : elements(root, "testsuite")) {
            assertCounts(suite);
            assertThat(elements(suite, "skipped")).hasSize(Integer.parseInt(suite.getAttribute("skipped")));
        }
        return root;
    }

    private static void assertCounts(Element all) {
        assertThat(elements(all, "testcase")).hasSize(Integer.parseInt(all.getAttribute("tests")));
        assertThat(elements(all, "failure")).hasSize(Integer.parseInt(all.getAttribute("failures")));
    }

    /** {@return the elements of a name, wherever they are} */
    public static List<Element> elements(Element root, String tag) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = root.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** {@return an attribute of each of some elements} */
    public static List<String> attributes(List<Element> elements, String name) {
        return elements.stream().map(it -> it.getAttribute(name)).toList();
    }
}
