package replication.backlog.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.run.ScriptRun;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.SpecDocument;

/** SPEC.md has every rule, and its examples hold for the model and for the production code. */
class SpecDocumentTest {

    private static final SpecDocument SPEC = SpecDocument.load();

    @Test
    void everyRuleHasASectionAndEverySectionARule() {
        assertThat(SPEC.sections())
                .extracting(SpecDocument.Section::rule)
                .containsExactlyElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::id).toList());
    }

    @TestFactory
    Stream<DynamicTest> aSectionOpensWithTheRulesSentenceGivesAReasonAndHasAnExample() {
        return SPEC.sections().stream()
                .map(section -> DynamicTest.dynamicTest(section.rule(), () -> {
                    String place = "SPEC.md:" + section.line();
                    assertThat(section.sentence())
                            .as(place)
                            .isEqualTo(Rule.byId(section.rule()).orElseThrow().sentence());
                    assertThat(section.givesReason()).as(place + " says why").isTrue();
                    assertThat(SPEC.examples())
                            .as(place + " has an example")
                            .anyMatch(example -> example.rule().equals(section.rule()));
                }));
    }

    @Test
    void theModelFitsOnAScreen() throws IOException {
        Path model = Path.of("../model/src/main/java/replication/backlog/model/BacklogModel.java");
        assertThat(Files.readAllLines(model)).hasSizeLessThanOrEqualTo(80);
    }

    @Test
    void examplesHaveNamesOfTheirOwnAndAKnownKind() {
        assertThat(SPEC.examples()).extracting(SpecDocument.Example::id).doesNotHaveDuplicates();
        assertThat(SPEC.examples()).extracting(SpecDocument.Example::kind).containsOnly("backlog", "locked");
    }

    /** Else a wrong state would be taken for a refusal that carries the wrong bounds. */
    @TestFactory
    Stream<DynamicTest> theCountersAreReadBeforeARefusalCarriesThem() {
        return examples()
                .map(example -> DynamicTest.dynamicTest(example.id(), () -> {
                    Set<Operation> counted = new HashSet<>();
                    for (Exchange exchange : example.script().resolve(Framing.RESP)) {
                        if (exchange.request() instanceof Request.State) {
                            counted.add(exchange.operation());
                        }
                        boolean carries = exchange.request() instanceof Request.FramesFrom
                                && exchange.allowed().get(0) instanceof Reply.Refused;
                        assertThat(!carries || counted.contains(exchange.operation()))
                                .as(Notation.print(exchange.request()))
                                .isTrue();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> theModelRepliesAsTheExamplesSay() {
        return examples()
                .map(example -> DynamicTest.dynamicTest(example.id(), () -> {
                    List<Exchange> exchanges = example.script().resolve(Framing.RESP);
                    for (int i = 0; i < exchanges.size(); i++) {
                        SpecDocument.Line line = example.lines().get(i);
                        Exchange exchange = exchanges.get(i);
                        String expected = line.reply().isEmpty() ? "done" : line.reply();
                        assertThat(Notation.print(exchange.request(), exchange.allowed()))
                                .as("SPEC.md:" + line.number() + ": " + line.call())
                                .isEqualTo(expected);
                        assertThat(Notation.print(exchange.request()))
                                .as("SPEC.md:" + line.number() + " is written as the oracle would write it")
                                .isEqualTo(line.call());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> theProductionCodeRepliesAsTheExamplesSay() {
        return Stream.of(
                        Reference.subject("deque", DequeBacklog::resume),
                        Reference.subject("arena", ArenaBacklog::resume),
                        Reference.subject("locked", (m, n) -> new LockedBacklog(DequeBacklog.resume(m, n))),
                        Reference.subject("model", ModelBacklog::new))
                .flatMap(subject -> examples().map(example -> holds(subject, example)));
    }

    private static DynamicTest holds(Subject subject, SpecDocument.Example example) {
        return DynamicTest.dynamicTest(subject.description() + " " + example.id(), () -> {
            ScriptRun run = new ScriptRun(subject, Deviations.NONE);
            run.play(example.script().resolve(Framing.RESP));
            run.divergence().ifPresent(divergence -> {
                SpecDocument.Line line = example.lines().get(divergence.script().size() - 1);
                throw new AssertionError("SPEC.md:" + line.number() + ": " + DivergenceText.of(divergence));
            });
            assertThat(run.steps()).isEqualTo(example.lines().size());
        });
    }

    private static Stream<SpecDocument.Example> examples() {
        return SPEC.examples().stream().filter(example -> example.kind().equals("backlog"));
    }
}
