package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The implementations here conform, as far as they declare no deviation, and README's table says of each what it came to.
 * One whose toolchain is missing is left out by name, and its row is left alone.
 *
 * <p>The table is made with the defaults, by the profile {@code implementations}: with {@code -Dgenerated.write=true} it is
 * written anew. Without the profile less is done, which can tell that a row is wrong and not that it is right.
 */
class ImplementationsTest {

    private static final Path README = Path.of("../../README.md");
    private static final String BUILT = Path.of("target/adapters").toAbsolutePath() + File.separator;
    private static final String HEADER =
            "| implementation | version | language | verdict | deviations |\n" + "|---|---|---|---|---|\n";
    private static final Pattern TABLE =
            Pattern.compile("(?<=<!-- The build compares this table with what check says. -->\n)(\\|.*\n)+");

    /** kevy-replicate 1.43.0 asks for it; for 7.0.0, which asks for a newer one, it is enough. */
    private static final int OLDEST_CARGO = 95;

    /** Whether all is done that the table is about. */
    private static final boolean WHOLE = Boolean.getBoolean("implementations.whole");

    private static final Map<Implementation, String> ROWS = new HashMap<>();

    /**
     * An implementation.
     *
     * @param name its name, as its adapter gives it
     * @param version its version, likewise
     * @param language its language, likewise
     * @param page where README's table points to
     * @param toolchain how its toolchain is asked for its version; empty if it needs none
     * @param build how it is built; empty if it need not be
     * @param run how its adapter is run, or which of those that are built in it is
     * @param deviations the file of its declared deviations; empty if there are none
     */
    private record Implementation(
            String name,
            String version,
            String language,
            String page,
            List<String> toolchain,
            List<String> build,
            List<String> run,
            String deviations) {

        String description() {
            return isBuiltIn()
                    ? "the built-in " + run.get(1) + " backlog"
                    : name + " " + version + " (" + language + ")";
        }

        boolean isBuiltIn() {
            return run.get(0).equals("--implementation");
        }

        String startOfRow() {
            return "| [" + name + "](" + page + ") | " + version + " | " + language + " | ";
        }
    }

    private static final List<Implementation> IMPLEMENTATIONS = List.of(
            builtIn("DequeBacklog", "deque"),
            builtIn("ArenaBacklog", "arena"),
            builtIn("LockedBacklog", "locked"),
            example(
                    "python",
                    "Python",
                    "adapter.py",
                    "python3 --version",
                    "",
                    "python3 -B ../adapters/python/adapter.py"),
            example("node", "JavaScript", "adapter.mjs", "node --version", "", "node ../adapters/node/adapter.mjs"),
            example("go", "Go", "adapter.go", "go version", "go build -C ../adapters/go -o " + BUILT + "go .", ""),
            example(
                    "rust",
                    "Rust",
                    "adapter.rs",
                    "rustc --version",
                    "rustc --edition 2021 -O -o " + BUILT + "rust ../adapters/rust/adapter.rs",
                    ""),
            example(
                    "c",
                    "C",
                    "adapter.c",
                    "cc --version",
                    "cc -std=c11 -O2 -pthread -Wall -Wextra -Werror -o " + BUILT + "c ../adapters/c/adapter.c",
                    ""),
            kevy("1.43.0", "kevy-1-43"),
            kevy("7.0.0", "kevy-7-0"));

    private static Implementation builtIn(String name, String implementation) {
        return new Implementation(
                name,
                "0.1.0",
                "Java",
                "src/main/java/replication/backlog/" + name + ".java",
                List.of(),
                List.of(),
                List.of("--implementation", implementation),
                "");
    }

    private static Implementation example(
            String folder, String language, String file, String toolchain, String build, String run) {
        return new Implementation(
                "backlog-" + folder,
                "1.0",
                language,
                "specs/adapters/" + folder + "/" + file,
                words(toolchain),
                words(build),
                run.isEmpty() ? List.of(BUILT + folder) : words(run),
                "");
    }

    private static Implementation kevy(String version, String program) {
        return new Implementation(
                "kevy-replicate",
                version,
                "Rust",
                "specs/adapters/kevy/README.md",
                words("cargo --version"),
                words("cargo build --quiet --release --offline --locked --ignore-rust-version"
                        + " --manifest-path ../adapters/kevy/Cargo.toml --target-dir " + BUILT + "kevy -p " + program),
                List.of(BUILT + "kevy/release/" + program),
                "../adapters/kevy/deviations-" + version + ".json");
    }

    private static List<String> words(String command) {
        return command.isEmpty() ? List.of() : List.of(command.split(" "));
    }

    @TestFactory
    Stream<DynamicTest> theVerdictsAreThoseInReadme() {
        return Stream.concat(
                IMPLEMENTATIONS.stream()
                        .map(implementation -> DynamicTest.dynamicTest(
                                implementation.name() + " " + implementation.version(), () -> check(implementation))),
                Stream.of(DynamicTest.dynamicTest("README's table", ImplementationsTest::compareTable)));
    }

