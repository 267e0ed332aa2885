package replication.backlog.oracle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.Confirmation;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.conformance.verdict.Verdicts;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a verdict comes with besides its divergences: how sure they are, what is declared, what was left out, how long it took. */
class VerdictReportsTest {

    @Test
    void whatComesInsteadIsInTheMessageAndTheNameSaysTheRule() throws Exception {
        Element test = Reports.elements(
                        Reports.junit(JunitReport.of(report(diverging("backlog 70", "push a")))), "testcase")
                .get(0);

        assertThat(test.getAttribute("name")).startsWith("PUSH-1 ");
        assertThat(Reports.attributes(Reports.elements(test, "failure"), "message"))
                .containsExactly("push a: expected 0, actual 18446744073709551614");
    }

    /** Where two long replies part, not how they start alike. */
    @Test
    void aMessageShowsThePlaceWhereRepliesPart() throws Exception {
        String[] lines = {"backlog 10000", "push a*500", "from 0"};
        Exchange asked = Reports.diverging(Rule.FROM_4, new Reply.Done(), lines).exchange();
        FrameText right = ((Reply.Frames) asked.allowed().get(0)).frames().get(0);
        FrameText wrong = new FrameText(0, right.bytes().replaceFirst("a\r\n$", "b\r\n"));
        Divergence divergence = Reports.diverging(Rule.FROM_4, new Reply.Frames(List.of(wrong)), lines);

        assertThat(Reports.attributes(
                        Reports.elements(Reports.junit(JunitReport.of(report(divergence))), "failure"), "message"))
                .first()
                .isEqualTo("from 0: frame 0 expected …" + "a".repeat(31) + "\\r\\n\", actual …" + "a".repeat(30)
                        + "b\\r\\n\"");
    }

    /** Some readers show the sum of the cases' times. */
    @Test
    void timesAddUpAndEverySuiteTellsHowToDoTheSame() throws Exception {
        Element root = Reports.junit(JunitReport.of(report(faultyDrops(Deviations.NONE))));

        Element suite = Reports.elements(root, "testsuite").get(0);
        double sum = Reports.elements(suite, "testcase").stream()
                .mapToDouble(test -> Double.parseDouble(test.getAttribute("time")))
                .sum();
        assertThat(sum).isPositive().isCloseTo(Double.parseDouble(suite.getAttribute("time")), within(0.02));
        assertThat(Reports.attributes(Reports.elements(suite, "property"), "name"))
                .containsExactly("verdict", "subject", "seed", "command", "left out");
    }

    @Test
    void whereNothingWasLeftOutTheWordIsConformant() throws Exception {
        Report report = report(rightDrops(Deviations.NONE, Check.Scope.ALL));
        Document page = Jsoup.parse(HtmlReport.of(report));

        assertThat(page.select("header.good .verdict").text())
                .isEqualTo("✓ CONFORMANT What was checked keeps the rules.");
        assertThat(page.select(".left-out, .cut-short, .legend, svg")).isEmpty();
        assertThat(page.select(".suites tbody td").last().text()).isEqualTo("✓ passed");
        assertThat(Badge.of(report)).contains("\"conformant\"").contains("brightgreen");
        assertThat(Reports.elements(Reports.junit(JunitReport.of(report)), "skipped"))
                .isEmpty();
        assertThat(Schemas.errors(JsonReport.of(report))).isEmpty();
    }

    @Test
    void howSurelyItShowsAgainIsANote() {
        Confirmation unsure = new Confirmation(Confirmation.Kind.NOT_AGAIN, 1, 5);
        Report report = report(Verdicts.of(diverging("backlog 70", "push a"), unsure));

        assertThat(Jsoup.parse(HtmlReport.of(report)).select("article > .note").text())
                .isEqualTo(unsure.sentence());
        assertThat(JunitReport.of(report)).contains(unsure.sentence());
        JsonNode finding = JsonMapper.shared().readTree(JsonReport.of(report)).at("/findings/0");
        assertThat(finding.path("confirmed").asBoolean()).isFalse();
        assertThat(finding.path("confirmation").asString()).isEqualTo(unsure.sentence());
        assertThat(html(diverging("backlog 70", "push a")).select(".note")).isEmpty();
    }

