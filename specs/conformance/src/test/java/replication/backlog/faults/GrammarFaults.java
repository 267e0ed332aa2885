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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import replication.backlog.model.Rule;
import replication.backlog.wire.Decoded;

/** Faults in reading what differs from a frame by a byte, a number, or an element. */
final class GrammarFaults {

    private static final Set<Rule> PAYLOAD = Set.of(WIRE_3, WIRE_7, WIRE_8);
    private static final Set<Rule> ANY = Set.of(WIRE_2, WIRE_3, WIRE_4, WIRE_5, WIRE_6, WIRE_7, WIRE_8);

    static final List<Fault> ALL = List.of(
            sizes(
                    "reads lengths modulo 2^32",
                    digits -> digits.matches("\\d+") ? Integer.toString(new BigInteger(digits).intValue()) : digits),
            sizes(
                    "reads a colon behind a length as ten",
                    digits -> digits.matches("\\d:") ? digits.charAt(0) + "0" : digits),
            sizes("reads a slash as nought", digits -> digits.replace('/', '0')),
            sizes(
                    "lets digits be grouped by underscores",
                    digits -> digits.matches("\\d+(_\\d+)+") ? digits.replace("_", "") : digits),
            sizes("takes spaces around a number away", String::strip),
            sizes(
                    "takes the text before a semicolon",
                    digits -> digits.contains(";") ? digits.substring(0, digits.indexOf(';')) : digits),
            Fault.of("breaks on a superscript two", ANY, () -> new PlainDecoder() {
                @Override
                String line(char first, Decoded otherwise) {
                    String line = super.line(first, otherwise);
                    if (line.equals("\u00b2")) {
                        throw new NumberFormatException("²");
                    }
                    return line;
                }
            }),
            Fault.of("takes any type from the second argument on", PAYLOAD, () -> new PlainDecoder() {
                private int arguments;

                @Override
                String arrayHead() {
                    arguments = 0;
                    return super.arrayHead();
                }

                @Override
                String bulkHead() {
                    boolean other = arguments++ > 0 && at < text.length() && "+:-,(#".indexOf(text.charAt(at)) >= 0;
                    return other ? line(text.charAt(at), new Decoded.BadPayload("")) : super.bulkHead();
                }
            }),
            Fault.of("lets an argument end with a carriage return alone", PAYLOAD, () -> new PlainDecoder() {
                @Override
                boolean closes(String lineEnd) {
                    return lineEnd.charAt(0) == '\r';
                }
            }),
            Fault.of("reads a verbatim string as an argument", PAYLOAD, () -> new PlainDecoder() {
                @Override
                String bulkHead() {
                    boolean verbatim = at < text.length() && text.charAt(at) == '=';
                    return verbatim ? line('=', new Decoded.BadPayload("")) : super.bulkHead();
                }
            }),
            Fault.of("wants what follows to be a frame too", ANY, () -> new PlainDecoder() {
                @Override
                int used() {
                    if (at < text.length() && text.charAt(at) != '*') {
                        throw new Refused(new Decoded.BadEnvelope(""));
                    }
                    return super.used();
                }
            }),
            Fault.of("makes room for as many arguments as are announced", ANY, () -> new PlainDecoder() {
                @Override
                int count(String digits) {
                    int count = super.count(digits);
                    if (count > 10_000_000) {
                        throw new IllegalStateException("no room for " + count);
                    }
                    return count;
                }
            }));

    private static Fault sizes(String what, UnaryOperator<String> read) {
        Supplier<PlainDecoder> decoder = () -> new PlainDecoder() {
            @Override
            int size(String digits) {
                return super.size(read.apply(digits));
            }
        };
        return Fault.of(what, ANY, decoder);
    }

    private GrammarFaults() {}
}
