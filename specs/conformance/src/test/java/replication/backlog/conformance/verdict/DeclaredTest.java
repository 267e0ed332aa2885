package replication.backlog.conformance.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.suite.CompleteScripts;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.faults.Fault;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;

/** A declared deviation excuses what it describes, wherever it is seen, and nothing else; and everything behind it is run. */
class DeclaredTest {

    /** Faults that one would declare, if one meant them: each is described in a few entries, once and for all. */
    private static final Set<String> MEANT = Set.of(
            "drops the watermark's own frame",
            "takes an inline command",
            "takes a null argument for an empty one",
            "takes an offset for an oversized frame and stores nothing",
            "evicts when the budget is just filled",
            "goes on beyond the last offset",
            "answers no frames when it was drained",
            "takes one beyond next for caught up",
            "refuses a negative offset as a bad one");

    private static final Map<Fault, List<Deviation>> DECLARATIONS = new ConcurrentHashMap<>();
    /** Without what takes many frames, which takes long. */
    private static final Suite COMPLETE =
            Suite.saved("complete", CompleteScripts.of(0, true).toList());

    private static final int MOST_ENTRIES = 10;
    private static final int MOST_ROUNDS = 4;

    private static Verdict check(Subject subject, List<Deviation> declared) {
        Deviations deviations = new Deviations(declared);
        Check check = new Check(subject, Check.Scope.ALL, deviations, Progress.NONE);
        check.run(List.of(Suite.examples(), Suite.wire(), Suite.random(1, 60), Suite.races(1, 60), COMPLETE));
        return new Verdict(check.results(), List.of(), Check.Scope.ALL, deviations, Optional.empty());
    }

    private static List<Deviation> declarations(Fault fault) {
        return DECLARATIONS.computeIfAbsent(fault, it -> declarations(it.subject()));
    }

    /** What is written down of one look is declared for the next: behind it, new things may show once. */
    private static List<Deviation> declarations(Subject subject) {
        Verdict first = check(subject, List.of());
        assertThat(first.exitStatus()).isEqualTo(Verdict.DIVERGES);
        Verdict last = first;
        for (int round = 0; round < MOST_ROUNDS && last.exitStatus() == Verdict.DIVERGES; round++) {
            last = check(subject, last.asDeviations("meant"));
        }
        return last.asDeviations("meant");
    }

    private static Stream<Fault> meant() {
        return Fault.AREAS.stream()
                .flatMap(area -> area.faults().stream())
                .filter(fault -> MEANT.contains(fault.what()));
    }

    @Test
    void theFaultsAreThere() {
        assertThat(meant().map(Fault::what)).containsExactlyInAnyOrderElementsOf(MEANT);
    }

    @TestFactory
    Stream<DynamicTest> whatIsDeclaredPassesAndEverySuiteRunsToItsEnd() {
        long[] whole = check(Fault.NONE.subject(), List.of()).results().stream()
                .mapToLong(SuiteResult::scripts)
                .toArray();
        return meant().map(fault -> DynamicTest.dynamicTest(fault.what(), () -> {
            List<Deviation> declared = declarations(fault);
            assertThat(declared).hasSizeLessThanOrEqualTo(MOST_ENTRIES);
            Verdict verdict = check(fault.subject(), declared);
            assertThat(verdict.differences()).isEmpty();
            assertThat(verdict.exitStatus()).isEqualTo(Verdict.CONFORMS);
            assertThat(verdict.results().stream().mapToLong(SuiteResult::scripts))
                    .containsExactly(box(whole));
        }));
    }

    private static Long[] box(long[] numbers) {
        return java.util.Arrays.stream(numbers).boxed().toArray(Long[]::new);
    }

    /** Each one that is declared and does not happen fails by itself. */
    @TestFactory
    Stream<DynamicTest> whatIsDeclaredAndDoesNotHappenIsStaleOneByOne() {
        return meant().map(fault -> DynamicTest.dynamicTest(fault.what(), () -> {
            List<Deviation> declared = declarations(fault);
            Deviation other = new Deviation(
                    new Difference(Rule.DROP_1, "watermark inside", "state after drop", "next next", "next 0"),
                    "r",
                    "");
            Verdict verdict = check(
                    fault.subject(),
                    Stream.concat(declared.stream(), Stream.of(other)).toList());
            assertThat(verdict.differences()).isEmpty();
            assertThat(verdict.stale()).as("%s", verdict.skipped()).containsExactly(other);
            assertThat(verdict.exitStatus()).isEqualTo(Verdict.STALE_DEVIATION);
        }));
    }

