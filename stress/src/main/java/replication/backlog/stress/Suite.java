package replication.backlog.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs every jcstress test of this module and makes sure that each did run.
 *
 * <p>jcstress alone exits 0 when a pattern matches nothing, and leaves out tests with more actors than there are CPUs.
 * Here a test that left no result fails the build like one that observed a forbidden outcome.
 */
public final class Suite {
    private Suite() {}

    /**
     * Runs the suite; exits 0 if every test ran and passed, 1 otherwise.
     *
     * @param args the directory for output, which is emptied first, and then jcstress's own options
     */
    public static void main(String[] args) throws IOException, InterruptedException, ClassNotFoundException {
        Path directory = Path.of(args[0]).toAbsolutePath();
        Path console = directory.resolve("console.txt");
        delete(directory);
        Files.createDirectories(directory);

        int status = runJcstress(directory, console, List.of(args).subList(1, args.length));
        Map<String, String> problems = problems(TestList.tests(), results(directory));

        boolean passed = status == 0 && problems.isEmpty() && !TestList.tests().isEmpty();
        if (!passed) {
            System.out.print(Files.readString(console));
            problems.forEach((test, problem) -> System.out.println(test + ": " + problem));
        }
        int count = TestList.tests().size();
        System.out.printf("jcstress: %d of %d tests ran and passed%n", count - problems.size(), count);
        System.out.printf("jcstress: %s, exit status %d, output in %s%n", verdict(passed), status, console);
        System.exit(passed ? 0 : 1);
    }

    private static String verdict(boolean passed) {
        return passed ? "PASSED" : "FAILED";
    }

    /** Starts jcstress on this class path, with its output in a file. */
    private static int runJcstress(Path directory, Path console, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main"));
        command.addAll(List.of("-r", directory.resolve("html").toString()));
        command.addAll(options);
        Process jcstress = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(jcstress::destroy));
        return jcstress.waitFor();
    }

    /** Reads back what jcstress recorded, one result for each test and JVM configuration. */
    private static Collection<TestResult> results(Path directory) throws IOException, ClassNotFoundException {
        InProcessCollector results = new InProcessCollector();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Suite::isResultFile).toList()) {
                DiskReadCollector reader = new DiskReadCollector(file.toString(), results);
                reader.dump();
                reader.close();
            }
        }
        return results.getTestResults();
    }

    private static boolean isResultFile(Path file) {
        return file.getFileName().toString().matches("jcstress-results-.*\\.bin\\.gz");
    }

    /** Says of each test that did not run, or did not pass, what went wrong. */
    private static Map<String, String> problems(Collection<String> tests, Collection<TestResult> results) {
        Map<String, String> problems = new TreeMap<>();
        for (String test : new TreeSet<>(tests)) {
            List<TestResult> own =
                    results.stream().filter(r -> r.getName().equals(test)).toList();
            if (own.isEmpty()) {
                problems.put(test, "did not run (%d actors, %d CPUs)".formatted(actors(test), cpus()));
            }
            for (TestResult result : own) {
                if (result.status() != Status.NORMAL) {
                    problems.put(test, "ended with " + result.status());
                } else if (result.getTotalCount() == 0) {
                    problems.put(test, "took no sample");
                } else if (!result.grading().isPassed) {
                    problems.put(test, String.join("; ", result.grading().failureMessages));
                }
            }
        }
        return problems;
    }

    private static int actors(String test) {
        return TestList.getInfo(test).threads();
    }

    private static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
