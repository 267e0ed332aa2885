package replication.backlog.oracle.adapter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines that end with LF or CR LF, up to a length that nobody reaches who means well. */
public final class LineReader {

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;

    /**
     * Creates a reader.
     *
     * @param in where to read
     * @param longest the longest line, in bytes
     */
    public LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** {@return the next line, {@link OutputLine#END}, or {@link OutputLine#TOO_LONG}, after which there is nothing more to read} */
    public OutputLine next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        while (true) {
            if (from == to) {
                from = 0;
                to = Math.max(0, in.read(buffer));
                if (to == 0) {
                    return line.size() == 0 ? OutputLine.END : new OutputLine(OutputLine.Kind.HALF, text(line));
                }
            }
            int end = end();
            // Asked before the bytes are kept: that bounds the memory.
            if (line.size() > longest - (end - from)) {
                return OutputLine.TOO_LONG;
            }
            line.write(buffer, from, end - from);
            from = end;
            if (end < to) {
                from++;
                return new OutputLine(OutputLine.Kind.WHOLE, text(line));
            }
        }
    }

    /** Whether the next line is there already, all of it. */
    boolean hasWholeLine() {
        return end() < to;
    }

    /** Where the line ends; if that has not been read yet, where what was read ends. */
    private int end() {
        int end = from;
        while (end < to && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
