package replication.backlog.oracle.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import replication.backlog.model.Untrusted;

/** Reads files that a user names: whatever they are, it neither waits nor takes more memory than a file can be worth. */
public final class InputFile {

    /** The largest file that this tool writes has a few million bytes. */
    private static final long LARGEST = 64L << 20;

    private InputFile() {}

    /**
     * Reads a text.
     *
     * @param file the file
     * @param unusable makes of a reason the exception that is thrown
     * @param <E> the kind of exception
     * @return the text
     * @throws E if it cannot be used
     */
    public static <E extends Exception> String read(Path file, Function<String, E> unusable) throws E {
        try {
            if (Files.isDirectory(file)) {
                throw unusable.apply("it is a folder");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw unusable.apply("it is no regular file");
            }
            if (Files.size(file) > LARGEST) {
                throw unusable.apply("it has more than " + LARGEST + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw unusable.apply("there is no such file");
        } catch (AccessDeniedException e) {
            throw unusable.apply("it may not be read");
        } catch (CharacterCodingException e) {
            throw unusable.apply("it is no UTF-8 text");
        } catch (IOException e) {
            throw unusable.apply("it cannot be read (" + Untrusted.abridged("" + e.getMessage()) + ")");
        }
    }
}