    @Test
    void aDeclaredDeviationIsToldInItsWordsWithHowOftenItWasSeen() throws Exception {
        Set<Difference> differences = faultyDrops(Deviations.NONE).differences();
        Deviations deviations = new Deviations(differences.stream()
                .map(difference -> new Deviation(
                        difference, "inclusive " + difference.rule().id(), "https://example.org/1"))
                .toList());
        assertThat(differences).hasSize(2);
        Report report = report(faultyDrops(deviations));
        Document page = Jsoup.parse(HtmlReport.of(report));

        assertThat(page.select("h2").eachText()).containsExactly("Declared deviations", "Suites", "Rules");
        assertThat(page.select(".deviations article h3 a").eachText()).containsExactly("DROP-1", "DROP-2");
        assertThat(page.select(".deviations .note").eachText())
                .containsExactly(
                        "When watermark inside What differs state after drop: next next, held oldest+1..newest, their bytes"
                                + " instead of next next, held oldest..newest, their bytes Seen once Reason inclusive DROP-1"
                                + " Link https://example.org/1",
                        "When watermark below What differs state after drop: next next, empty instead of next next,"
                                + " held oldest..newest, their bytes Seen 2 times Reason inclusive DROP-2"
                                + " Link https://example.org/1");
        assertThat(page.select(".deviations details > summary").eachText())
                .containsExactly("How it shows in replay, script 1", "How it shows in replay, script 2");
        assertThat(page.select(".suites tbody td").last().text()).isEqualTo("✓ passed, but for what is declared");
        assertThat(page.select("header .verdict").text()).endsWith("keeps the rules but for 2 declared deviations.");
        assertThat(Badge.of(report)).contains("conformant, 2 declared deviations");
        assertThat(Schemas.errors(JsonReport.of(report))).isEmpty();
        assertThat(JsonMapper.shared().readTree(JsonReport.of(report)).path("declaredDeviations"))
                .extracting(deviation -> deviation.path("seen").asInt())
                .containsExactly(1, 2);
        assertThat(Reports.attributes(Reports.elements(Reports.junit(JunitReport.of(report)), "skipped"), "message"))
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("Declared deviation: DROP-1, watermark inside, state after drop: next next, held"
                        + " oldest+1..newest, their bytes instead of next next, held oldest..newest, their bytes. inclusive"
                        + " DROP-1 (https://example.org/1)");
    }

    /** One difference is declared, another from the same rule is not: that one is a failure, and stands in its own section. */
    @Test
    void whatIsDeclaredHidesNothingElseOfTheSameRule() throws Exception {
        Difference declared = faultyDrops(Deviations.NONE).differences().stream()
                .filter(difference -> difference.rule() == Rule.DROP_2)
                .findFirst()
                .orElseThrow();
        Deviations deviations = new Deviations(List.of(new Deviation(declared, "so it is", "")));
        Report report = report(Reports.check(
                new FaultyDrops(),
                deviations,
                Reports.script("declared", "backlog 100 next 9", "push a", "drop 9", "state"),
                Reports.script("not", "backlog 100", "push a", "push b", "drop 0", "state")));
        Document page = Jsoup.parse(HtmlReport.of(report));

        assertThat(Reports.elements(Reports.junit(JunitReport.of(report)), "failure"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.getAttribute("message"))
                        .isEqualTo("state: expected next 1, held 0..0, 35 bytes, actual next 1, empty"));
        assertThat(page.select("h2").eachText()).startsWith("Divergences", "Declared deviations");
        assertThat(page.select("article .flag")).hasSize(2);
        assertThat(page.select("section:not(.deviations) article .call").text()).contains("drop 0");
        assertThat(page.select(".deviations article .call").text()).contains("drop 9");
    }

    @Test
    void aDeclaredDeviationThatDoesNotShowIsNamed() throws Exception {
        Deviation gone =
                new Deviation(new Difference(Rule.DROP_1, "watermark inside", "drop", "done", "error"), "why", "");
        Deviations deviations = new Deviations(List.of(gone));
        Report stale = report(rightDrops(deviations, Check.Scope.ALL));
        Report notSeen = report(
                rightDrops(deviations, new Check.Scope(Set.of(), 1, 1, false, List.of("50 of 1,000 random tries"))));

        assertThat(Jsoup.parse(HtmlReport.of(stale))
                        .select(".not-seen h2, .not-seen dd")
                        .eachText())
                .containsExactly(
                        "Declared, but no longer so", "watermark inside", "drop: error instead of done", "why");
        assertThat(Jsoup.parse(HtmlReport.of(notSeen)).select(".not-seen h2").text())
                .isEqualTo("Declared, but not seen in what was checked");
        assertThat(Reports.attributes(Reports.elements(Reports.junit(JunitReport.of(stale)), "failure"), "message"))
                .containsExactly(
                        "Declared, but does not happen any more: DROP-1, watermark inside, drop: error instead of"
                                + " done. Remove it from the deviations file.");
        assertThat(Badge.of(stale)).contains("\"stale deviation\"");
        assertThat(Badge.of(notSeen)).contains("\"partial: without 50 of 1,000 random tries\"");
    }

