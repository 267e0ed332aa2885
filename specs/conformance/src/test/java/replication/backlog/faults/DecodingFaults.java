package replication.backlog.faults;

import static replication.backlog.model.Rule.WIRE_2;
import static replication.backlog.model.Rule.WIRE_3;
import static replication.backlog.model.Rule.WIRE_4;
import static replication.backlog.model.Rule.WIRE_5;
import static replication.backlog.model.Rule.WIRE_6;
import static replication.backlog.model.Rule.WIRE_7;
import static replication.backlog.model.Rule.WIRE_8;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import replication.backlog.wire.Decoded;

/** Faults in reading frames. */
final class DecodingFaults {

    static final List<Fault> ALL = List.of(
            Fault.of("takes any array for an envelope", Set.of(WIRE_4), () -> new PlainDecoder() {
                @Override
                boolean isEnvelope(String count) {
                    return true;
                }
            }),
            Fault.of("looks at an envelope's first digit alone", Set.of(WIRE_4), () -> new PlainDecoder() {
                @Override
                boolean isEnvelope(String count) {
                    return count.startsWith("2");
                }
            }),
            Fault.of("waits for more when the envelope is wrong", Set.of(WIRE_4), () -> new PlainDecoder() {
                @Override
                boolean isEnvelope(String count) {
                    if (!super.isEnvelope(count)) {
                        throw new Refused(new Decoded.Truncated());
                    }
                    return true;
                }
            }),
            Fault.of("wraps offsets that are too large", Set.of(WIRE_5), () -> new PlainDecoder() {
                @Override
                boolean isInRange(BigInteger offset) {
                    return true;
                }
            }),
            Fault.of("takes -2^63 for no integer", Set.of(WIRE_6), () -> new PlainDecoder() {
                @Override
                boolean isInRange(BigInteger offset) {
                    return offset.abs().bitLength() <= 63;
                }
            }),
            Fault.of("refuses a large negative offset as a bad one", Set.of(WIRE_6), () -> new PlainDecoder() {
                @Override
                boolean isInteger(String digits) {
                    return digits.matches("-?\\d{1,18}|\\d+|-\\d{20,}");
                }
            }),
            Fault.of("refuses a negative offset as a bad one", Set.of(WIRE_6), () -> new PlainDecoder() {
                @Override
                Decoded negative(long offset) {
                    return new Decoded.BadOffset("");
                }
            }),
            Fault.of("reports a negative offset without its sign", Set.of(WIRE_6), () -> new PlainDecoder() {
                @Override
                Decoded negative(long offset) {
                    return new Decoded.NegativeOffset(Math.abs(offset));
                }
            }),
            Fault.of("reads an offset as far as it has digits", Set.of(WIRE_5), () -> new PlainDecoder() {
                @Override
                String line(char first, Decoded otherwise) {
                    String line = super.line(first, otherwise);
                    return first == ':' && line.matches("\\d+.*") ? line.replaceAll("\\D.*", "") : line;
                }
            }),
            Fault.of("takes an offset without digits for 0", Set.of(WIRE_5), () -> new PlainDecoder() {
                @Override
                String line(char first, Decoded otherwise) {
                    String line = super.line(first, otherwise);
                    return first == ':' && line.isEmpty() ? "0" : line;
                }
            }),
            Fault.of("takes an inline command", Set.of(WIRE_7), () -> new PlainDecoder() {
                @Override
                String arrayHead() {
                    boolean inline = at < text.length() && Character.isLetter(text.charAt(at));
                    return inline ? "0" : super.arrayHead();
                }
            }),
            Fault.of("takes a simple string for a bulk string", Set.of(WIRE_7), () -> new PlainDecoder() {
                @Override
                String bulkHead() {
                    int end = text.indexOf("\r\n", at);
                    boolean simple = text.startsWith("+", at) && end > 0;
                    at += simple ? 1 : 0;
                    return simple ? Integer.toString(end - at) : super.bulkHead();
                }
            }),
            Fault.of("takes a null argument for an empty one", Set.of(WIRE_7), () -> new PlainDecoder() {
                @Override
                String bulk(String head) {
                    return head.equals("-1") ? "" : super.bulk(head);
                }
            }),
            Fault.of("takes a length that is no number for 0", Set.of(WIRE_7), () -> new PlainDecoder() {
                @Override
                int size(String digits) {
                    return digits.matches("\\d{1,9}") ? super.size(digits) : 0;
                }
            }),
            Fault.of("does not look at what closes an argument", Set.of(WIRE_7), () -> new PlainDecoder() {
                @Override
                boolean closes(String lineEnd) {
                    return true;
                }
            }),
            Fault.of("takes a line feed for the end of an argument", Set.of(WIRE_7), () -> new PlainDecoder() {
                @Override
                boolean closes(String lineEnd) {
                    return lineEnd.endsWith("\n");
                }
            }),
            Fault.of("ends a frame before its last line end", Set.of(WIRE_3), () -> new PlainDecoder() {
                @Override
                String bulk(String head) {
                    int size = size(head);
                    if (text.length() - at == size + 1) {
                        text += '\n';
                    }
                    return super.bulk(head);
                }
            }),
            Fault.of("refuses an argument that has not arrived", Set.of(WIRE_3), () -> new PlainDecoder() {
                @Override
                String bulk(String head) {
                    if (text.length() < at + size(head)) {
                        throw new Refused(new Decoded.BadPayload(""));
                    }
                    return super.bulk(head);
                }
            }),
            Fault.of("refuses the empty input", Set.of(WIRE_3), () -> new PlainDecoder() {
                @Override
                String line(char first, Decoded otherwise) {
                    if (text.isEmpty()) {
                        throw new Refused(otherwise);
                    }
                    return super.line(first, otherwise);
                }
            }),
            Fault.of("uses up what follows the frame", Set.of(WIRE_2), () -> new PlainDecoder() {
                @Override
                int used() {
                    return text.length();
                }
            }),
            Fault.of("leaves the last line end unread", Set.of(WIRE_2), () -> new PlainDecoder() {
                @Override
                int used() {
                    return at - 2;
                }
            }),
            Fault.of("ends an argument at a line end inside", Set.of(WIRE_2), () -> new PlainDecoder() {
                @Override
                String bulk(String head) {
                    String bytes = super.bulk(head);
                    return bytes.contains("\r\n") ? bytes.substring(0, bytes.indexOf("\r\n")) : bytes;
                }
            }),
            Fault.of("keeps lengths in 16 bits", Set.of(WIRE_2, WIRE_3), () -> new PlainDecoder() {
                @Override
                int size(String digits) {
                    return super.size(digits) & 0xFFFF;
                }
            }),
            Fault.of("counts arguments with one digit", Set.of(WIRE_2), () -> new PlainDecoder() {
                @Override
                int count(String digits) {
                    return super.count(digits) % 10;
                }
            }),
            Fault.of("allocates what a length declares", Set.of(WIRE_8), () -> new PlainDecoder() {
                @Override
                int size(String digits) {
                    return digits.matches("\\d{10}") ? new byte[Integer.parseInt(digits)].length : super.size(digits);
                }
            }),
            Fault.of("fails on a length beyond 64 bits", Set.of(WIRE_7, WIRE_8), () -> new PlainDecoder() {
                @Override
                int size(String digits) {
                    return digits.matches("\\d{10,}") ? super.size("x" + Long.parseLong(digits)) : super.size(digits);
                }
            }));

    private DecodingFaults() {}
}
