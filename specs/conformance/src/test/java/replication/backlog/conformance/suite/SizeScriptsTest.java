package replication.backlog.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.ScriptRun;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.faults.Fault;
import replication.backlog.model.Framing;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;

/** What SPEC.md and README.md say of the scripts that go by sizes; and bounds on frames, which no Java backlog takes. */
class SizeScriptsTest {

    @Test
    void theyRetainUpTo4096FramesAndPushUpTo70000() {
        assertThat(SizeScripts.all(true).map(SizeScriptsTest::mostRetained)).contains(4_096L);
        assertThat(SizeScripts.all(true)).anyMatch(script -> script.steps().size() > 70_000);
    }

    private static long mostRetained(Script script) {
        return script.resolve(Framing.RESP).stream()
                .mapToLong(exchange -> exchange.operation().after().retained().size())
                .max()
                .orElse(0);
    }

    @TestFactory
    Stream<DynamicTest> boundsThatAreReadWronglyAreFound() {
        return Stream.of(
                        new Bounded("one too many of more than three", max -> max > 3 ? max + 1 : max),
                        new Bounded("one too few of more than 100", max -> max > 100 ? max - 1 : max),
                        new Bounded("in 32 bits", max -> max & 0xFFFF_FFFFL),
                        new Bounded("in 31 bits", max -> max & Integer.MAX_VALUE),
                        new Bounded("in 16 bits", max -> max & 0xFFFF),
                        new Bounded("in 8 bits", max -> max & 0xFF),
                        new Bounded("with a sign", max -> Math.max(0, max)),
                        new Bounded("none where it is 2^63", max -> max == Long.MIN_VALUE ? 0 : max),
                        new Bounded("none where it is the largest number", max -> max + 1 == 0 ? 0 : max),
                        new Bounded("of 64 at most", max -> Long.compareUnsigned(max, 64) > 0 ? 64 : max),
                        new Bounded("of 1,000 at most", max -> Long.compareUnsigned(max, 1000) > 0 ? 1000 : max))
                .map(bounded -> DynamicTest.dynamicTest(
                        bounded.what,
                        () -> assertThat(diverges(bounded))
                                .get()
                                .extracting(Divergence::rule)
                                .isEqualTo(Rule.FROM_4)));
    }

    @Test
    void boundsThatAreReadRightAreNot() {
        assertThat(diverges(new Bounded("right", max -> max))).isEmpty();
    }

    private static Optional<Divergence> diverges(Subject subject) {
        return SizeScripts.all(true)
                .filter(script -> script.id().startsWith("bounded"))
                .flatMap(script -> ScriptRun.of(subject, Deviations.NONE, script).divergence().stream())
                .findFirst();
    }

    /** A subject that reads the bound otherwise. */
    private record Bounded(String what, LongUnaryOperator reads) implements Subject {

        private static final Subject RIGHT = Fault.NONE.subject();

        @Override
        public String description() {
            return what;
        }

        @Override
        public Set<Capability> capabilities() {
            return RIGHT.capabilities();
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            return RIGHT.exchange(requests.stream().map(this::read).toList());
        }

        private Request read(Request request) {
            return request instanceof Request.FramesFrom ask && ask.max().isPresent()
                    ? new Request.FramesFrom(
                            ask.from(),
                            OptionalLong.of(reads.applyAsLong(ask.max().getAsLong())))
                    : request;
        }
    }
}
