package replication.backlog.oracle.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.subject.SubjectFailure;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.conformance.verdict.Verdict.CutShort;
import replication.backlog.oracle.adapter.Interrupted;

/** From suites and an adapter's command to a verdict, printed and written down, whatever happens in between. */
final class CheckSession {

    /** How long whoever ends the oracle is made to wait for what was found until then. */
    private static final long FAREWELL_SECONDS = 10;

    private final CommandLine commandLine;
    private final List<String> adapter;
    private final AdapterOptions adapterOptions;
    private final VerdictOptions verdictOptions;

    CheckSession(
            CommandLine commandLine,
            List<String> adapter,
            AdapterOptions adapterOptions,
            VerdictOptions verdictOptions) {
        this.commandLine = commandLine;
        this.adapter = adapter;
        this.adapterOptions = adapterOptions;
        this.verdictOptions = verdictOptions;
    }

    /**
     * Runs suites, and prints the verdict.
     *
     * @param suites the suites to run
     * @param names the suites that there are
     * @param scope which part of the work to do
     * @param seed the seed, to be printed; empty where nothing is drawn
     * @param again the command and its own options, to be printed
     * @return the exit status
     */
    int hold(List<Suite> suites, List<String> names, Check.Scope scope, OptionalLong seed, List<String> again) {
        Deviations deviations = verdictOptions.declared();
        verdictOptions.prepare(reproduce(again), seed);
        PrintWriter out = commandLine.getOut();
        ConsoleProgress progress = new ConsoleProgress(commandLine.getErr(), suites);
        List<String> notes = new ArrayList<>();
        List<SuiteResult> results = List.of();
        CutShort cutShort = null;
        CountDownLatch done = new CountDownLatch(1);
        Thread atExit = new Thread(
                () -> {
                    progress.interrupt();
                    await(done);
                },
                "verdict-at-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            try (Subject subject = adapterOptions.start(adapter, notes::add)) {
                if (adapterOptions.isNothingNamed(adapter)) {
                    out.println(
                            "No adapter is named, so this checks the reference itself and says nothing of another.");
                }
                new VerdictText(out).subject(subject);
                verdictOptions.about(subject, adapter);
                out.flush();
                Check check = new Check(subject, scope, deviations, progress);
                results = check.results();
                check.run(suites);
            } catch (SubjectFailure failed) {
                cutShort = new CutShort(Verdict.NO_ADAPTER, failed.getMessage());
            } catch (Interrupted interrupted) {
                cutShort = new CutShort(Verdict.INTERRUPTED, "The check was ended before it was done.");
            } catch (RuntimeException | Error broken) {
                cutShort = new CutShort(Verdict.ORACLE_FAILED, Main.fault(broken));
            }
            progress.end();
            notes.forEach(commandLine.getErr()::println);
            List<SuiteResult> ran = results;
            List<String> notRun = names.stream()
                    .filter(name ->
                            ran.stream().noneMatch(result -> result.suite().equals(name)))
                    .toList();
            Verdict verdict = new Verdict(ran, notRun, scope, deviations, Optional.ofNullable(cutShort));
            new VerdictText(out).verdict(verdict, finding -> reproduce(finding, again), seed);
            Optional<String> unwritten = verdictOptions.write(verdict, out);
            out.flush();
            verdict.cutShort()
                    .filter(why -> why.exitStatus() != Verdict.INTERRUPTED)
                    .ifPresent(why -> commandLine.getErr().println(why.sentence()));
            unwritten.ifPresent(commandLine.getErr()::println);
            return verdict.exitStatus() == Verdict.CONFORMS && unwritten.isPresent()
                    ? Verdict.USAGE
                    : verdict.exitStatus();
        } finally {
            done.countDown();
            remove(atExit);
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exitsAlready) {
            // It is at work, and done in a moment.
        }
    }

    /** The command line that does the same again. */
    private String reproduce(List<String> again) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", jar()));
        Stream.of(again, adapterOptions.again(), verdictOptions.again()).forEach(words::addAll);
        if (!adapter.isEmpty()) {
            words.add("--");
            words.addAll(adapter);
        }
        return Shell.command(words);
    }

    /** The same for one divergence: with its script saved, that is enough. */
    private String reproduce(Finding finding, List<String> again) {
        return reproduce(verdictOptions
                .saved(finding)
                .map(file -> List.of("replay", file.toString()))
                .orElse(again));
    }

    private static String jar() {
        String path = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .findFirst()
                .orElse("");
        return path.endsWith(".jar") ? path : "backlog-oracle.jar";
    }
}
