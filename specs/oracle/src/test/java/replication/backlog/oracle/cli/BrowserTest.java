package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens a report full of hostile texts in a real browser, if there is one. */
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