    /** What chance alone shows and did not is told beside what is stale, and is not that. */
    @Test
    void whatChanceDidNotShowIsToldBesideWhatIsStale() {
        Difference difference = new Difference(Rule.DROP_1, "watermark inside", "drop", "done", "error");
        Difference other = new Difference(Rule.DROP_1, "watermark inside", "drop", "done", "hung");
        Deviations deviations = new Deviations(
                List.of(new Deviation(difference, "why", ""), new Deviation(other, "by chance", "", true)));
        Document page = Jsoup.parse(HtmlReport.of(report(rightDrops(deviations, Check.Scope.ALL))));

        assertThat(page.select(".not-seen h2").eachText())
                .containsExactly("Declared, but no longer so", "Declared, but not seen in what was checked");
        assertThat(page.select(".not-seen dd").eachText()).contains("why", "by chance");
    }

    @Test
    void aCheckThatWasCutShortSaysSoAtTheTop() throws Exception {
        Verdict found = faultyDrops(Deviations.NONE);
        Verdict verdict = new Verdict(
                found.results(),
                List.of("wire"),
                Check.Scope.ALL,
                Deviations.NONE,
                Optional.of(
                        new Verdict.CutShort(Verdict.NO_ADAPTER, "The adapter went away.\nIts last words:\n  <oh>")));
        Report report = report(verdict);
        Document page = Jsoup.parse(HtmlReport.of(report));

        assertThat(page.select("header .verdict").text())
                .isEqualTo("! NO VERDICT The check did not come to its end. Rules broken until then: 2.");
        assertThat(page.select("header .verdict + .cut-short").first().wholeText())
                .isEqualTo("The adapter went away.\nIts last words:\n  <oh>");
        assertThat(page.select(".left-out li").eachText())
                .containsExactly("suite wire", "what was left when it was cut short");
        assertThat(Badge.of(report)).contains("no verdict, 2 rules broken").contains("lightgrey");
        assertThat(Schemas.errors(JsonReport.of(report))).isEmpty();
        JsonNode json = JsonMapper.shared().readTree(JsonReport.of(report));
        assertThat(json.path("cutShort").asString()).startsWith("The adapter went away.");
        assertThat(json.path("exitStatus").asInt()).isEqualTo(Verdict.NO_ADAPTER);
        Element failure = Reports.elements(Reports.junit(JunitReport.of(report)), "failure")
                .get(2);
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("the check comes to its end");
        assertThat(failure.getTextContent()).contains("\nIts last words:\n");
    }

    @Test
    void aSuiteThatRanFewerScriptsThanItHasSaysOfHowMany() {
        Check.Scope first = new Check.Scope(Set.of(), 1, 1, true, List.of());
        Check check = new Check(new FaultyDrops(), first, Deviations.NONE, Progress.NONE);
        check.run(List.of(Suite.saved("replay", Collections.nCopies(5000, DROPS[0]))));
        Report report = report(new Verdict(check.results(), List.of(), first, Deviations.NONE, Optional.empty()));

        assertThat(scripts(report)).matches("[0-9,]+ of 5,000");
        assertThat(scripts(report(faultyDrops(Deviations.NONE)))).isEqualTo("3");
    }

    private static String scripts(Report report) {
        return Jsoup.parse(HtmlReport.of(report))
                .select(".suites [data-of=scripts]")
                .text();
    }

    private static final Script[] DROPS = {
        Reports.script("script 1", "backlog 200", "push a", "push b", "push c", "drop 1", "state"),
        Reports.script("script 2", "backlog 100 next 5", "push a", "drop 5", "state"),
        Reports.script("script 3", "backlog 100 next 9", "push a", "drop 9", "state")
    };

    private static Verdict faultyDrops(Deviations deviations) {
        return Reports.check(new FaultyDrops(), deviations, DROPS);
    }

    private static Verdict rightDrops(Deviations deviations, Check.Scope scope) {
        Check check = new Check(new BacklogSubject("right", ModelBacklog::new), scope, deviations, Progress.NONE);
        check.run(List.of(Suite.saved("replay", List.of(DROPS))));
        return new Verdict(check.results(), List.of(), scope, deviations, Optional.empty());
    }

    /** Drops one frame too many. */
    private static final class FaultyDrops implements Subject {

        private final Subject right = new BacklogSubject("right", ModelBacklog::new);

        @Override
        public String description() {
            return "faulty";
        }

        @Override
        public Set<Capability> capabilities() {
            return right.capabilities();
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            return right.exchange(requests.stream()
                    .map(request -> request instanceof Request.DropUpTo drop
                            ? new Request.DropUpTo(drop.watermark() + 1)
                            : request)
                    .toList());
        }
    }

    private static Divergence diverging(String... lines) {
        return Reports.diverging(Rule.PUSH_1, new Reply.Pushed(-2), lines);
    }

    private static Document html(Divergence divergence) {
        return Jsoup.parse(HtmlReport.of(report(divergence)));
    }

    private static Report report(Divergence divergence) {
        return report(Verdicts.of(divergence, Confirmation.CONFIRMED));
    }

    private static Report report(Verdict verdict) {
        return Reports.of(verdict);
    }
}
