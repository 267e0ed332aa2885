package replication.backlog.faults;

import static replication.backlog.model.Rule.ACCT_1;
import static replication.backlog.model.Rule.EVICT_1;
import static replication.backlog.model.Rule.PUSH_2;
import static replication.backlog.model.Rule.WIRE_1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import replication.backlog.model.Rule;

/** Faults in the bytes of a frame; most of them show in the byte counter first. */
final class EncodingFaults {

    private static final Set<Rule> BYTES = Set.of(WIRE_1, PUSH_2);
    /** Another length is also counted otherwise, and fits otherwise. */
    private static final Set<Rule> BYTES_AND_COUNT = Set.of(WIRE_1, PUSH_2, ACCT_1, EVICT_1);

    static final List<Fault> ALL = List.of(
            Fault.of("writes an empty argument as null", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String argument(String bytes) {
                    return bytes.isEmpty() ? "$-1\r\n" : super.argument(bytes);
                }
            }),
            Fault.of("does not close an empty argument", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String argument(String bytes) {
                    return bytes.isEmpty() ? "$0\r\n" : super.argument(bytes);
                }
            }),
            Fault.of("leaves empty arguments out", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String argument(String bytes) {
                    return bytes.isEmpty() ? "" : super.argument(bytes);
                }
            }),
            Fault.of("declares lengths in characters", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String argument(String bytes) {
                    byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
                    int characters = new String(raw, StandardCharsets.UTF_8).length();
                    return "$" + characters + "\r\n" + bytes + "\r\n";
                }
            }),
            Fault.of("writes what is not ASCII as question marks", BYTES, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String argument(String bytes) {
                    return super.argument(bytes.replaceAll("[^\0-\\x7f]", "?"));
                }
            }),
            Fault.of("writes bytes as UTF-8", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String argument(String bytes) {
                    byte[] utf8 = bytes.getBytes(StandardCharsets.UTF_8);
                    return super.argument(new String(utf8, StandardCharsets.ISO_8859_1));
                }
            }),
            Fault.of("ends an argument at its first zero byte", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String argument(String bytes) {
                    int end = bytes.indexOf(0);
                    return super.argument(end < 0 ? bytes : bytes.substring(0, end));
                }
            }),
            Fault.of("ends an argument at its first line end", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String argument(String bytes) {
                    return super.argument(bytes.lines().findFirst().orElse(""));
                }
            }),
            Fault.of("writes counts with one digit", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String count(int arguments) {
                    return super.count(arguments % 10);
                }
            }),
            writesLengthsBelow("writes lengths with three digits", 1000),
            writesLengthsBelow("writes lengths with five digits", 100_000),
            Fault.of("ends lines with a line feed alone", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String count(int arguments) {
                    return "*" + arguments + "\n";
                }
            }),
            Fault.of("writes one argument inline", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                private boolean single;

                @Override
                String count(int arguments) {
                    single = arguments == 1;
                    return single ? "" : super.count(arguments);
                }

                @Override
                String argument(String bytes) {
                    return single ? bytes + "\r\n" : super.argument(bytes);
                }
            }),
            Fault.of("writes the offset as a bulk string", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String envelope(long offset) {
                    return "*2\r\n" + argument(Long.toString(offset));
                }
            }),
            Fault.of("writes the offset with a sign", BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                String envelope(long offset) {
                    return "*2\r\n:+" + offset + "\r\n";
                }
            }));

    private static Fault writesLengthsBelow(String what, int limit) {
        return Fault.of(what, BYTES_AND_COUNT, (m, n) -> new PlainBacklog(m, n) {
            @Override
            String argument(String bytes) {
                return "$" + bytes.length() % limit + "\r\n" + bytes + "\r\n";
            }
        });
    }

    private EncodingFaults() {}
}
