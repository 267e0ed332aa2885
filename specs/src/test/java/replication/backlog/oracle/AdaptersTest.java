package replication.backlog.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The adapters conform, each if its toolchain is here; one that is not is left out by name. */
class AdaptersTest {

    private static final Path BUILT = Path.of("target/adapters").toAbsolutePath();

    /**
     * An adapter.
     *
     * @param language its folder
     * @param probe the command that tells whether its toolchain is here
     * @param build the command that builds it, if it has to be built
     * @param run the command that runs it
     */
    private record Adapter(String language, List<String> probe, List<String> build, List<String> run) {}

    private static final List<Adapter> ADAPTERS = List.of(
            new Adapter(
                    "python",
                    List.of("python3", "--version"),
                    List.of(),
                    List.of("python3", "-B", "adapters/python/adapter.py")),
            new Adapter("node", List.of("node", "--version"), List.of(), List.of("node", "adapters/node/adapter.mjs")),
            new Adapter(
                    "go",
                    List.of("go", "version"),
                    List.of(
                            "go",
                            "build",
                            "-C",
                            "adapters/go",
                            "-o",
                            BUILT.resolve("go").toString(),
                            "."),
                    List.of(BUILT.resolve("go").toString())),
            new Adapter(
                    "rust",
                    List.of("rustc", "--version"),
                    List.of("rustc", "-O", "-o", BUILT.resolve("rust").toString(), "adapters/rust/adapter.rs"),
                    List.of(BUILT.resolve("rust").toString())),
            new Adapter(
                    "c",
                    List.of("cc", "--version"),
                    List.of(
                            "cc",
                            "-std=c11",
                            "-O2",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-o",
                            BUILT.resolve("c").toString(),
                            "adapters/c/adapter.c"),
                    List.of(BUILT.resolve("c").toString())));

    @TestFactory
    Stream<DynamicTest> theAdapterConforms() {
        return ADAPTERS.stream().map(adapter -> DynamicTest.dynamicTest(adapter.language(), () -> check(adapter)));
    }

    private static void check(Adapter adapter) throws IOException, InterruptedException {
        if (!isHere(adapter)) {
            System.out.println("Left out: the " + adapter.language() + " adapter, because "
                    + adapter.probe().get(0) + " is missing");
            Assumptions.abort(adapter.probe().get(0) + " is missing");
        }
        Files.createDirectories(BUILT);
        if (!adapter.build().isEmpty()) {
            assertThat(exitStatus(adapter.build())).isZero();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("check", "--tries", "100", "--extra-states", "0", "--"));
        arguments.addAll(adapter.run());
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(status).as("%s%s", out, err).isZero();
        assertThat(out.toString()).contains("\nCONFORMANT: ").contains("31 of 31 rules checked");
        assertThat(err.toString()).isEmpty();
    }

    private static boolean isHere(Adapter adapter) throws InterruptedException {
        try {
            return exitStatus(adapter.probe()) == 0;
        } catch (IOException notFound) {
            return false;
        }
    }

    private static int exitStatus(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Files.createTempFile("adapter", ".log").toFile()))
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        return process.exitValue();
    }
}
