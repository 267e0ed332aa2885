package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Rule;
import replication.backlog.oracle.report.Reports;
import replication.backlog.oracle.report.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code check --report} writes after real runs, in the forms that machines read. */
class ReportTest {

    private static final String[] QUICK = {"--seed", "1", "--tries", "20", "--extra-states", "0"};

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void conforming() throws Exception {
        assertThat(check("--report", folder.toString())).as(err.toString()).isZero();

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("junit.xml", "report.json", "report.html", "badge.json");
        assertThat(read("badge.json"))
                .isEqualTo("{\"schemaVersion\":1,\"label\":\"replication backlog\","
                        + "\"message\":\"partial: without 980 of 1,000 random tries and 1 more\","
                        + "\"color\":\"yellowgreen\"}\n");
        assertThat(Schemas.errors(read("report.json"))).isEmpty();
        assertThat(json().path("verdict").asString()).isEqualTo("PARTIAL");
        assertThat(json().path("rules")).hasSize(Rule.values().length);
        Element suites = junit();
        assertThat(suites.getAttribute("failures")).isEqualTo("0");
        assertThat(names(suites, "testsuite")).containsExactly("examples", "wire", "random", "races", "complete");
        assertThat(Reports.attributes(Reports.elements(suites, "skipped"), "message"))
                .containsExactly("Nothing to do: not offered are race, wait.");
    }

    @Test
    void suitesThatDidNotRunAreSkipped() throws Exception {
        assertThat(check("--suite", "examples", "--report", folder.toString())).isZero();

        assertThat(read("badge.json")).contains("\"message\":\"partial: without suite wire and 3 more\"");
        assertThat(names(junit(), "testcase")).contains("suite random");
        assertThat(Reports.elements(junit(), "skipped")).hasSize(4);
        assertThat(Schemas.errors(read("report.json"))).isEmpty();
    }

    @Test
    void diverging() throws Exception {
        assertThat(checkFaulty("inclusive-watermark")).isEqualTo(Verdict.DIVERGES);

        assertThat(read("badge.json")).contains("rules broken").contains("\"red\"");
        assertThat(Schemas.errors(read("report.json"))).isEmpty();
        JsonNode finding = json().path("findings").path(0);
        JsonNode last = finding.path("steps").path(finding.path("steps").size() - 1);
        assertThat(last.path("actual").asString())
                .isNotEqualTo(last.path("expected").path(0).asString());
        assertThat(failures(junit())).isNotEmpty().allSatisfy(failure -> {
            assertThat(((Element) failure.getParentNode()).getAttribute("name")).containsPattern("^DROP-[12] .*\\.$");
            assertThat(failure.getAttribute("message")).matches("state: expected next .*, actual next .*");
            assertThat(failure.getTextContent()).contains("expected").contains("actual");
        });
    }

    @Test
    void whatIsDeclaredIsSkippedAndWhatWasNotSeenIsNamed() throws Exception {
        Path deviations = folder.resolve("deviations.json");
        checkFaulty("inclusive-watermark", "--write-deviations", deviations.toString());
        ArrayNode all = (ArrayNode) new JsonMapper().readTree(read("deviations.json"));
        all.forEach(each -> ((ObjectNode) each)
                .put("reason", "inclusive, ]]> \u202e \u0000 <b>")
                .put("link", "https://example.org/1"));
        all.addObject()
                .put("rule", "NEW-1")
                .put("when", "no budget")
                .put("call", "backlog")
                .put("expected", "done")
                .put("actual", "error")
                .put("reason", "long gone");
        Files.writeString(deviations, all.toString());

        assertThat(checkFaulty("inclusive-watermark", "--deviations", deviations.toString()))
                .as(out.toString())
                .isEqualTo(Verdict.CONFORMS);

        assertThat(Schemas.errors(read("report.json"))).isEmpty();
        assertThat(read("badge.json"))
                .contains("\"partial, " + (all.size() - 1) + " declared deviations: without suite wire and 3 mor…\"");
        assertThat(json().path("declaredDeviations")).hasSize(all.size() - 1);
        assertThat(failures(junit())).isEmpty();
        assertThat(read("report.html"))
                .contains("Declared, but not seen in what was checked")
                .contains("long gone");
        Element skipped = (Element) junit().getElementsByTagName("skipped").item(0);
        assertThat(skipped.getAttribute("message"))
                .startsWith("Declared deviation")
                .endsWith(" inclusive, ]]> \\u202e \\x00 <b> (https://example.org/1)");
    }

