package replication.backlog.oracle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.FrameText;
import replication.backlog.model.Outcome;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;
import replication.backlog.oracle.adapter.Protocol;
import replication.backlog.oracle.vectors.Vectors;

/** What the oracle writes is what its schemas say, and the schemas refuse what the oracle refuses. */
class SchemasTest {

    private static final String PROTOCOL = "protocol.schema.json";
    private static final String VECTORS = "vectors.schema.json";

    @Test
    void requestsAndRepliesAreWhatTheProtocolsSchemaSays() {
        Stream<String> requests = Stream.of(
                        new Request.New(1, 0),
                        new Request.New(-1, Long.MIN_VALUE),
                        new Request.Push(List.of("", "\r\n")),
                        new Request.DropUpTo(-1),
                        new Request.FramesFrom(0, OptionalLong.empty()),
                        new Request.FramesFrom(0, OptionalLong.of(1)),
                        new Request.State(),
                        new Request.Decode(""),
                        new Request.Feed(List.of("", "*2")),
                        new Request.Await(1),
                        new Request.Close(),
                        new Request.Race(
                                new Scenario(
                                        1, 0, List.of(), List.of(List.of(new Request.Close()), List.of()), List.of()),
                                9))
                .map(Protocol::write);
        Stream<String> replies = Stream.of(
                        new Reply.Done(),
                        new Reply.Pushed(-1),
                        new Reply.Frames(List.of(new FrameText(0, "x"))),
                        new Reply.Counters(0, OptionalLong.empty(), OptionalLong.empty(), 0, 0),
                        new Reply.Counters(2, OptionalLong.of(1), OptionalLong.of(1), 35, 1),
                        new Reply.Decoded(0, List.of("a"), 9),
                        new Reply.Awaited(true),
                        new Reply.Raced(Map.of(
                                new Outcome(List.of(List.of(new Reply.Pushed(1)), List.of()), List.of()), 9L)),
                        new Reply.Unsupported("no"),
                        new Reply.Broken(Reply.Broken.How.ERROR, "\"quoted\""))
                .map(Protocol::write);
        Stream<String> refusals =
                Stream.of(Refusal.values()).map(Reply.Refused::new).map(Protocol::write);
        Stream<String> hellos = Stream.of(
                Protocol.HELLO, Protocol.write(new Protocol.Hello("n", "1", "Java", EnumSet.allOf(Capability.class))));
        Stream.of(requests, replies, refusals, hellos)
                .flatMap(lines -> lines)
                .forEach(line ->
                        assertThat(Schemas.errors(PROTOCOL, line)).as(line).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"op\":\"stat\"}",
                "{\"op\":\"push\"}",
                "{\"op\":\"push\",\"argv\":[\"5\"]}",
                "{\"op\":\"push\",\"argv\":[\"AA\"]}",
                "{\"op\":\"new\",\"maxBytes\":80}",
                "{\"op\":\"new\",\"maxBytes\":\"080\"}",
                "{\"ok\":{\"offset\":0}}",
                "{\"ok\":{\"nextOffset\":\"1\"}}",
                "{\"ok\":{},\"refused\":\"future\"}",
                "{\"op\":\"race\",\"rounds\":\"1\",\"maxBytes\":\"1\",\"before\":[],\"threads\":[{}],\"after\":[]}",
                "{\"op\":\"race\",\"rounds\":\"1\",\"maxBytes\":\"1\",\"before\":[],\"threads\":[]}",
                "{\"ok\":{\"due\":\"maybe\"}}",
                "{\"ok\":{\"outcomes\":[{\"rounds\":\"1\",\"threads\":[]}]}}",
                "{\"refused\":\"expired\"}"
            })
    void theProtocolsSchemaRefusesWhatTheOracleRefuses(String line) {
        assertThat(Schemas.errors(PROTOCOL, line)).isNotEmpty();
    }

    @Test
    void theVectorsAreWhatTheirSchemaSays() {
        Vectors.files()
                .forEach((name, text) -> text.lines()
                        .forEach(line -> assertThat(Schemas.errors(VECTORS, line))
                                .as(name + ": " + line)
                                .isEmpty()));
        String header = Vectors.files().get("wire.jsonl").lines().findFirst().orElseThrow();
        assertThat(Schemas.errors(VECTORS, header.replace("\"1\"", "\"2\""))).isNotEmpty();
        assertThat(Schemas.errors(
                        VECTORS, "{\"id\":\"X-1/x\",\"steps\":[{\"request\":{\"op\":\"x\"},\"replies\":[]}]}"))
                .isNotEmpty();
    }
}