    /** The rule is excused nothing but that: an implementation with the declared fault and another of its rule diverges. */
    @TestFactory
    Stream<DynamicTest> whatElseBreaksTheSameRuleIsNotExcused() {
        return Stream.of(
                second(
                        "drops the watermark's own frame",
                        "and everything on any drop",
                        reply -> reply,
                        request -> request instanceof Request.DropUpTo drop && drop.watermark() != 0
                                ? new Request.DropUpTo(-1)
                                : request),
                second(
                        "takes an inline command",
                        "and a null argument",
                        reply -> reply,
                        request -> request instanceof Request.Decode decode
                                ? new Request.Decode(decode.bytes().replace("$-1\r\n", "$0\r\n\r\n"))
                                : request),
                second(
                        "takes an inline command",
                        "and calls what is not closed closed",
                        reply -> reply,
                        request -> request instanceof Request.Decode decode
                                ? new Request.Decode(decode.bytes().replace("PINGPONG", "PING\r\n"))
                                : request),
                second(
                        "takes one beyond next for caught up",
                        "and two beyond",
                        reply -> reply,
                        request -> request instanceof Request.FramesFrom ask && ask.from() > 40 && ask.from() < 70
                                ? new Request.FramesFrom(0, ask.max())
                                : request),
                second(
                        "goes on beyond the last offset",
                        "and counts there",
                        reply -> reply instanceof Reply.Pushed pushed && pushed.offset() == Long.MIN_VALUE
                                ? new Reply.Pushed(0)
                                : reply,
                        request -> request));
    }

    private static DynamicTest second(
            String declared, String and, UnaryOperator<Reply> reply, UnaryOperator<Request> request) {
        return DynamicTest.dynamicTest(declared + " " + and, () -> {
            Fault fault =
                    meant().filter(it -> it.what().equals(declared)).findFirst().orElseThrow();
            List<Deviation> deviations = declarations(fault.subject());
            Set<Rule> rules = deviations.stream()
                    .map(deviation -> deviation.difference().rule())
                    .collect(Collectors.toSet());
            Verdict verdict = check(new Second(fault.subject(), request, reply), deviations);
            assertThat(verdict.exitStatus()).isEqualTo(Verdict.DIVERGES);
            assertThat(verdict.broken(false)).as("it is the same rule").anyMatch(rules::contains);
        });
    }

    /** A subject that hears some requests wrong, or gives some replies wrong. */
    private record Second(BacklogSubject first, UnaryOperator<Request> request, UnaryOperator<Reply> reply)
            implements Subject {

        @Override
        public String description() {
            return first.description();
        }

        @Override
        public Set<Capability> capabilities() {
            return first.capabilities();
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            return first.exchange(requests.stream().map(request).toList()).stream()
                    .map(reply)
                    .toList();
        }
    }

    // --- what was found to be excused by what another fault declares

    /** Every subject here is right but for what a function makes of its replies. */
    private record Bent(BinaryOperator<Object> bend) implements Subject {

        private static final Subject RIGHT = Fault.NONE.subject();

        @Override
        public String description() {
            return "bent";
        }

        @Override
        public Set<Capability> capabilities() {
            return RIGHT.capabilities();
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            List<Reply> replies = RIGHT.exchange(requests);
            return IntStream.range(0, replies.size())
                    .mapToObj(i -> (Reply) bend.apply(requests.get(i), replies.get(i)))
                    .toList();
        }

        Bent and(BinaryOperator<Object> more) {
            return new Bent((request, reply) -> more.apply(request, bend.apply(request, reply)));
        }
    }

    private static final Reply ERROR = new Reply.Broken(Reply.Broken.How.ERROR, "too large");
    private static final Reply BAD_PAYLOAD = new Reply.Refused(Refusal.BAD_PAYLOAD);

    private static Object oneByteMore(Object request, Object reply) {
        return reply instanceof Reply.Counters c
                ? new Reply.Counters(c.next(), c.oldest(), c.newest(), c.buffered() + 1, c.length())
                : reply;
    }

    private static Object noFuture(Object request, Object reply) {
        return reply instanceof Reply.Refused refused && refused.refusal() == Refusal.FUTURE
                ? new Reply.Frames(List.of())
                : reply;
    }

    private static Object pushesUpTo60000(Object request, Object reply) {
        return request instanceof Request.Push push && bytes(push.argv()) >= 60_000 ? ERROR : reply;
    }

    private static Object pushesUpTo170(Object request, Object reply) {
        return request instanceof Request.Push push && bytes(push.argv()) >= 170 ? ERROR : reply;
    }

