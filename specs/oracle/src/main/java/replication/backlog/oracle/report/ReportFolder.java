package replication.backlog.oracle.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import replication.backlog.oracle.files.OutputFile;

/** The folder that the reports go to. */
public final class ReportFolder {

    private static final List<String> NAMES = List.of("junit.xml", "report.json", "report.html", "badge.json");

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
        for (String name : NAMES) {
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
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("junit.xml", JunitReport.of(report));
        texts.put("report.json", JsonReport.of(report));
        texts.put("report.html", HtmlReport.of(report));
        texts.put("badge.json", Badge.of(report));
        for (String name : NAMES) {
            new OutputFile(folder.resolve(name)).write(texts.get(name));
        }
    }
}
