package replication.backlog.oracle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A text from outside, whichever it is, breaks none of the four files, and is printed whole in none of them. */
class HostileTextsTest {

    private static final String HOSTILE =
            "</script></style><svg onload=x>\r\n</title>\t]]> --> &lt; \" ' \u0000\u001b[31m"
                    + "\u202eright to left\u2066 \u200b\ufeff\uffff \ud800 \udc00 \\ ";

    private static final String HUGE = HOSTILE + "x".repeat(10_000_000) + "THE END";

    /** As a browser, a document and a terminal see it: harmless. */
    private static final String SEEN = "</script></style><svg onload=x>\\r\\n</title>\\t]]>";

    @TempDir
    private Path folder;

    @Test
    void whateverIsHostile() throws Exception {
        new ReportFolder(folder).write(report(verdict()));

        assertThat(read("junit.xml").length()).isLessThan(200_000);
        assertThat(read("report.html").length()).isLessThan(300_000);
        assertThat(read("report.json").length()).isLessThan(10_000_000);
        assertThat(read("badge.json").length()).isLessThan(300);
        for (String name : folder.toFile().list()) {
            assertThat(read(name))
                    .doesNotContain("THE END")
                    .doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\u202a-\u202e\u2066-\u2069\u200b\ufeff\uffff]");
        }
    }

    @Test
    void thePageIsText() throws Exception {
        Document page = Jsoup.parse(HtmlReport.of(report(verdict())));

        Reports.assertIsTextAlone(page);
        assertThat(page.title()).startsWith("NO VERDICT · ").contains("</script>");
        assertThat(page.select("h1").text()).contains(SEEN).contains("more characters)");
        assertThat(page.select(".cut-short").text())
                .contains("</script></style><svg onload=x>\\r")
                .contains("more characters)");
        assertThat(page.select(".left-out li").eachText())
                .anyMatch(text -> text.startsWith("suite " + SEEN))
                .anyMatch(text -> text.startsWith(SEEN) && text.endsWith("more characters)"))
                .anyMatch(text -> text.startsWith("what needs \"state\"") && text.contains(SEEN));
        assertThat(page.select(".deviations .note dd").eachText())
                .as("the reason, the link")
                .filteredOn(text -> text.startsWith(SEEN) && text.endsWith("more characters)"))
                .hasSize(2);
        assertThat(page.select(".where, details > summary").eachText()).anyMatch(text -> text.contains(SEEN));
        assertThat(page.select(".side.actual").eachText()).anyMatch(text -> text.contains("</script>"));
    }

    @Test
    void theWordsOfADeviationThatWasNotSeen() {
        Verdict verdict = check(new Deviations(List.of(unseen())));
        Document page = Jsoup.parse(HtmlReport.of(Reports.of(verdict)));

        Reports.assertIsTextAlone(page);
        assertThat(page.select(".not-seen .note dd").text()).contains(SEEN, "more characters)");
        assertThat(page.select(".not-seen .note code"))
                .hasSize(4)
                .allSatisfy(code -> assertThat(code.text()).startsWith(SEEN).endsWith("more characters)"));
    }

    @Test
    void theDocumentForContinuousIntegrationIsOne() throws Exception {
        Element root = Reports.junit(JunitReport.of(report(verdict())));

        assertThat(Reports.attributes(Reports.elements(root, "property"), "value"))
                .anyMatch(value -> value.startsWith(SEEN) && value.endsWith("more characters)"));
        assertThat(Reports.elements(root, "failure")).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure.getAttribute("message").length()).isLessThan(600);
            assertThat(failure.getTextContent().length()).isLessThan(25_000);
        });
        assertThat(Reports.elements(root, "skipped"))
                .extracting(skipped -> skipped.getAttribute("message"))
                .anyMatch(message -> message.startsWith("Declared deviation: ") && message.contains(SEEN))
                .allMatch(message -> message.length() < 4000);
        assertThat(Reports.elements(root, "system-err"))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.getTextContent().length()).isLessThan(25_000));
    }

    /** Two deviations with words that are too long differ only where they are cut. */
    @Test
    void casesHaveDifferentNamesWhateverTheWordsAre() throws Exception {
        Deviation one = unseen();
        Difference difference = one.difference();
        Deviation other = new Deviation(
                new Difference(
                        difference.rule(),
                        difference.when(),
                        difference.call(),
                        difference.expected(),
                        HUGE + " other"),
                "",
                "");

        assertThat(Reports.elements(
                        Reports.junit(JunitReport.of(Reports.of(check(new Deviations(List.of(one, other)))))),
                        "testcase"))
                .extracting(test -> test.getAttribute("name"))
                .anyMatch(name -> name.startsWith("declared deviation NEW-1") && name.endsWith(" (2)"));
    }

    @Test
    void theReportForProgramsIsWhatItsSchemaSays() {
        String json = JsonReport.of(report(verdict()));

        assertThat(Schemas.errors(json)).isEmpty();
        assertThat(json).matches("\\A\\p{ASCII}*\\z");
        JsonNode root = JsonMapper.shared().readTree(json);
        String start = HOSTILE.replace('\ud800', '\ufffd').replace('\udc00', '\ufffd');
        for (String place : List.of("/cutShort", "/subject/description", "/reproduce", "/notRun/0")) {
            assertThat(root.at(place).asString()).as(place).startsWith(start).endsWith("more characters)");
        }
        assertThat(root.at("/declaredDeviations/0/reason").asString())
                .startsWith(start)
                .endsWith("more characters)");
        assertThat(root.at("/declaredDeviations/0/seen").asInt()).isEqualTo(1);
        assertThat(root.path("findings"))
                .extracting(finding -> finding.path("script").asString())
                .anyMatch(script -> script.startsWith(start) && script.endsWith("more characters)"));
    }

    @Test
    void theBadgeIsALine() {
        Verdict verdict = new Verdict(List.of(), List.of(HUGE), Check.Scope.ALL, Deviations.NONE, Optional.empty());

        assertThat(JsonMapper.shared()
                        .readTree(Badge.of(report(verdict)))
                        .path("message")
                        .asString())
                .startsWith("nothing checked: without suite </script></style>")
                .endsWith("…")
                .hasSizeLessThan(70);
    }

    private static Report report(Verdict verdict) {
        return new Report(
                verdict, "1", HUGE, List.of("state"), List.of(HUGE, HUGE), OptionalLong.empty(), HUGE, Instant.EPOCH);
    }

    /** Everything in it that can come from outside does; one of the differences is declared. */
    private static Verdict verdict() {
        Difference seen = check(Deviations.NONE).differences().stream()
                .filter(difference -> difference.rule() == Rule.PUSH_1)
                .findFirst()
                .orElseThrow();
        Deviations deviations = new Deviations(List.of(new Deviation(seen, HUGE, HUGE), unseen()));
        return new Verdict(
                check(deviations).results(),
                List.of(HUGE),
                new Check.Scope(Set.of(), 1, 1, false, List.of(HUGE)),
                deviations,
                Optional.of(new Verdict.CutShort(Verdict.NO_ADAPTER, HUGE)));
    }

    private static Deviation unseen() {
        return new Deviation(new Difference(Rule.NEW_1, HUGE, HUGE, HUGE, HUGE), HUGE, HUGE);
    }

    private static Verdict check(Deviations deviations) {
        return Reports.check(
                new Liar(),
                deviations,
                Reports.script("NEW-1/asks", "backlog 100", "state"),
                new Script(
                        HUGE,
                        Reports.script("", "backlog 100", "push a", "drop 1").steps(),
                        Script.Look.NEVER),
                Reports.script("too-old", "backlog 100 next 9", "from 1"),
                Reports.script("push", "backlog 100 next 9", "push b"));
    }

    /** Says something hostile wherever it can. */
    private static final class Liar implements Subject {

        private final Subject right = new BacklogSubject("right", ModelBacklog::new);

        @Override
        public String description() {
            return HUGE;
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.of(Capability.STATE, Capability.RESUME);
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            return requests.stream().map(this::reply).toList();
        }

        private Reply reply(Request request) {
            Reply reply = right.exchange(List.of(request)).get(0);
            if (request instanceof Request.State) {
                return new Reply.Unsupported(HUGE);
            }
            if (request instanceof Request.DropUpTo) {
                return new Reply.Broken(Reply.Broken.How.ERROR, HUGE);
            }
            if (request instanceof Request.Push push && push.argv().contains("b")) {
                return new Reply.Meaningless("offset", HUGE);
            }
            return request instanceof Request.FramesFrom ? new Reply.Refused(Refusal.TOO_OLD, HUGE) : reply;
        }

        @Override
        public String diagnostics() {
            return HUGE;
        }
    }

    private String read(String name) throws Exception {
        return Files.readString(folder.resolve(name));
    }
}
