package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import replication.backlog.conformance.verdict.Verdict;

/** The README shows what the faulty adapter's check really prints, but for how long it took. */
@Timeout(120)
class ReadmeOutputTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```console\n\\$ java -jar (\\S+) (check .*)\n(?s:(.*?))```");

    @Test
    void theDivergenceInTheReadmeIsTheOneThatIsPrinted() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        List<String> command = new ArrayList<>(OddAdapter.java("-Xmx256m"));
        command.add(Main.class.getName());
        command.addAll(List.of(block.group(2).split(" ")));
        Assumptions.assumeTrue(isHere("python3"), "python3 is missing");
        Process process = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(Verdict.DIVERGES);
        assertThat(CommandLineTest.withoutChance(out.replace(" backlog-oracle.jar ", " " + block.group(1) + " ")))
                .isEqualTo(CommandLineTest.withoutChance(block.group(3)));
    }

    @Test
    void theJavaExampleInTheReadmeIsTheOneThatIsBuilt() throws IOException {
        String example = Files.readString(Path.of("../conformance/src/test/java/example/ListBacklogTest.java"));
        assertThat(example.lines().count()).isLessThanOrEqualTo(15);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + example + "```");
    }

    private static boolean isHere(String command) throws InterruptedException {
        try {
            return new ProcessBuilder(command, "--version").start().waitFor() == 0;
        } catch (IOException notFound) {
            return false;
        }
    }
}
