package replication.backlog.oracle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Script;
import replication.backlog.model.Step;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.files.DeviationsFile;
import replication.backlog.oracle.files.OutputFile;
import replication.backlog.oracle.vectors.ScriptFile;

/** What to hold a verdict against, and where to put it. */
final class VerdictOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--deviations",
            paramLabel = "FILE",
            description = "The deviations that the implementation declares: what differs, when, and why.")
    private Path deviations;

    @Option(
            names = "--write-deviations",
            paramLabel = "FILE",
            description = "Writes what was seen to differ as deviations, for you to give the reasons.")
    private Path writeDeviations;

    @Option(
            names = "--save",
            paramLabel = "DIR",
            description = "Saves each divergence's script, for replay and explain.")
    private Path save;

    @Mixin
    private ReportOption report = new ReportOption();

    private OutputFile deviationsOut;

    /** Reads the declared deviations. */
    Deviations declared() {
        try {
            return deviations == null ? Deviations.NONE : DeviationsFile.read(deviations);
        } catch (DeviationsFile.Unusable unusable) {
            throw new ParameterException(spec.commandLine(), unusable.getMessage());
        }
    }

    /** Makes sure that everything that is asked for can be written, before a long check ends with nowhere to put it. */
    void prepare(String reproduce, OptionalLong seed) {
        if (save != null) {
            ready(save.resolve("any.jsonl"), save);
        }
        deviationsOut = writeDeviations == null ? null : ready(writeDeviations, writeDeviations);
        report.prepare(spec.commandLine(), reproduce, seed);
    }

    private OutputFile ready(Path file, Path asked) {
        try {
            return new OutputFile(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), unwritable(asked, e));
        }
    }

    /** Notes what is checked, as long as it can be asked. */
    void about(Subject checked, List<String> command) {
        report.about(checked, command);
    }

    /** Writes the files that were asked for. {@return what could not be written, in a sentence, if anything} */
    Optional<String> write(Verdict verdict, PrintWriter out) {
        List<String> unwritten = new ArrayList<>();
        scripts(verdict).forEach((name, script) -> {
            Path file = save.resolve(name);
            write(file, () -> new OutputFile(file).write(ScriptFile.write(List.of(script))), "Saved: ", out)
                    .ifPresent(unwritten::add);
        });
        if (deviationsOut != null) {
            String text = DeviationsFile.write(verdict.asDeviations(""));
            write(writeDeviations, () -> deviationsOut.write(text), "Written: ", out)
                    .ifPresent(unwritten::add);
        }
        report.write(verdict, out).ifPresent(unwritten::add);
        return unwritten.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", unwritten));
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    private static Optional<String> write(Path file, Writing writing, String done, PrintWriter out) {
        try {
            writing.write();
            out.println(done + Untrusted.line("" + file));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(file, e));
        }
    }

    private static String unwritable(Path file, IOException e) {
        return "The file " + Untrusted.line("" + file) + " cannot be written ("
                + Untrusted.abridged("" + e.getMessage()) + ").";
    }

    /** {@return where a divergence's script is saved, if it is} */
    Optional<Path> saved(Finding finding) {
        return Optional.ofNullable(save)
                .map(folder -> folder.resolve(name(finding)))
                // No option.
                .map(file -> file.toString().startsWith("-") ? Path.of(".").resolve(file) : file);
    }

    private static String name(Finding finding) {
        return finding.suite() + "-" + finding.rule().id() + ".jsonl";
    }

    private Map<String, Script> scripts(Verdict verdict) {
        Map<String, Script> scripts = new TreeMap<>();
        for (Finding finding : save == null ? List.<Finding>of() : verdict.undeclared()) {
            String rule = finding.rule().id();
            List<Step> steps = finding.divergence().shortSteps();
            scripts.put(name(finding), new Script(rule + "/found-by-" + finding.suite(), steps, Script.Look.NEVER));
        }
        return scripts;
    }

    /** The options as they have to be given to mean the same again. */
    List<String> again() {
        return deviations == null ? List.of() : List.of("--deviations", deviations.toString());
    }
}
