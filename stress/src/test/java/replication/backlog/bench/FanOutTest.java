package replication.backlog.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is measured over sockets arrives everywhere. */
class FanOutTest {

    @Test
    void everyReplicaHasWhatThePrimaryHas() throws Exception {
        FanOut load = new FanOut(16, 1);
        try (OwnPrimary primary = new OwnPrimary(load.total())) {
            assertThat(load.send(primary)).isPositive();
            List<Map<String, byte[]>> data = primary.data();
            Map<String, byte[]> expected = data.get(FanOut.REPLICAS);
            assertThat(data).hasSize(FanOut.REPLICAS + 1);
            assertThat(expected)
                    .hasSize(10_000)
                    .containsEntry("key:04711", "v".repeat(16).getBytes(ISO_8859_1));
            for (Map<String, byte[]> replica : data.subList(0, FanOut.REPLICAS)) {
                assertThat(comparable(replica)).isEqualTo(comparable(expected));
            }
        }
    }

    private static Map<String, String> comparable(Map<String, byte[]> data) {
        return data.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new String(entry.getValue(), ISO_8859_1)));
    }
}
