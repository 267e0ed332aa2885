package replication.backlog.spec;

import java.util.List;

/**
 * A frame as the specification sees it. Byte strings are Java strings of the characters U+0000 to U+00FF, one a byte.
 *
 * @param offset its offset
 * @param bytes its encoded form
 */
public record FrameText(long offset, String bytes) {

    /** The encoded form's length in bytes. */
    public int length() {
        return bytes.length();
    }

    /** The frame of a mutation, as WIRE-1 writes it. */
    public static FrameText encode(long offset, List<String> argv) {
        StringBuilder bytes = new StringBuilder("*2\r\n:" + offset + "\r\n*" + argv.size() + "\r\n");
        for (String argument : argv) {
            bytes.append("$" + argument.length() + "\r\n" + argument + "\r\n");
        }
        return new FrameText(offset, bytes.toString());
    }

    /** Whether the encoded form is that of some mutation at some offset, whichever (WIRE-1). */
    public boolean isWellFormed() {
        List<Reply> decoded = WireModel.decode(bytes);
        return decoded.size() == 1 && decoded.get(0) instanceof Reply.Decoded frame && frame.used() == bytes.length();
    }
}
