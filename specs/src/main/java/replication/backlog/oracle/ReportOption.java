package replication.backlog.oracle;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import replication.backlog.oracle.report.Report;
import replication.backlog.oracle.report.ReportFolder;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Subject;

/** The option {@code --report}: turns a verdict into what the reports tell. */
final class ReportOption {

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write junit.xml, report.json, report.html and badge.json into this folder.")
    private Path path;

    private CommandLine commandLine;
    private ReportFolder folder;
    private Report.Subject subject;

    /** Makes the folder ready, so that a long check does not end with nowhere to report to. */
    void prepare(CommandLine asked) {
        commandLine = asked;
        if (path != null) {
            try {
                folder = new ReportFolder(path);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    /** Notes what is checked, as long as it can be asked. */
    void about(Subject checked, List<String> command) {
        List<String> capabilities = Arrays.stream(Capability.values())
                .filter(checked.capabilities()::contains)
                .map(Capability::code)
                .toList();
        subject = new Report.Subject(checked.description(), capabilities, List.copyOf(command));
    }

    /** Writes the reports, if they were asked for. */
    void write(Verdict verdict, String reproduce, long seed, PrintWriter out) {
        if (folder != null) {
            double seconds =
                    verdict.tallies().stream().mapToDouble(Tally::seconds).sum();
            Report.Run run = new Report.Run(seed, reproduce, Instant.now(), seconds);
            try {
                folder.write(report(subject, run, verdict));
            } catch (IOException e) {
                throw unwritable(e);
            }
            out.println("Written: " + path.resolve("report.html"));
        }
    }

    private static Report report(Report.Subject subject, Report.Run run, Verdict verdict) {
        return new Report(
                Main.version(),
                subject,
                run,
                verdict.tallies().stream().map(ReportOption::suite).toList(),
                verdict.findings().stream()
                        .map(finding -> finding(finding, verdict.deviations()))
                        .toList(),
                verdict.stale().stream().map(ReportOption::deviation).toList(),
                verdict.notRun(),
                verdict.skipped(),
                verdict.word(),
                verdict.exitStatus());
    }

    private static Report.Suite suite(Tally tally) {
        return new Report.Suite(
                tally.suite(), tally.scripts(), tally.steps(), tally.rules(), tally.skipped(), tally.seconds());
    }

    private static Report.Finding finding(Finding finding, Deviations deviations) {
        Optional<Report.Deviation> declared = deviations.all().stream()
                .filter(deviation -> deviation.rule() == finding.divergence().rule())
                .findFirst()
                .map(ReportOption::deviation);
        return new Report.Finding(finding.suite(), finding.script(), finding.divergence(), declared);
    }

    private static Report.Deviation deviation(Deviations.Deviation deviation) {
        return new Report.Deviation(deviation.rule(), deviation.reason(), deviation.link());
    }

    private ParameterException unwritable(IOException e) {
        String why = e instanceof FileAlreadyExistsException ? "there is a file of that name" : e.getMessage();
        return new ParameterException(commandLine, "The report cannot be written into " + path + " (" + why + ").");
    }
}
