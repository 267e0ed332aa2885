package replication.backlog.faults;

import static replication.backlog.model.Rule.ACCT_1;
import static replication.backlog.model.Rule.EVICT_1;
import static replication.backlog.model.Rule.PUSH_2;
import static replication.backlog.model.Rule.WIRE_1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import replication.backlog.Frame;
import replication.backlog.model.Rule;
import replication.backlog.wire.Argv;

/** Faults that hang on what the arguments say, how long they are, and what was pushed before them. */
final class ContentFaults {

    private static final Set<Rule> CONTENT = Set.of(WIRE_1, PUSH_2, ACCT_1, EVICT_1);

    static final List<Fault> ALL = List.of(
            Fault.of("finds what it encoded before by the arguments joined", CONTENT, (m, n) -> new PlainBacklog(m, n) {
                private final Map<String, Argv> known = new HashMap<>();

                @Override
                Frame frame(Argv argv) {
                    StringBuilder joined = new StringBuilder();
                    for (int i = 0; i < argv.size(); i++) {
                        joined.append(new String(argv.argument(i), StandardCharsets.ISO_8859_1));
                    }
                    return super.frame(known.computeIfAbsent(joined.toString(), first -> argv));
                }
            }),
            Fault.of("shares arguments that have the same hash", CONTENT, (m, n) -> new PlainBacklog(m, n) {
                private final Map<Integer, String> shared = new HashMap<>();

                @Override
                String argument(String bytes) {
                    String first = shared.computeIfAbsent(bytes.hashCode(), hash -> bytes);
                    return super.argument(first.length() == bytes.length() ? first : bytes);
                }
            }),
            changing(
                    "strips a byte-order mark",
                    bytes -> bytes.startsWith("\u00ef\u00bb\u00bf") ? bytes.substring(3) : bytes),
            changing("writes minus nought as nought", bytes -> bytes.equals("-0") ? "0" : bytes),
            changing("cuts the line end off an argument", bytes -> bytes.replaceFirst("\r\n\\z", "")),
            changing("writes EXEC as MULTI", bytes -> bytes.equals("EXEC") ? "MULTI" : bytes),
            changing(
                    "loses the last byte of one that has 254",
                    bytes -> bytes.length() == 254 ? bytes.substring(1) : bytes),
            changing(
                    "takes a large integer for a floating-point number",
                    bytes -> bytes.matches("[1-9][0-9]{15,17}")
                            ? Long.toString((long) Double.parseDouble(bytes))
                            : bytes),
            Fault.of("has room for 64 arguments", CONTENT, (m, n) -> new PlainBacklog(m, n) {
                @Override
                Frame frame(Argv argv) {
                    List<byte[]> first = new ArrayList<>();
                    for (int i = 0; i < Math.min(64, argv.size()); i++) {
                        first.add(argv.argument(i));
                    }
                    return super.frame(Argv.of(first));
                }
            }));

    private static Fault changing(String what, Function<String, String> change) {
        return Fault.of(what, CONTENT, (m, n) -> new PlainBacklog(m, n) {
            @Override
            String argument(String bytes) {
                return super.argument(change.apply(bytes));
            }
        });
    }

    private ContentFaults() {}
}
