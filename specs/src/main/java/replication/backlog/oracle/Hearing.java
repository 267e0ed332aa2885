package replication.backlog.oracle;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import replication.backlog.tck.Subject;

/** From suites and an adapter's command to a verdict, printed and written down. */
final class Hearing {

    private final CommandLine commandLine;
    private final List<String> adapter;
    private final AdapterOptions adapterOptions;
    private final VerdictOptions verdictOptions;

    Hearing(
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
     * @param seed the seed, to be printed
     * @param again the command and its own options, to be printed
     * @return the exit status
     * @throws AdapterFailure if there can be no verdict; what was found until then is printed
     */
    int hold(List<Suite> suites, List<String> names, Check.Scope scope, long seed, List<String> again) {
        Deviations deviations = verdictOptions.declared();
        verdictOptions.report.prepare(commandLine);
        PrintWriter out = commandLine.getOut();
        Progress progress = new Progress(Ansi.AUTO.enabled() ? commandLine.getErr() : null);
        List<String> notes = new ArrayList<>();
        List<Tally> tallies = List.of();
        AdapterFailure failure = null;
        try (Subject subject = adapterOptions.start(adapter, notes::add)) {
            new VerdictText(out).subject(subject);
            verdictOptions.report.about(subject, adapter);
            out.flush();
            Check check = new Check(subject, scope, progress);
            tallies = check.tallies();
            check.run(suites);
        } catch (AdapterFailure failed) {
            failure = failed;
        }
        progress.clear();
        notes.forEach(commandLine.getErr()::println);
        List<Tally> done = tallies;
        List<String> notRun = names.stream()
                .filter(name -> done.stream().noneMatch(tally -> tally.suite().equals(name)))
                .toList();
        Verdict verdict = new Verdict(done, notRun, scope, deviations);
        if (failure != null) {
            new VerdictText(out).divergences(verdict, reproduce(again));
            throw failure;
        }
        new VerdictText(out).verdict(verdict, reproduce(again), seed);
        verdictOptions.write(verdict, out);
        verdictOptions.report.write(verdict, reproduce(again), seed, out);
        out.flush();
        return verdict.exitStatus();
    }

    /** The command line that does the same again. */
    private String reproduce(List<String> again) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", jar()));
        Stream.of(again, adapterOptions.again(), verdictOptions.again()).forEach(words::addAll);
        if (!adapter.isEmpty()) {
            words.add("--");
            words.addAll(adapter);
        }
        return String.join(" ", words.stream().map(Hearing::shellQuoted).toList());
    }

    private static String jar() {
        String path = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .findFirst()
                .orElse("");
        return path.endsWith(".jar") ? path : "backlog-oracle.jar";
    }

    private static String shellQuoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
