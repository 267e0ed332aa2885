package replication.backlog.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import replication.backlog.faults.Fault;
import replication.backlog.spec.Rule;
import replication.backlog.tck.Capability;

/** Which rules are named for a fault, and how often, whatever the script that shows it: kept as text, like what is shown. */
class RulesNamedTest {

    private static final Path KEPT = Path.of("src/test/resources/replication/backlog/oracle/named.txt");
    private static final long SEED = 1;
    private static final int CHAINS = 20;

    @Test
    void theRulesNamedAreThoseThatWere() throws IOException {
        Map<Fault, Map<Rule, Integer>> named = new LinkedHashMap<>();
        Power.faults().forEach(fault -> named.put(fault, new EnumMap<>(Rule.class)));
        JqwikSession.run(() -> {
            put(Suite.examples(), fault -> !fault.isInDecoding(), named);
            put(Suite.random(SEED, CHAINS), fault -> !fault.isInDecoding(), named);
            put(Suite.wire(), Fault::isInDecoding, named);
        });
        Generated.whole(
                KEPT,
                named.entrySet().stream()
                        .map(fault -> fault.getKey().what() + ": " + text(fault.getValue()) + "\n")
                        .collect(Collectors.joining()));
    }

    private static void put(Suite suite, Predicate<Fault> which, Map<Fault, Map<Rule, Integer>> named) {
        List<Fault> faults = Power.faults().filter(which).toList();
        suite.source()
                .apply(EnumSet.allOf(Capability.class))
                .forEach(script -> new Race(faults)
                        .run(Stream.of(script), false)
                        .kills()
                        .forEach((fault, kill) -> named.get(fault).merge(kill.rule(), 1, Integer::sum)));
    }

    private static String text(Map<Rule, Integer> rules) {
        return rules.entrySet().stream()
                .map(rule -> rule.getKey().id() + " " + rule.getValue())
                .collect(Collectors.joining(", "));
    }
}
