package replication.backlog.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import replication.backlog.ArenaBacklog;
import replication.backlog.Backlog;
import replication.backlog.LockedBacklog;

/** What users get who extend {@link BacklogConformance}: tests by rule, that fail when they should. */
class BacklogConformanceTest {

    @TempDir
    private Path folder;

    /** Its byte budget is one less than it was told. */
    private static final class OneByteLess extends BacklogConformance {

        private final Path deviations;

        OneByteLess(Path deviations) {
            this.deviations = deviations;
        }

        @Override
        protected Backlog create(long maxBytes, long nextOffset) {
            long less = maxBytes > 1 ? maxBytes - 1 : maxBytes;
            return new LockedBacklog(ArenaBacklog.resume(less, nextOffset));
        }

        @Override
        protected Path deviations() {
            return deviations;
        }
    }

    @Test
    void theRuleThatIsBrokenFailsAndTheOthersPass() throws Exception {
        Map<String, String> failures = failures(new OneByteLess(null));
        assertThat(failures.keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).contains("EVICT-2 Filling the budget exactly evicts nothing."));
        assertThat(failures).containsKey("suite complete/EVICT-2 Filling the budget exactly evicts nothing.");
        assertThat(failures.values()).allSatisfy(message -> assertThat(message).contains("  backlog ", "  expected  "));
    }

    @Test
    void whatIsDeclaredPassesAndWhatDoesNotHappenFails() throws Exception {
        Path file = folder.resolve("deviations.json");
        Files.writeString(file, "[{\"rule\":\"EVICT-2\",\"reason\":\"one byte is kept for us\"}]");
        assertThat(failures(new OneByteLess(file))).isEmpty();
        Files.writeString(
                file,
                "[{\"rule\":\"EVICT-2\",\"reason\":\"one byte is kept for us\"},{\"rule\":\"DROP-1\",\"reason\":\"x\"}]");
        assertThat(failures(new OneByteLess(file)))
                .containsOnlyKeys("deviations/DROP-1")
                .containsValue("Declared, but does not happen any more: remove it from " + file);
    }

    private static Map<String, String> failures(BacklogConformance conformance) throws Exception {
        Map<String, String> failures = new TreeMap<>();
        for (DynamicContainer suite : conformance.suites().toList()) {
            for (DynamicNode node : tests(suite).collect(Collectors.toList())) {
                try {
                    ((DynamicTest) node).getExecutable().execute();
                } catch (Throwable failure) {
                    failures.put(suite.getDisplayName() + "/" + node.getDisplayName(), failure.getMessage());
                }
            }
        }
        return failures;
    }

    private static Stream<? extends DynamicNode> tests(DynamicContainer suite) {
        return suite.getChildren();
    }
}