    private static void check(Implementation implementation) throws IOException, InterruptedException {
        requireToolchain(implementation);
        build(implementation);
        List<String> arguments =
                new ArrayList<>(words(WHOLE ? "check --seed 1" : "check --seed 1 --tries 50 --extra-states 0"));
        if (!implementation.deviations().isEmpty()) {
            arguments.addAll(List.of("--deviations", implementation.deviations()));
        }
        if (!implementation.isBuiltIn()) {
            arguments.add("--");
        }
        arguments.addAll(implementation.run());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(status).as("%s%s", out, err).isZero();
        assertThat(err.toString().lines()).allMatch(line -> line.endsWith(" left"));
        assertThat(out.toString()).startsWith("Checking " + implementation.description());
        if (implementation.deviations().isEmpty()) {
            assertThat(out.toString())
                    .contains(WHOLE ? "\nCONFORMANT: " : "\nPARTIAL: ")
                    .contains(
                            out.toString().contains(", race, wait\n")
                                    ? "35 of 38 rules checked"
                                    : "31 of 31 rules checked");
        }
        ROWS.put(implementation, row(implementation, out.toString()));
    }

    /** What a check that does less leaves out is no news about the implementation. */
    private static final String LESS = "[0-9,]+ of 1,000 random tries|extra states beyond 0 of 2";

    private static String row(Implementation implementation, String out) {
        String skipped = all("(?m)^Left out: (?!" + LESS + ")(.*)", out);
        String deviations = all("(?m)^Declared deviation: ([^,]+)", out);
        String word = all("(?m)^([A-Z ]+): .* scripts", out);
        return implementation.startOfRow() + (skipped.isEmpty() ? word.replace("PARTIAL", "CONFORMANT") : word)
                + (skipped.isEmpty() ? "" : ", without " + skipped) + " | "
                + (deviations.isEmpty()
                        ? "none"
                        : "[" + deviations + "](" + implementation.deviations().replace("../", "specs/") + ")")
                + " |\n";
    }

    private static String all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Compares the table with what was found; rows of what was left out are taken as they are. */
    private static void compareTable() throws IOException {
        String readme = Files.readString(README);
        Matcher table = TABLE.matcher(readme);
        assertThat(table.find()).as("there is a table").isTrue();
        List<String> present = table.group().lines().map(line -> line + "\n").toList();
        String expected = HEADER
                + IMPLEMENTATIONS.stream()
                        .map(implementation -> ROWS.getOrDefault(
                                implementation,
                                present.stream()
                                        .filter(row -> row.startsWith(implementation.startOfRow()))
                                        .findFirst()
                                        .orElse("")))
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("generated.write")) {
            Files.writeString(README, table.replaceFirst(Matcher.quoteReplacement(expected)));
        } else {
            assertThat(table.group()).isEqualTo(expected);
        }
    }

    private static void requireToolchain(Implementation implementation) throws InterruptedException {
        if (implementation.toolchain().isEmpty()) {
            return;
        }
        String tool = implementation.toolchain().get(0);
        try {
            Ended ended = Ended.of(implementation.toolchain());
            if (ended.status() != 0) {
                leaveOut(implementation, tool + " does not run");
            }
            if (tool.equals("cargo") && minorVersion(ended.out()) < OLDEST_CARGO) {
                leaveOut(implementation, "it takes cargo 1." + OLDEST_CARGO + ", and this is " + ended.out());
            }
        } catch (IOException notFound) {
            leaveOut(implementation, tool + " is missing");
        }
    }

    private static int minorVersion(String said) {
        MatchResult version = Pattern.compile("cargo 1\\.([0-9]+)")
                .matcher(said)
                .results()
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(version.group(1));
    }

    private static void build(Implementation implementation) throws IOException, InterruptedException {
        if (implementation.build().isEmpty()) {
            return;
        }
        Files.createDirectories(Path.of(BUILT));
        if (implementation.build().get(0).equals("cargo")) {
            fetchCrates(implementation);
        }
        Ended built = Ended.of(implementation.build());
        assertThat(built.status())
                .as("%s\n%s", implementation.build(), built.out())
                .isZero();
    }

    /** Only here may the network be at fault: the build itself is told to do without. */
    private static void fetchCrates(Implementation implementation) throws IOException, InterruptedException {
        Ended fetched = Ended.of(words("cargo fetch --locked --manifest-path ../adapters/kevy/Cargo.toml"));
        if (fetched.status() != 0) {
            assertThat(fetched.out()).doesNotContain("lock file", "parse manifest");
            leaveOut(
                    implementation,
                    "its crates cannot be had: " + fetched.out().lines().reduce("", (a, b) -> b));
        }
    }

    private static void leaveOut(Implementation implementation, String why) {
        String what = "Left out: " + implementation.description() + ", because " + why.strip();
        System.out.println(what);
        Assumptions.abort(what);
    }

    /** What a command came to. */
    private record Ended(int status, String out) {

        static Ended of(List<String> command) throws IOException, InterruptedException {
            Path log = Files.createTempFile("command", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                assertThat(process.waitFor(5, TimeUnit.MINUTES))
                        .as("%s ends", command)
                        .isTrue();
                return new Ended(process.exitValue(), Files.readString(log));
            } finally {
                Files.delete(log);
            }
        }
    }
}