    private static Object decodesUpTo60000(Object request, Object reply) {
        return reply instanceof Reply.Decoded decoded && decoded.used() >= 60_000 ? BAD_PAYLOAD : reply;
    }

    private static Object cannotBeCutInALineEnd(Object request, Object reply) {
        return request instanceof Request.Feed feed
                        && reply instanceof Reply.Decoded
                        && feed.pieces().stream().anyMatch(piece -> piece.endsWith("\r"))
                ? BAD_PAYLOAD
                : reply;
    }

    private static long bytes(List<String> argv) {
        return argv.stream().mapToLong(String::length).sum();
    }

    @TestFactory
    Stream<DynamicTest> aDeclaredFaultHidesNoOther() {
        return Stream.of(
                hides("a byte too many, and no future", DeclaredTest::oneByteMore, DeclaredTest::noFuture),
                hides("long pushes, and middling ones", DeclaredTest::pushesUpTo60000, DeclaredTest::pushesUpTo170),
                hides(
                        "long frames, and cut ones",
                        DeclaredTest::decodesUpTo60000,
                        DeclaredTest::cannotBeCutInALineEnd));
    }

    private static DynamicTest hides(String name, BinaryOperator<Object> one, BinaryOperator<Object> other) {
        return DynamicTest.dynamicTest(name, () -> {
            Bent first = new Bent(one);
            List<Deviation> declared = declarations(first);
            assertThat(check(first, declared).differences()).isEmpty();
            assertThat(check(first.and(other), declared).exitStatus()).isEqualTo(Verdict.DIVERGES);
        });
    }

    /** A wrong count of bytes is declared, and everything else is still looked at. */
    @Test
    void whereOnlyBytesDifferTheScriptsGoOn() {
        Bent bytes = new Bent(DeclaredTest::oneByteMore);
        Verdict verdict = check(bytes, declarations(bytes));
        assertThat(verdict.word()).isEqualTo("CONFORMANT");
        assertThat(verdict.rules()).hasSizeGreaterThanOrEqualTo(30);
    }

    /** Who declares so much that rules are no longer looked at is not said to keep them. */
    @Test
    void rulesThatNothingIsSeenOfAreLeftOut() {
        Bent nothing = new Bent((request, reply) -> request instanceof Request.DropUpTo ? ERROR : reply);
        Verdict verdict = check(nothing, declarations(nothing));
        assertThat(verdict.exitStatus()).isEqualTo(Verdict.CONFORMS);
        assertThat(verdict.word()).isEqualTo("PARTIAL");
        assertThat(verdict.skipped())
                .anyMatch(what -> what.contains("DROP-4") && what.contains("behind what is declared"));
    }

    /** What random scripts alone show is marked as that; if another seed does not show it, it is told and fails nothing. */
    @Test
    void whatChanceAloneShowsIsNotStale() {
        Deviation chance = new Deviation(
                new Difference(Rule.DROP_1, "watermark inside", "state after drop", "next next", "next 1"),
                "r",
                "",
                true);
        Deviation other = new Deviation(
                new Difference(Rule.DROP_1, "watermark inside", "state after drop", "next next", "next 0"), "r", "");
        Verdict right = check(Fault.NONE.subject(), List.of(chance));
        assertThat(right.exitStatus()).isEqualTo(Verdict.CONFORMS);
        assertThat(right.notSeen()).containsExactly(chance);
        Verdict stale = check(Fault.NONE.subject(), List.of(chance, other));
        assertThat(stale.exitStatus()).isEqualTo(Verdict.STALE_DEVIATION);
        assertThat(stale.stale()).containsExactly(other);
        assertThat(stale.notSeen()).containsExactly(chance);
    }

    @Test
    void whatRandomScriptsAloneShowIsWrittenAsChance() {
        Bent drops = new Bent((request, reply) -> request instanceof Request.DropUpTo ? ERROR : reply);
        assertThat(written(drops, Suite.random(1, 20))).isNotEmpty().allMatch(Deviation::byChance);
        assertThat(written(drops, Suite.examples())).isNotEmpty().noneMatch(Deviation::byChance);
        assertThat(written(drops, Suite.examples(), Suite.random(1, 20)))
                .extracting(Deviation::byChance)
                .contains(false);
    }

    private static List<Deviation> written(Subject subject, Suite... suites) {
        Check check = new Check(subject, Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        check.run(List.of(suites));
        return new Verdict(check.results(), List.of(), Check.Scope.ALL, Deviations.NONE, Optional.empty())
                .asDeviations("meant");
    }
}
