package replication.backlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages say what was measured, and nothing by hand; {@code -Dgenerated.write=true} writes them anew. */
class PagesTest {

    @Test
    void benchmarks() throws IOException {
        String readme = Files.readString(Path.of(Bench.README));
        compare(Bench.pages(Results.read(Path.of(Bench.MEASUREMENTS)), readme));
    }

    @Test
    void scale() throws IOException {
        compare(Scale.pages(Results.read(Path.of(Scale.MEASUREMENTS))));
    }

    private static void compare(Map<String, String> pages) throws IOException {
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path file = Path.of(page.getKey());
            if (Boolean.getBoolean("generated.write")) {
                Files.writeString(file, page.getValue());
            }
            assertThat(file).content().isEqualTo(page.getValue());
        }
    }
}
