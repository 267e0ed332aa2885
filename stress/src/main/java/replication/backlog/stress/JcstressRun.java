package replication.backlog.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs every jcstress test of this module, and makes sure that each did run and showed what it is there to show.
 *
 * <p>jcstress alone exits 0 when a pattern matches nothing, leaves out tests with more actors than there are CPUs, and is
 * content with a control that shows nothing. Here each of these fails the build like a forbidden outcome.
 */
public final class JcstressRun {

    /** On a busy machine two threads seldom run at the same time: so often a control may try again to show its fault. */
    private static final int CHANCES = 5;

    private JcstressRun() {}

    /**
     * Runs them; exits 0 if every test ran and passed, 1 otherwise.
     *
     * @param args the directory for output, which is emptied first, and then jcstress's own options. The property
     *     {@code stress.readme} names a document to write the summary into
     */
    public static void main(String[] args) throws IOException, InterruptedException, ClassNotFoundException {
        Path directory = Path.of(args[0]).toAbsolutePath();
        Path console = directory.resolve("console.txt");
        delete(directory);
        Files.createDirectories(directory);

        long start = System.nanoTime();
        List<String> options = List.of(args).subList(1, args.length);
        int status = runJcstress(directory, console, options);
        JcstressResults results = new JcstressResults(directory);
        for (int chance = 0;
                chance < CHANCES && status == 0 && !results.silentControls().isEmpty();
                chance++) {
            List<String> again = new ArrayList<>(options);
            again.addAll(List.of("-t", String.join("|", results.silentControls())));
            status = runJcstress(directory, console, again);
            results = new JcstressResults(directory);
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        Map<String, String> problems = results.problems();
        int count = results.tests().size();
        int shown = count - problems.size();
        results.rulesNotShown().forEach(rule -> problems.put(rule.id(), "is shown broken by no control"));

        boolean passed = status == 0 && problems.isEmpty() && count > 0;
        if (passed) {
            JcstressSummary summary = new JcstressSummary(results, seconds);
            Files.writeString(directory.resolve("summary.md"), summary.toString());
            String readme = System.getProperty("stress.readme", "");
            if (!readme.isEmpty()) {
                summary.writeInto(Path.of(readme));
            }
        } else {
            System.out.print(Files.readString(console));
            problems.forEach((test, problem) -> System.out.println(test + ": " + problem));
        }
        System.out.printf("jcstress: %d of %d tests ran and showed what they should%n", shown, count);
        System.out.printf(
                "jcstress: %s, exit status %d, %d s, output in %s%n", verdict(passed), status, seconds, console);
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
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(jcstress::destroy));
        return jcstress.waitFor();
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
