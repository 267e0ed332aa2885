package replication.backlog.oracle.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A file that is to be written when the work is done. Whether it can be is tried at once; it appears under its name when it is
 * complete, and while it is written it has a name that nobody else has.
 */
public final class OutputFile {

    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;

    private final Path file;

    /**
     * Makes a place ready: creates its folder, and tries to write there.
     *
     * @param file where to write
     * @throws IOException if that cannot be done
     */
    public OutputFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("there is a folder of that name");
        }
        // What a link points to is written, and the link stays.
        this.file = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Files.createDirectories(this.file.getParent());
        if (isPipe()) {
            throw new IOException("it is a pipe");
        }
        if (isReplaceable()) {
            Files.delete(unfinished());
        } else if (!Files.isWritable(file)) {
            throw new IOException("it may not be written");
        }
    }

    /** A device or a pipe is written to; nothing takes its place. */
    private boolean isReplaceable() {
        return !Files.exists(file) || Files.isRegularFile(file);
    }

    /** Whoever opens a pipe waits for somebody at the other end. */
    private boolean isPipe() throws IOException {
        return !isReplaceable()
                && file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && ((int) Files.getAttribute(file, "unix:mode") & TYPE) == PIPE;
    }

    private Path unfinished() throws IOException {
        return Files.createFile(file.resolveSibling(".backlog-oracle-" + UUID.randomUUID() + ".unfinished"));
    }

    /**
     * Writes the file.
     *
     * @param text what is in it
     * @throws IOException if it cannot be written; a file of that name that was there before is as it was
     */
    public void write(String text) throws IOException {
        if (!isReplaceable()) {
            Files.writeString(file, text);
            return;
        }
        Path unfinished = unfinished();
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