    /** Everything an adapter can say arrives, and nothing of it gets out of its place. */
    @Test
    void hostile() throws Exception {
        assertThat(checkFaulty("hostile")).isEqualTo(Verdict.DIVERGES);

        assertThat(Schemas.errors(read("report.json"))).isEmpty();
        assertThat(read("report.json")).matches("\\A\\p{ASCII}*\\z");
        assertThat(json().path("subject").path("description").asString()).contains(WrongAdapter.HOSTILE);
        Element failure = failures(junit()).get(0);
        assertThat(failure.getTextContent()).contains("</script></style><svg onload=");
        Element error = (Element) junit().getElementsByTagName("system-err").item(0);
        assertThat(error.getTextContent()).contains("]]>").contains("\\u202e").contains("\\x1b");
    }

    @Test
    void theSameRunGivesTheSameReport() throws Exception {
        checkFaulty("inclusive-watermark");
        List<String> once = withoutTimes();
        checkFaulty("inclusive-watermark");

        assertThat(withoutTimes()).isEqualTo(once);
    }

    @Test
    void aFolderThatCannotBeWrittenIsAUsageError() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(check("--report", file.toString())).isEqualTo(Verdict.USAGE);
        assertThat(check("--report", file.resolve("below").toString())).isEqualTo(Verdict.USAGE);

        assertThat(err.toString().lines().filter(line -> line.startsWith("The report cannot be written into")))
                .hasSize(2)
                .noneMatch(line -> line.contains("Exception"));
        assertThat(out.toString()).as("nothing was checked in vain").isEmpty();
    }

    @Test
    void aCheckThatFailsReportsThatInPlaceOfAnEarlierReport() throws Exception {
        check("--report", folder.toString());

        assertThat(run(
                        "check",
                        "--report",
                        folder.toString(),
                        "--",
                        folder.resolve("none").toString()))
                .isEqualTo(Verdict.NO_ADAPTER);

        assertThat(json().path("verdict").asString()).isEqualTo("NO VERDICT");
        assertThat(json().path("cutShort").asString()).contains("cannot be started");
        assertThat(json().path("suites")).isEmpty();
        assertThat(Schemas.errors(read("report.json"))).isEmpty();
        assertThat(read("badge.json")).contains("no verdict").contains("lightgrey");
        assertThat(names(junit(), "testcase")).contains("the check comes to its end");
        assertThat(read("report.html")).contains("NO VERDICT").doesNotContain("PARTIAL");
    }

    private int check(String... options) {
        List<String> all = new ArrayList<>(List.of("check"));
        all.addAll(List.of(QUICK));
        all.addAll(List.of(options));
        return run(all.toArray(String[]::new));
    }

    /** By the examples alone: what is found is reported the same way, whichever suite finds it. */
    private int checkFaulty(String fault, String... options) {
        List<String> all = new ArrayList<>(List.of("--suite", "examples", "--report", folder.toString()));
        all.addAll(List.of(options));
        all.add("--");
        all.addAll(WrongAdapter.command(fault));
        return check(all.toArray(String[]::new));
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private List<String> withoutTimes() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String name : List.of("junit.xml", "report.json", "report.html", "badge.json")) {
            texts.add(read(name)
                    .replaceAll("time=\"[0-9.]+\"", "")
                    .replaceAll("\"(seconds|finished)\" : [^\n]+", "")
                    .replaceAll("rules in [0-9.]+ s", "")
                    .replaceAll("data-of=\"seconds\">[0-9.]+</td>", "")
                    .replaceAll("[0-9-]+T[0-9:]+Z", ""));
        }
        return texts;
    }

    private JsonNode json() throws IOException {
        return new JsonMapper().readTree(read("report.json"));
    }

    private Element junit() throws Exception {
        return Reports.junit(read("junit.xml"));
    }

    private static List<Element> failures(Element root) {
        return Reports.elements(root, "failure");
    }

    private static List<String> names(Element root, String tag) {
        return Reports.attributes(Reports.elements(root, tag), "name");
    }
}
