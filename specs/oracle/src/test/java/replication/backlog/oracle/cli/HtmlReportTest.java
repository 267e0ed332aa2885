package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import replication.backlog.model.Rule;
import replication.backlog.oracle.report.Reports;

/** What is in {@code report.html} as a browser reads it, and what is not. */
class HtmlReportTest {

    @TempDir
    private Path folder;

    @Test
    void conforming() throws IOException {
        Document page = page("--tries", "20", "--extra-states", "0");

        assertThat(page.select("header .verdict").text())
                .isEqualTo("! PARTIAL What was checked keeps the rules; some things were left out.");
        assertThat(page.select("header .left-out li").eachText())
                .containsExactly("980 of 1,000 random tries", "extra states beyond 0 of 2");
        assertThat(page.select("svg")).isEmpty();
        assertThat(page.select("h2").eachText()).containsExactly("Suites", "Rules");
        assertThat(page.select(".rules-table tbody tr")).hasSize(Rule.values().length);
        assertThat(page.getElementById("LOCK-5").text()).endsWith("needs Java");
        assertThat(page.getElementById("EVICT-2").text()).endsWith("✓ checked");
    }

    @ParameterizedTest
    @CsvSource({
        "inclusive-watermark, DROP-2, missing",
        "budget-one-short, EVICT-2, missing",
        "newest-first, FROM-4, served",
        "newest-withheld, FROM-4, missing",
        "other-bytes, PUSH-2, served"
    })
    void divergencesAreDrawn(String fault, String rule, String drawn) throws IOException {
        Document page = faulty(fault);

        assertThat(page.select("article h3 a").eachText()).contains(rule);
        Element article = page.select("article").first();
        assertThat(article.select("> .steps > .step")).isNotEmpty();
        assertThat(article.select("> .steps > .failing > .sides .side h4").eachText())
                .hasSize(2);
        assertThat(page.select(".side.actual .picture ." + drawn)).isNotEmpty();
        assertThat(page.select("svg")).allSatisfy(picture -> {
            String[] names = picture.attr("aria-labelledby").split(" ");
            assertThat(picture.children().eachAttr("id")).containsExactly(names);
            assertThat(picture.select("desc").text())
                    .matches("(Frames|Nothing) .*")
                    .doesNotContain("()");
        });
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }

    /** The steps on which offsets are lost show those frames beside the others. */
    @Test
    void framesThatLeftAreDrawnDashed() throws IOException {
        Document page = faulty("inclusive-watermark");

        assertThat(page.select(".picture .dropped")).isNotEmpty();
        assertThat(page.select(".picture desc").eachText())
                .anyMatch(text -> text.contains("Left: 1 (35 B · dropped)."));
    }

    @Test
    void nothingOfWhatAnAdapterSaysIsMoreThanText() throws IOException {
        Document page = faulty("hostile");

        Reports.assertIsTextAlone(page);
        assertThat(page.select("h1").text()).contains("</script></style><svg onload=document.title='owned'>");
        assertThat(page.select("h1 .escape").eachText()).contains("\\u202e", "\\u200b", "\\x07", "\\x1b");
        assertThat(page.select(".side.actual code").text()).contains("\\ud800").contains("more characters)");
        assertThat(page.select("pre").text()).contains("]]>").contains("second line");
    }

    private Document faulty(String fault) throws IOException {
        List<String> options = new ArrayList<>(List.of("--suite", "examples", "--"));
        options.addAll(WrongAdapter.command(fault));
        return page(options.toArray(String[]::new));
    }

    private Document page(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("check", "--seed", "1", "--report", folder.toString()));
        all.addAll(List.of(options));
        StringWriter err = new StringWriter();
        Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), all.toArray(String[]::new));
        assertThat(err.toString().lines())
                .as("what was found, and how far it has come")
                .allMatch(line ->
                        line.matches("Found: [A-Z]+-[1-9] in .*|\\w+ \\(suite [1-5] of [1-5]\\): .*|waiting for .*"));
        Document page = Jsoup.parse(Files.readString(folder.resolve("report.html")));
        assertThat(page.select("meta[name=viewport]")).isNotEmpty();
        return page;
    }
}
