package replication.backlog.oracle.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import replication.backlog.model.Untrusted;

/** The end of what a process prints for people. All of it is read, so that the process never blocks; little is kept. */
public final class DiagnosticsTail {

    private static final int KEPT = 4096;
    private static final int LINES_SHOWN = 10;

    private final StringBuilder text = new StringBuilder();

    void follow(InputStream in) {
        byte[] buffer = new byte[KEPT];
        try (in) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                add(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The process was ended while it was printing.
        }
    }

    private synchronized void add(String more) {
        text.append(more);
        text.delete(0, Math.max(0, text.length() - KEPT));
    }

    /** {@return what came since it was cleared, as far as it was kept} */
    synchronized String text() {
        return text.toString();
    }

    synchronized void clear() {
        text.setLength(0);
    }

    /** {@return the last few lines of such a text, each behind an indent and fit to be printed; empty if there are none} */
    public static String lastLines(String text, String indent) {
        List<String> lines = text.strip().lines().toList();
        return lines.stream()
                .skip(Math.max(0, lines.size() - LINES_SHOWN))
                .map(line -> line.isBlank() ? "" : indent + Untrusted.abridged(line.stripTrailing()))
                .collect(Collectors.joining("\n"));
    }
}
