package replication.backlog.faults;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Decoded;

/** A correct decoder, like {@link PlainBacklog} in methods that a fault overrides. It reads line by line. */
class PlainDecoder {

    private static final Pattern SIZE = Pattern.compile("\\d{1,9}");

    String text;
    int at;

    final Decoded decode(ByteBuffer in) {
        text = StandardCharsets.ISO_8859_1.decode(in).toString();
        at = 0;
        try {
            return frame();
        } catch (Refused refused) {
            return refused.outcome;
        }
    }

    private Decoded frame() {
        if (!isEnvelope(line('*', new Decoded.BadEnvelope("")))) {
            throw new Refused(new Decoded.BadEnvelope(""));
        }
        String digits = line(':', new Decoded.BadOffset(""));
        if (!isInteger(digits) || !isInRange(new BigInteger(digits))) {
            throw new Refused(new Decoded.BadOffset(""));
        }
        long offset = new BigInteger(digits).longValue();
        if (offset < 0) {
            throw new Refused(negative(offset));
        }
        List<byte[]> argv = new ArrayList<>();
        for (int left = count(arrayHead()); left > 0; left--) {
            argv.add(bulk(bulkHead()).getBytes(StandardCharsets.ISO_8859_1));
        }
        return new Decoded.Complete(offset, Argv.of(argv), used());
    }

    boolean isEnvelope(String count) {
        return count.equals("2");
    }

    boolean isInteger(String digits) {
        return digits.matches("-?\\d+");
    }

    boolean isInRange(BigInteger offset) {
        return offset.bitLength() <= 63;
    }

    Decoded negative(long offset) {
        return new Decoded.NegativeOffset(offset);
    }

    String arrayHead() {
        return line('*', new Decoded.BadPayload(""));
    }

    String bulkHead() {
        return line('$', new Decoded.BadPayload(""));
    }

    int count(String digits) {
        return size(digits);
    }

    int size(String digits) {
        if (!SIZE.matcher(digits).matches()) {
            throw new Refused(new Decoded.BadPayload(""));
        }
        return Integer.parseInt(digits);
    }

    String bulk(String head) {
        int end = at + size(head);
        if (text.length() < end + 2) {
            throw new Refused(new Decoded.Truncated());
        }
        if (!closes(text.substring(end, end + 2))) {
            throw new Refused(new Decoded.BadPayload(""));
        }
        String bytes = text.substring(at, end);
        at = end + 2;
        return bytes;
    }

    boolean closes(String lineEnd) {
        return lineEnd.equals("\r\n");
    }

    int used() {
        return at;
    }

    /** The rest of a line that starts with a certain byte. */
    String line(char first, Decoded otherwise) {
        if (at < text.length() && text.charAt(at) != first) {
            throw new Refused(otherwise);
        }
        int end = text.indexOf("\r\n", at);
        if (end < 0) {
            throw new Refused(new Decoded.Truncated());
        }
        String line = text.substring(at + 1, end);
        at = end + 2;
        return line;
    }

    /** Ends the decoding with an outcome. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        final transient Decoded outcome;

        Refused(Decoded outcome) {
            super(outcome.toString(), null, false, false);
            this.outcome = outcome;
        }
    }
}
