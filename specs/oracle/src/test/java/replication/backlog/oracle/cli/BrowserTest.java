package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.run.Confirmation;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.conformance.verdict.Verdicts;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;
import replication.backlog.oracle.report.Report;
import replication.backlog.oracle.report.ReportFolder;
import replication.backlog.oracle.report.Reports;

/** Opens reports in a real browser, if there is one. */
class BrowserTest {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    @TempDir
    private Path folder;

    @Test
    void showsWhatIsThereAndRunsNothing() throws Exception {
        String browser = browser();
        List<String> check = new ArrayList<>(List.of(
                "check",
                "--suite",
                "examples",
                "--report",
                folder.resolve("report").toString(),
                "--"));
        check.addAll(WrongAdapter.command("hostile"));
        Main.run(
                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), check.toArray(String[]::new));

        Document page = Jsoup.parse(dom(browser, folder.resolve("report").resolve("report.html")));

        assertThat(page.title()).startsWith("DIVERGENT · </script></style><svg onload=");
        assertThat(page.select("script, img, [onload], [onerror], [onmouseover]"))
                .isEmpty();
        assertThat(page.select("article .failing .side.actual code").text()).contains("onerror=document.title='owned'");
        assertThat(page.select("svg[role=img]")).isNotEmpty();
    }

    /** On a telephone and on a desk, everything folded out: what does not fit can be scrolled, and says so. */
    @Test
    void nothingIsClipped() throws Exception {
        String browser = browser();
        Path page = Files.writeString(folder.resolve("frames.html"), FRAMES.formatted(frame(wide()), frame(worded())));

        Document measured = Jsoup.parse(dom(browser, page));
        assertThat(measured.select("#measured .clipped").eachText()).isEmpty();
        assertThat(measured.select("#measured li").eachText())
                .last()
                .asString()
                .matches("[1-9][0-9]{2,} elements, [1-9][0-9]* of them scroll");
    }

    /** Pages in frames of both widths, and what is measured of each element in them. */
    private static final String FRAMES = """
            <!DOCTYPE html>
            <meta charset="utf-8">
            <body>%s%s<ul id="measured"></ul>
            <script>
            let elements = 0, scrolling = 0;
            function tell(text, kind) {
              const item = document.createElement("li");
              item.className = kind;
              item.textContent = text;
              document.getElementById("measured").append(item);
            }
            function scrolls(element) {
              return ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
            }
            function measure(frame) {
              const page = frame.contentDocument;
              page.querySelectorAll("details").forEach(each => each.open = true);
              const clipped = (element, why) => tell(frame.width + ": " + why + ": " + element.outerHTML.slice(0, 200), "clipped");
              for (const element of page.body.querySelectorAll("*")) {
                elements++;
                const box = element.getBoundingClientRect();
                let around = element.parentElement;
                while (around && !scrolls(around)) {
                  around = around.parentElement;
                }
                if (!around && (box.right > frame.width + 0.5 || box.left < -0.5)) {
                  clipped(element, "beyond the page");
                }
                const picture = element.closest("svg");
                if (picture && element.matches("rect, text, path")) {
                  const edge = picture.getBoundingClientRect();
                  if (box.right > edge.right || box.left < edge.left || box.bottom > edge.bottom || box.top < edge.top) {
                    clipped(element, "beyond its picture");
                  }
                }
                if (scrolls(element)) {
                  const hint = element.parentElement.querySelector(".more");
                  const hinted = hint !== null && hint.getBoundingClientRect().height > 10;
                  const needed = element.scrollWidth > element.clientWidth;
                  scrolling += needed ? 1 : 0;
                  if (hinted !== needed && element.scrollWidth !== element.clientWidth + 1) {
                    clipped(element, needed ? "no hint" : "a hint in vain");
                  }
                }
              }
            }
            onload = () => {
              document.querySelectorAll("iframe").forEach(measure);
              tell(elements + " elements, " + scrolling + " of them scroll");
            };
            </script>
            """;

    private String frame(Report report) throws IOException {
        new ReportFolder(folder.resolve("measured")).write(report);
        String page =
                Entities.escape(Files.readString(folder.resolve("measured").resolve("report.html")));
        return List.of(390, 1280).stream()
                .map(width -> "<iframe width=\"" + width + "\" height=\"2000\" style=\"border: 0\" srcdoc=\"" + page
                        + "\"></iframe>")
                .collect(Collectors.joining());
    }

    /** The largest offsets, many frames, a frame longer than the budget. */
    private static Report wide() {
        List<String> lines = new ArrayList<>(List.of("backlog 400 next 9223372036854775000"));
        lines.addAll(Collections.nCopies(14, "push SET k v"));
        lines.addAll(List.of("push SET k v*1000", "push SET k v", "drop 18446744073709551615", "from 0 max 7"));
        return Reports.of(Verdicts.of(
                Reports.diverging(Rule.FROM_2, new Reply.Pushed(-2), lines.toArray(String[]::new)),
                new Confirmation(Confirmation.Kind.NOT_AGAIN, 1, 5)));
    }

    /** Long words everywhere else. */
    private static Report worded() {
        String word = "/a-path-with-no-place-to-break-it".repeat(20);
        Deviations deviations =
                new Deviations(List.of(new Deviation(new Difference(Rule.DROP_1, word, word, word, word), word, word)));
        List<String> lines = new ArrayList<>(List.of("backlog 100000"));
        lines.addAll(Collections.nCopies(8, "push a"));
        lines.add("from 3");
        Verdict found = Verdicts.of(
                Reports.diverging(
                        Rule.FROM_4, new Reply.Broken(Reply.Broken.How.ERROR, word), lines.toArray(String[]::new)),
                Confirmation.CONFIRMED);
        Verdict verdict = new Verdict(
                found.results(),
                List.of(word),
                new Check.Scope(Set.of(), 1, 1, false, List.of(word)),
                deviations,
                Optional.of(new Verdict.CutShort(Verdict.NO_ADAPTER, word)));
        return new Report(verdict, "1", word, List.of("state"), List.of(word), OptionalLong.of(1), word, Instant.EPOCH);
    }

    private String dom(String browser, Path page) throws Exception {
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(dom);
    }

    private static String browser() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> abort(
                        "No browser to open the report in: none of " + String.join(", ", NAMES) + " is on the PATH."));
    }
}
