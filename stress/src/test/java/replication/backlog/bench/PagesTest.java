package replication.backlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages say what was measured, and nothing by hand; {@code -Dgenerated.write=true} writes them anew. */
class PagesTest {

    @Test
    void benchmarks() throws IOException {
        String readme = Files.readString(Path.of(Bench.README));
        compare(Bench.pages(BenchmarkResults.read(Path.of(Bench.MEASUREMENTS)), readme));
    }

    @Test
    void scale() throws IOException {
        compare(Scale.pages(BenchmarkResults.read(Path.of(Scale.MEASUREMENTS))));
    }

    @Test
    void load() throws IOException {
        compare(Load.pages(BenchmarkResults.read(Path.of(Load.MEASUREMENTS))));
    }

    @Test
    void receive() throws IOException {
        String readme = Files.readString(Path.of(Bench.README));
        compare(Receive.pages(BenchmarkResults.read(Path.of(Receive.MEASUREMENTS)), readme));
    }

    /** In Turkish a thousand is written 1.000, in French with a space, and Hindi can have digits of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"tr", "fr", "hi-u-nu-deva"})
    void aPageIsTheSameInEveryLanguage(String language) throws IOException {
        Map<String, String> expected = pagesIn(Locale.ENGLISH);
        pagesIn(Locale.forLanguageTag(language))
                .forEach((page, text) -> assertThat(text).as(page).isEqualTo(expected.get(page)));
    }

    private static Map<String, String> pagesIn(Locale language) throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(language);
        try {
            String readme = Files.readString(Path.of(Bench.README));
            Map<String, String> pages =
                    new HashMap<>(Bench.pages(BenchmarkResults.read(Path.of(Bench.MEASUREMENTS)), readme));
            pages.put(
                    "the headline",
                    Receive.pages(BenchmarkResults.read(Path.of(Receive.MEASUREMENTS)), readme)
                            .toString());
            pages.putAll(Scale.pages(BenchmarkResults.read(Path.of(Scale.MEASUREMENTS))));
            pages.putAll(Load.pages(BenchmarkResults.read(Path.of(Load.MEASUREMENTS))));
            pages.put("the machine", Machine.processors());
            return pages;
        } finally {
            Locale.setDefault(before);
        }
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
