package replication.backlog.oracle.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;

/** The vectors in the repository are those that the tool writes, and say what they should. */
class VectorsTest {

    private static final Path DIRECTORY = Path.of("vectors");

    @Test
    void theFilesAreWhatTheToolWrites() throws IOException {
        for (Map.Entry<String, String> file : Vectors.files().entrySet()) {
            assertThat(Files.readString(DIRECTORY.resolve(file.getKey())))
                    .as(
                            "%s; if the change is meant: java -jar specs/target/backlog-oracle.jar vectors --out specs/vectors",
                            file.getKey())
                    .isEqualTo(file.getValue());
        }
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(files.filter(path -> path.toString().endsWith(".jsonl")))
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(Vectors.files().keySet());
        }
    }

    @Test
    void identifiersNameARuleAndAreNeverTheSame() throws Exception {
        Set<String> ids = new HashSet<>();
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (String file : Vectors.files().keySet()) {
            for (Script script : ScriptFile.read(DIRECTORY.resolve(file))) {
                assertThat(ids.add(script.id())).as(script.id()).isTrue();
                assertThat(script.id()).matches("[A-Z]+-[1-9]/[a-z0-9-]+");
                rules.add(Rule.byId(script.id().split("/")[0]).orElseThrow());
            }
        }
        assertThat(rules).containsAll(EnumSet.range(Rule.NEW_1, Rule.WIRE_8));
    }

    @Test
    void theyReachTheEndsOfTheRangesAndStaySmall() {
        String all = String.join("", Vectors.files().values());
        assertThat(all)
                .contains(
                        "\"9007199254740991\"",
                        "\"9007199254740993\"",
                        "\"9223372036854775807\"",
                        "\"9223372036854775808\"",
                        "\"18446744073709551615\"");
        assertThat(all.length()).isLessThan(2_000_000);
    }

    @Test
    void aFileThatWasTamperedWithIsRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("v.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(DIRECTORY.resolve("examples.jsonl")));
        lines.set(4, lines.get(4).replace("\"offset\":\"9\"", "\"offset\":\"8\""));
        Files.write(file, lines);
        assertThat(catchMessage(file)).contains("line 5, step").contains("not those that the model predicts");
        Files.writeString(file, "{\"format\":\"replication-backlog-vectors\",\"version\":\"2\"}\n");
        assertThat(catchMessage(file)).contains("format version 2, not 1");
        Files.writeString(file, "[]\n");
        assertThat(catchMessage(file)).contains("line 1: it is no JSON object");
        Files.writeString(file, "");
        assertThat(catchMessage(file)).contains("its first line is not the header");
        assertThat(catchMessage(folder.resolve("absent"))).contains("there is no such file");
    }

    private static String catchMessage(Path file) {
        try {
            ScriptFile.read(file);
            return "nothing was refused";
        } catch (ScriptFile.Unusable unusable) {
            return unusable.getMessage();
        }
    }
}
