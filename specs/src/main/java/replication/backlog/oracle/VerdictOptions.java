package replication.backlog.oracle;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import replication.backlog.spec.Script;
import replication.backlog.spec.Step;

/** What to hold a verdict against, and where to put it. */
final class VerdictOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--deviations",
            paramLabel = "FILE",
            description = "The deviations that the implementation declares: a JSON array of rule, reason and link.")
    private Path deviations;

    @Option(
            names = "--write-deviations",
            paramLabel = "FILE",
            description = "Writes the deviations that were seen, for you to give the reasons.")
    private Path writeDeviations;

    @Option(
            names = "--save",
            paramLabel = "DIR",
            description = "Saves each divergence's script, for replay and explain.")
    private Path save;

    @Mixin
    final ReportOption report = new ReportOption();

    /** Reads the declared deviations. */
    Deviations declared() {
        try {
            return deviations == null ? Deviations.NONE : Deviations.read(deviations);
        } catch (Deviations.Unusable unusable) {
            throw new ParameterException(spec.commandLine(), unusable.getMessage());
        }
    }

    /** Writes the files that were asked for. */
    void write(Verdict verdict, PrintWriter out) {
        if (save != null) {
            for (Map.Entry<String, Script> saved : scripts(verdict).entrySet()) {
                Path file = save.resolve(saved.getKey());
                write(file, Transcripts.write(List.of(saved.getValue())));
                out.println("Saved: " + file);
            }
        }
        if (writeDeviations != null) {
            write(writeDeviations, Deviations.write(verdict));
            out.println("Written: " + writeDeviations);
        }
    }

    private static Map<String, Script> scripts(Verdict verdict) {
        Map<String, Script> scripts = new TreeMap<>();
        for (Finding finding : verdict.findings()) {
            String rule = finding.divergence().rule().id();
            List<Step> steps = new ArrayList<>();
            finding.divergence().shortScript().forEach(exchange -> steps.add(new Step.Absolute(exchange.request())));
            scripts.put(
                    finding.suite() + "-" + rule + ".jsonl",
                    new Script(rule + "/found-by-" + finding.suite(), steps, Script.Look.NEVER));
        }
        return scripts;
    }

    private void write(Path file, String text) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "The file " + file + " cannot be written (" + e.getMessage() + ").");
        }
    }

    /** The options as they have to be given to mean the same again. */
    List<String> again() {
        return deviations == null ? List.of() : List.of("--deviations", deviations.toString());
    }
}
