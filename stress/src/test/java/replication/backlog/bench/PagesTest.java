package replication.backlog.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages say what was measured, and nothing by hand; {@code -Dgenerated.write=true} writes them anew. */
class PagesTest {

    @Test
    void benchmarks() throws IOException {
        compare(Bench.pages(read(Bench.MEASUREMENTS)));
    }

    @Test
    void scale() throws IOException {
        compare(Scale.pages(read(Scale.MEASUREMENTS)));
    }

    private static Results read(String measurements) throws IOException {
        Path file = Path.of(measurements);
        assumeTrue(Files.exists(file), "Left out: there is no " + file + " yet");
        return Results.read(file);
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
