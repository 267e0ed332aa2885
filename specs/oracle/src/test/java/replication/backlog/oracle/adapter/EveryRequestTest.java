package replication.backlog.oracle.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.verdict.Breaking;
import replication.backlog.model.Notation;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;
import replication.backlog.oracle.report.Schemas;

/** What is asked by name, and so compiles when a kind of request is forgotten: nobody forgets one. */
class EveryRequestTest {

    private static final Request RACE = new Request.Race(
            new Scenario(
                    105,
                    0,
                    List.of(new Request.Push(List.of("SET", "|", "; \" | \\"))),
                    List.of(
                            List.of(new Request.Await(1), new Request.FramesFrom(1, OptionalLong.of(1))),
                            List.of(new Request.Push(List.of("|")), new Request.Close()),
                            List.of(new Request.DropUpTo(1))),
                    List.of(new Request.State())),
            2000);

    private static final List<Request> SAMPLES = List.of(
            new Request.New(80, 0),
            new Request.New(-1, 7),
            new Request.Push(List.of("SET", "", "\r\n\u00ff")),
            new Request.DropUpTo(-1),
            new Request.FramesFrom(3, OptionalLong.empty()),
            new Request.FramesFrom(3, OptionalLong.of(1)),
            new Request.FramesFrom(3, OptionalLong.of(-1)),
            new Request.State(),
            new Request.Decode("*2\r\n"),
            new Request.Feed(List.of("*2", "", "\r\n")),
            RACE,
            new Request.Race(new Scenario(-1, 7, List.of(), List.of(List.of(), List.of()), List.of()), 1),
            new Request.Await(-1),
            new Request.Close());

    @Test
    void eachKindHasASample() {
        Set<Class<?>> sampled = SAMPLES.stream().<Class<?>>map(Object::getClass).collect(Collectors.toSet());
        assertThat(sampled).isEqualTo(Set.of(Request.class.getPermittedSubclasses()));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (Request request : SAMPLES) {
            assertThat(Protocol.readRequest(Protocol.write(request))).isEqualTo(request);
            assertThat(Schemas.errors("protocol.schema.json", Protocol.write(request)))
                    .isEmpty();
            assertThat(Notation.parse(Notation.print(request))).isEqualTo(request);
            assertThat(Notation.parse(Notation.printAsSent(request))).isEqualTo(request);
        }
    }

    @Test
    void eachKindIsBrokenSomewhere() {
        for (Request request : SAMPLES) {
            assertThat(Breaking.KINDS.values())
                    .filteredOn(kind -> kind.test(request))
                    .hasSize(1);
        }
    }
}
