package replication.backlog.oracle.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.Confirmation;
import replication.backlog.conformance.verdict.Verdicts;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;
import tools.jackson.databind.json.JsonMapper;

/** What is drawn, and that it fits into its picture. */
class PicturesTest {

    @Test
    void aFrameLongerThanTheBudgetSticksOutOfIt() {
        Document page = html("backlog 70", "push SET k v", "push SET k v*100", "push SET k v");

        assertThat(page.select(".budget.exceeded")).hasSize(1);
        assertThat(page.select("desc").eachText())
                .anyMatch(text -> text.contains("Left: 0 (35 B · evicted)") && text.contains("longer than the budget"));
        double budget = Double.parseDouble(page.select(".budget.exceeded").attr("width"));
        double frame = Double.parseDouble(page.select(".budget.exceeded ~ .new").attr("width"));
        assertThat(budget).isPositive().isLessThan(frame);
    }

    @Test
    void nothingIsDrawnWhereNoBacklogIs() {
        Divergence divergence = Reports.diverging(Rule.NEW_3, new Reply.Done(), "backlog 70 next 9223372036854775809");
        Document page = html(divergence);

        assertThat(page.select("svg")).isEmpty();
        assertThat(page.select(".failing .nothing").text()).isEqualTo("no backlog: its creation is refused");
        assertThat(JsonMapper.shared()
                        .readTree(JsonReport.of(report(divergence)))
                        .at("/findings/0/steps/0")
                        .has("backlog"))
                .isFalse();
        assertThat(html("backlog 70", "push a").select(".nothing")).isEmpty();
    }

    /** So a picture cannot be wider than it says, and only what can be wider than a page has a hint. */
    @Test
    void whatIsDrawnLiesInsideThePictureAndCaptionsBesideIt() {
        Document page = html(
                "backlog 70 next 9223372036854775805",
                "push SET k v",
                "push SET k v*100",
                "drop 18446744073709551615",
                "push SET k v");

        assertThat(page.select("figure > figcaption").eachText()).hasSize(5).contains("0 of 70 bytes used");
        assertThat(page.select("figcaption").text()).contains("longer than the budget");
        assertThat(page.select("svg text").text()).doesNotContain("used");
        assertThat(page.select("figure")).allSatisfy(figure -> {
            Measured picture = new Measured(figure);
            assertThat(picture.rightmost()).isLessThanOrEqualTo(picture.width());
            assertThat(figure.attr("style"))
                    .isEqualTo("--natural: " + figure.select("svg").attr("width") + "px");
            assertThat(figure.select(".more")).hasSize(picture.width() > 200 ? 1 : 0);
        });
        assertThat(page.select(".more")).isNotEmpty();
    }

    /** A picture's measures, where a letter is as wide as in the widest of the types that the style sheet names. */
    private record Measured(Element figure) {

        private static final double LETTER = 0.602;

        double width() {
            return number(figure.select("svg").first(), "width");
        }

        double rightmost() {
            double boxes = figure.select("rect").stream()
                    .mapToDouble(rect -> number(rect, "x") + number(rect, "width"))
                    .max()
                    .orElse(0);
            double words = figure.select("svg text").stream()
                    .mapToDouble(Measured::right)
                    .max()
                    .orElse(0);
            return Math.max(boxes, words);
        }

        private static double right(Element text) {
            double size = text.hasClass("offset") ? 14 : text.hasClass("mark") ? 12 : 11;
            double width = text.text().length() * size * LETTER;
            return number(text, "x") + (text.attr("text-anchor").equals("middle") ? width / 2 : width);
        }

        private static double number(Element element, String name) {
            return Double.parseDouble(element.attr(name));
        }
    }

    private static Document html(String... lines) {
        return html(Reports.diverging(Rule.PUSH_1, new Reply.Pushed(-2), lines));
    }

    private static Document html(Divergence divergence) {
        return Jsoup.parse(HtmlReport.of(report(divergence)));
    }

    private static Report report(Divergence divergence) {
        return Reports.of(Verdicts.of(divergence, Confirmation.CONFIRMED));
    }
}
