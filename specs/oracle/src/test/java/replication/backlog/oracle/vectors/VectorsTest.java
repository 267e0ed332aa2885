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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import replication.backlog.DequeBacklog;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.verdict.Check;
import replication.backlog.conformance.verdict.Progress;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;

/** The vectors in the repository are those that the tool writes, and say what they should. */
class VectorsTest {

    private static final Path DIRECTORY = Path.of("../vectors");

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
        List<String> changed = new ArrayList<>(lines);
        changed.set(4, lines.get(4).replace("\"offset\":\"9\"", "\"offset\":\"8\""));
        Files.write(file, changed);
        assertThat(catchMessage(file)).contains("the digest in its header is another one; was it changed");
        Files.write(file, withHeader(changed));
        assertThat(catchMessage(file)).contains("line 5, step").contains("not those that the model predicts");
        Files.write(file, lines.subList(0, 9));
        assertThat(catchMessage(file)).contains("its header says that it has 50 scripts, but it has 8; was it cut");
        Files.writeString(file, "{\"format\":\"replication-backlog-vectors\",\"version\":\"2\"}\n");
        assertThat(catchMessage(file)).contains("format version 2, not 1");
        Files.writeString(file, "[]\n");
        assertThat(catchMessage(file)).contains("its first line is not the header");
        Files.writeString(file, "");
        assertThat(catchMessage(file)).contains("its first line is not the header");
        assertThat(catchMessage(folder.resolve("absent"))).contains("there is no such file");
        assertThat(catchMessage(folder)).contains("it is a folder");
        assertThat(catchMessage(Path.of("/dev/zero"))).contains("it is no regular file");
    }

    /** Nobody is to blame for a call on a backlog that was never created. */
    @Test
    void aScriptThatGoesOnAfterARefusedCreationIsRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("v.jsonl");
        String refused = "{\"request\":{\"op\":\"new\",\"maxBytes\":\"0\"},\"replies\":[{\"refused\":\"bad-budget\"}]}";
        String push = "{\"request\":{\"op\":\"push\",\"argv\":[]},\"replies\":[{\"ok\":{\"offset\":\"0\"}}]}";
        Files.write(file, withHeader(List.of("", "{\"id\":\"a\",\"steps\":[" + refused + "," + push + "]}")));
        assertThat(catchMessage(file))
                .contains("line 2: \"push\" follows a creation that is refused, so there is no backlog to ask");
    }

    /** Whatever a script is called, it can be run: its name is no path, and names no rule that has to exist. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "a/", "", "EVICT-2/exact-fit", "ACCT-1/digits", "//", "WIRE-9/x"})
    void anyIdentifierWillDo(String id, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("v.jsonl");
        String created = "{\"request\":{\"op\":\"new\",\"maxBytes\":\"1\"},\"replies\":[{\"ok\":{}}]}";
        String state =
                "{\"request\":{\"op\":\"state\"},\"replies\":[{\"ok\":{\"nextOffset\":\"0\",\"oldestOffset\":null,"
                        + "\"newestOffset\":null,\"bufferedBytes\":\"0\",\"length\":\"0\"}}]}";
        Files.write(file, withHeader(List.of("", "{\"id\":\"" + id + "\",\"steps\":[" + created + "," + state + "]}")));
        Suite saved = Suite.saved("replay", ScriptFile.read(file));
        Check right = new Check(subject(1), Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        right.run(List.of(saved));
        assertThat(right.results().get(0).findings()).isEmpty();
        Check wrong = new Check(subject(2), Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        wrong.run(List.of(saved));
        assertThat(wrong.results().get(0).findings()).isNotEmpty();
    }

    private static BacklogSubject subject(long start) {
        return new BacklogSubject("", (m, n) -> DequeBacklog.resume(m, n + start - 1));
    }

    /** Lines with the header that they have to have in place of the first one. */
    private static List<String> withHeader(List<String> lines) {
        String body = String.join("\n", lines.subList(1, lines.size())) + "\n";
        List<String> all = new ArrayList<>(lines);
        all.set(
                0,
                "{\"format\":\"replication-backlog-vectors\",\"version\":\"1\",\"scripts\":\"" + (lines.size() - 1)
                        + "\",\"sha256\":\"" + ScriptFile.sha256(body) + "\"}");
        return all;
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
