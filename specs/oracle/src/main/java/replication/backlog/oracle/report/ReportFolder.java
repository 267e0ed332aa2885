package replication.backlog.oracle.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import replication.backlog.oracle.files.OutputFile;

/** The folder that the reports go to. */
public final class ReportFolder {

    /** The files, and what is in each. */
    private static final Map<String, Function<Report, String>> FORMATS = Map.of(
            "junit.xml", JunitReport::of,
            "report.json", JsonReport::of,
            "report.html", HtmlReport::of,
            "badge.json", Badge::of);

    private final Path folder;

    /**
     * Makes a folder ready: creates it, makes sure that it can be written to before a long check begins, and removes the
     * reports of an earlier check, which nobody shall take for those of this one should it fail.
     *
     * @param folder where the reports go
     * @throws IOException if that cannot be done
     */
    public ReportFolder(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        for (String name : FORMATS.keySet()) {
            Files.deleteIfExists(folder.resolve(name));
            new OutputFile(folder.resolve(name));
        }
    }

    /**
     * Writes all reports. Each appears under its name when it is complete.
     *
     * @param report what to report
     * @throws IOException if a file cannot be written
     */
    public void write(Report report) throws IOException {
        for (Map.Entry<String, Function<Report, String>> format : FORMATS.entrySet()) {
            new OutputFile(folder.resolve(format.getKey()))
                    .write(format.getValue().apply(report));
        }
    }
}
