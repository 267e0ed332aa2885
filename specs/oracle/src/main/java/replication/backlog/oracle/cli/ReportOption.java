package replication.backlog.oracle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.report.Report;
import replication.backlog.oracle.report.ReportFolder;

/** The option {@code --report}: turns a verdict into what the reports tell. */
final class ReportOption {

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write junit.xml, report.json, report.html and badge.json into this folder.")
    private Path path;

    private ReportFolder folder;
    private String reproduce;
    private OptionalLong seed = OptionalLong.empty();
    private String description = "no adapter";
    private List<String> capabilities = List.of();
    private List<String> command = List.of();

    /** Makes the folder ready, so that a long check does not end with nowhere to report to. */
    void prepare(CommandLine asked, String again, OptionalLong usedSeed) {
        reproduce = again;
        seed = usedSeed;
        try {
            folder = path == null ? null : new ReportFolder(path);
        } catch (IOException e) {
            throw new ParameterException(asked, unwritable(e));
        }
    }

    /** Notes what is checked, as long as it can be asked. */
    void about(Subject checked, List<String> adapter) {
        description = checked.description();
        capabilities = Arrays.stream(Capability.values())
                .filter(checked.capabilities()::contains)
                .map(Capability::code)
                .toList();
        command = List.copyOf(adapter);
    }

    /** Writes the reports, if they were asked for. {@return why they could not be written, if they could not} */
    Optional<String> write(Verdict verdict, PrintWriter out) {
        if (folder == null) {
            return Optional.empty();
        }
        try {
            folder.write(new Report(
                    verdict, Version.text(), description, capabilities, command, seed, reproduce, Instant.now()));
            out.println("Written: " + Untrusted.line("" + path.resolve("report.html")));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(e));
        }
    }

    private String unwritable(IOException e) {
        String why = e instanceof FileAlreadyExistsException ? "there is a file of that name" : "" + e.getMessage();
        return "The report cannot be written into " + Untrusted.line("" + path) + " (" + Untrusted.abridged(why) + ").";
    }
}
