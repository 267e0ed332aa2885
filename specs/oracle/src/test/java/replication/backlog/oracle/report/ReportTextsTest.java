package replication.backlog.oracle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.Confirmation;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.conformance.verdict.Verdicts;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reports of divergences that no small run shows: the largest numbers, long scripts, many frames. */
class ReportTextsTest {

    @Test
    void numbersThatADoubleCannotHoldAreStrings() throws Exception {
        Divergence divergence = diverging("backlog 18446744073709551615 next 9223372036854775806", "push a", "push b");
        String json = JsonReport.of(Reports.of(Verdicts.of(divergence, Confirmation.CONFIRMED), -1L << 60));

        assertThat(Schemas.errors(json)).isEmpty();
        assertThat(json)
                .contains("\"maxBytes\" : \"18446744073709551615\"")
                .contains("\"nextOffset\" : \"9223372036854775808\"")
                .contains("\"offset\" : \"9223372036854775806\"")
                .contains("\"seed\" : \"-1152921504606846976\"")
                .containsPattern("\"bufferedBytes\" : \\d+");
    }

    @Test
    void theSchemaRefusesWhatItDoesNotDescribe() throws Exception {
        String json = JsonReport.of(report(diverging("backlog 70", "push a")));

        assertThat(Schemas.errors(json)).isEmpty();
        assertThat(Schemas.errors(json.replace("\"nextOffset\" : \"1\"", "\"nextOffset\" : 1")))
                .isNotEmpty();
        assertThat(Schemas.errors(json.replace("\"verdict\" :", "\"judgement\" :")))
                .isNotEmpty();
    }

    @Test
    void manyFramesAndManyStepsAreCutWithANote() {
        List<String> lines = new ArrayList<>(List.of("backlog 18446744073709551615"));
        lines.addAll(Collections.nCopies(60, "push SET k v"));
        Divergence divergence = diverging(lines.toArray(String[]::new));
        Document page = html(divergence);

        assertThat(page.select(".steps > .quiet").text()).contains("37 steps are left out");
        assertThat(page.select(".steps > .step")).hasSize(24);
        assertThat(page.select("svg").last().text()).contains("… 50 more …").contains("18446744073709549465 B free");
        assertThat(page.select("svg").last().select(".box")).hasSize(10);
        JsonNode steps =
                JsonMapper.shared().readTree(JsonReport.of(report(divergence))).at("/findings/0/steps");
        assertThat(IntStream.range(0, steps.size()).filter(i -> steps.get(i).has("backlog")))
                .containsExactlyElementsOf(IntStream.concat(IntStream.range(0, 12), IntStream.range(49, 61))
                        .boxed()
                        .toList());
        assertThat(steps).hasSize(61);
    }

    @Test
    void nothingCheckedFailsInContinuousIntegrationToo() {
        Report report = report(Verdicts.ofNothing("wire"));

        assertThat(JunitReport.of(report)).contains("failures=\"1\"").contains("message=\"Nothing was checked.\"");
        assertThat(HtmlReport.of(report)).contains("Nothing was checked.");
        assertThat(Badge.of(report)).contains("nothing checked");
    }

    @Test
    void whatCannotBeSeenIsShown() {
        String text = "a\tb\r\n\u0000\u007f\u00ad\u00a0\u202e\u2028\ufeff\ud800x\udc00\ud83d\ude00\udb40\udc41\uffff";

        assertThat(Untrusted.line(text))
                .isEqualTo("a\\tb\\r\\n\\x00\\x7f\\xad\\xa0\\u202e\\u2028\\ufeff\\ud800x\\udc00\ud83d\ude00\\u{e0041}"
                        + "\\uffff");
        assertThat(Untrusted.lines("a\nb\r")).isEqualTo("a\nb\\r");
        assertThat(Untrusted.encodable("\ud800x\ud83d\ude00")).isEqualTo("\ufffdx\ud83d\ude00");
        assertThat(Untrusted.cut("12\ud83d\ude00", 3)).isEqualTo("12… (2 more characters)");
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
