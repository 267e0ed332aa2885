package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import replication.backlog.model.Rule;

/** What is in {@code report.html} as a browser reads it, and what is not. */
class HtmlReportTest {

    private static final Set<String> ELEMENTS = Set.of(
            "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "article", "h1",
            "h2", "h3", "h4", "p", "dl", "dt", "dd", "ol", "ul", "li", "div", "span", "b", "strong", "bdi", "a", "code",
            "pre", "mark", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "svg", "desc", "rect",
            "text", "path");

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
            "width",
            "height",
            "viewbox",
            "x",
            "y",
            "rx",
            "d",
            "text-anchor");

    @TempDir
    private Path folder;

    @Test
    void conforming() throws IOException {
        Document page = page("--tries", "20", "--extra-states", "0");

        assertThat(page.select("header .verdict").text()).startsWith("✓ CONFORMANT");
        assertThat(page.select("svg")).isEmpty();
        assertThat(page.select("h2").eachText()).containsExactly("Suites", "Rules");
        assertThat(page.select(".rules-table tbody tr")).hasSize(Rule.values().length);
        assertThat(page.getElementById("LOCK-1").text()).endsWith("needs Java");
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
        assertThat(page.select(".picture desc").eachText()).anyMatch(text -> text.contains("(60 B · dropped)"));
    }

    @Test
    void nothingOfWhatAnAdapterSaysIsMoreThanText() throws IOException {
        Document page = faulty("hostile");

        assertThat(page.getAllElements()).allSatisfy(element -> {
            assertThat(ELEMENTS).contains(element.normalName().replace("#root", "html"));
            assertThat(element.attributes().asList().stream()
                            .map(Attribute::getKey)
                            .map(String::toLowerCase))
                    .isSubsetOf(ATTRIBUTES);
        });
        assertThat(page.select("[href]").eachAttr("href")).isNotEmpty().allMatch(link -> link.matches("#[A-Z]+-[1-9]"));
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .contains("default-src 'none'")
                .doesNotContain("http");
        assertThat(page.select("h1").text()).contains("</script></style><svg onload=document.title='owned'>");
        assertThat(page.select("h1 .escape").eachText()).contains("\\u202e", "\\u200b", "\\x07", "\\x1b");
        assertThat(page.select(".side.actual code").text()).contains("\\ud800").contains("more characters)");
        assertThat(page.select("pre").text()).contains("]]>").contains("second line");
        assertThat(page.outerHtml()).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\u202a-\u202e\u2066-\u2069\u200b]");
    }

    private Document faulty(String fault) throws IOException {
        List<String> options = new ArrayList<>(List.of("--suite", "examples,complete", "--extra-states", "0", "--"));
        options.addAll(WrongAdapter.command(fault));
        return page(options.toArray(String[]::new));
    }

    private Document page(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("check", "--seed", "1", "--report", folder.toString()));
        all.addAll(List.of(options));
        StringWriter err = new StringWriter();
        Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), all.toArray(String[]::new));
        assertThat(err.toString()).isEmpty();
        Document page = Jsoup.parse(Files.readString(folder.resolve("report.html")));
        assertThat(page.select("meta[name=viewport]")).isNotEmpty();
        return page;
    }
}
