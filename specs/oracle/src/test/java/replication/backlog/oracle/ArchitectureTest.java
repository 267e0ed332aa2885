package replication.backlog.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house can be drawn without a circle: no package leans on one that leans on it, by whatever way around. */
class ArchitectureTest {

    private static final List<Path> SOURCES = List.of(
            Path.of("../../src/main/java"),
            Path.of("../model/src/main/java"),
            Path.of("../conformance/src/main/java"),
            Path.of("src/main/java"));

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z.]+);");
    private static final Pattern USE = Pattern.compile("\\breplication\\.backlog(?:\\.[a-z]+)*(?=\\.[A-Z])");

    @Test
    void noPackageLeansOnOneThatLeansOnIt() throws IOException {
        Map<String, Set<String>> uses = uses();
        assertThat(uses).containsKeys("replication.backlog.model", "replication.backlog.oracle.cli");
        for (String start : uses.keySet()) {
            assertThat(way(start, start, uses, new TreeSet<>()))
                    .as("a way from %s back to it", start)
                    .isEmpty();
        }
    }

    @Test
    void theModelLeansOnNothingThatABrowserLacks() throws IOException {
        for (Path file : files(SOURCES.get(1))) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContain(
                            "import java.util.concurrent", "import java.lang.invoke", "import java.lang.reflect")
                    .doesNotContain("import tools.jackson", "import net.jqwik", "import org.junit")
                    .doesNotContainPattern("import replication\\.backlog\\.(wire|[A-Z])");
        }
    }

    private static List<String> way(String from, String to, Map<String, Set<String>> uses, Set<String> seen) {
        for (String next : uses.getOrDefault(from, Set.of())) {
            if (next.equals(to)) {
                return List.of(from, to);
            }
            if (seen.add(next)) {
                List<String> rest = way(next, to, uses, seen);
                if (!rest.isEmpty()) {
                    List<String> way = new ArrayList<>(List.of(from));
                    way.addAll(rest);
                    return way;
                }
            }
        }
        return List.of();
    }

    private static Map<String, Set<String>> uses() throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (Path source : SOURCES) {
            for (Path file : files(source)) {
                String text = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
                Matcher own = PACKAGE.matcher(text);
                assertThat(own.find()).as(file.toString()).isTrue();
                Set<String> used = uses.computeIfAbsent(own.group(1), none -> new TreeSet<>());
                USE.matcher(text)
                        .results()
                        .map(found -> found.group())
                        .filter(name -> !name.equals(own.group(1)))
                        .forEach(used::add);
            }
        }
        return uses;
    }

    private static List<Path> files(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        }
    }
}
