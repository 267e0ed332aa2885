package replication.backlog.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Request;
import replication.backlog.model.Script;

/** What SPEC.md and README.md say of the large scripts. */
class LargeScriptsTest {

    @Test
    void theyRetainUpTo2049FramesInUpTo2833Calls() {
        assertThat(LargeScripts.manyFrames().map(LargeScriptsTest::mostRetained))
                .containsExactly(256, 257, 1_024, 2_049);
        assertThat(LargeScripts.manyFrames()
                        .mapToInt(script -> script.steps().size())
                        .max())
                .hasValue(2_833);
    }

    private static int mostRetained(Script script) {
        return script.resolve(Framing.RESP).stream()
                .mapToInt(exchange -> exchange.operation().after().retained().size())
                .max()
                .orElseThrow();
    }

    @Test
    void theyFillAndDrainTheirMemoryToTheLastByte() {
        List<Exchange> exchanges =
                LargeScripts.manyFrames().skip(2).findFirst().orElseThrow().resolve(Framing.RESP);
        assertThat(exchanges).anyMatch(exchange -> exchange.operation().after().buffered() == 1 << 16);
        long written = exchanges.stream()
                .filter(exchange -> !exchange.isObservation())
                .map(Exchange::operation)
                .takeWhile(operation -> !(operation.request() instanceof Request.DropUpTo))
                .filter(operation -> operation.request() instanceof Request.Push)
                .map(operation -> operation.after().retained())
                .mapToLong(retained -> retained.get(retained.size() - 1).bytes().length())
                .sum();
        assertThat(written % (1 << 14)).isZero();
    }

    @Test
    void argumentsAreUpToAMillionBytesAndUpTo65536InAFrame() {
        List<List<String>> pushed = LargeScripts.longFrames(Set.of())
                .map(script ->
                        (Request.Push) script.resolve(Framing.RESP).get(1).request())
                .map(Request.Push::argv)
                .toList();
        assertThat(pushed).anyMatch(argv -> argv.size() == 65_536);
        assertThat(pushed.stream()
                        .flatMap(List::stream)
                        .mapToInt(String::length)
                        .max())
                .hasValue(1_000_000);
        assertThat(LargeScripts.longFrames(EnumSet.allOf(Capability.class))).hasSize(2 * pushed.size() - 1);
    }
}
