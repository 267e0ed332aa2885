package replication.backlog.oracle.cli;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import replication.backlog.model.Reply.Broken.How;
import replication.backlog.oracle.report.Schemas;

/**
 * Adapters that break at the n-th question of a kind, each as a process of its own: the check ends within two minutes, with exit
 * status 1 and a report, whichever suite runs. All of them are tried with {@code -Poddities}; otherwise a few.
 */
class BreakingAdaptersTest {

    private static final boolean WHOLE = Boolean.getBoolean("oddities.whole");

    /** Which suites ask which questions. */
    private static final Map<String, Set<String>> ASKED = Map.of(
            "examples", Set.of("new", "resume", "push", "drop", "from", "max", "state", "decode", "feed"),
            "wire", Set.of("new", "resume", "push", "from", "max", "state", "decode", "feed"),
            "random", Set.of("new", "resume", "push", "drop", "from", "max", "state"),
            "races", Set.of("race"),
            "complete", Set.of("new", "resume", "push", "drop", "from", "state"));

    /** Of these there are fewer than seven. */
    private static final Set<String> RARE = Set.of("examples resume", "examples feed");

    /** A few of those that do not wait for long; OddAdaptersTest has some that hang. */
    private static final Set<String> FEW = Set.of("random crashed at push 7", "complete error at resume 1");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> endsWithOneAndAReport() {
        List<DynamicTest> tests = new ArrayList<>();
        ASKED.forEach((suite, kinds) -> kinds.forEach(kind -> Stream.of(How.values())
                .forEach(how -> Stream.of(1, RARE.contains(suite + " " + kind) ? 2 : 7)
                        .forEach(from -> {
                            String name = "%s %s at %s %d"
                                    .formatted(suite, how, kind, from)
                                    .toLowerCase(Locale.ROOT);
                            if (WHOLE || FEW.contains(name)) {
                                tests.add(DynamicTest.dynamicTest(name, () -> breaks(suite, kind, how, from)));
                            }
                        }))));
        assertThat(tests).hasSize(WHOLE ? 186 : FEW.size());
        return tests.stream();
    }

    private void breaks(String suite, String kind, How how, int from) throws IOException {
        Path report = folder.resolve("report");
        List<String> arguments = new ArrayList<>(List.of(
                "check",
                "--timeout",
                "1",
                "--seed",
                "1",
                "--tries",
                "100",
                "--extra-states",
                "0",
                "--suite",
                suite,
                "--report",
                report.toString(),
                "--"));
        arguments.addAll(BreakingAdapter.command(kind, how, from));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = assertTimeoutPreemptively(
                ofMinutes(2),
                () -> Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new)));
        assertThat(status).as("%s%s", out, err).isEqualTo(1);
        assertThat(out.toString())
                .contains("\nDIVERGENT: ")
                .contains("  actual    " + how.name().toLowerCase(Locale.ROOT) + ": ");
        assertThat(Schemas.errors(Files.readString(report.resolve("report.json"))))
                .isEmpty();
    }
}
