package replication.backlog.conformance.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.DequeBacklog;
import replication.backlog.conformance.Reference;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.suite.CompleteScripts;
import replication.backlog.conformance.suite.RaceScripts;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.conformance.suite.WireScripts;
import replication.backlog.model.Framing;
import replication.backlog.model.Reply;
import replication.backlog.model.Reply.Broken.How;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * An implementation may break at any call: whichever kind of call it is, in whichever suite, however it breaks, and whatever
 * would have been right, the check goes on to its end and tells what broke.
 */
class BreaksTest {

    private static final List<Integer> AT = List.of(1, 5);

    /** The short ones of each suite: what is long has no other kinds of call. */
    private static List<Suite> suites() {
        List<Script> wire = WireScripts.of(EnumSet.allOf(Capability.class)).toList();
        List<Script> complete = CompleteScripts.of(0, true).toList();
        return List.of(
                Suite.examples(),
                Suite.saved("wire", wire),
                Suite.random(1, 30),
                Suite.saved("races", races()),
                Suite.saved("complete", complete));
    }

    private static List<Script> races() {
        return RaceScripts.known().stream()
                .<Step>map(known -> new Step.Absolute(new Request.Race(known.scenario(), 20)))
                .map(race -> new Script("", List.of(race), Script.Look.NEVER))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> whateverBreaksWhereverIsToldAndTheCheckGoesOn() {
        return suites().stream()
                .flatMap(suite -> ASKED.get(suite.name()).keySet().stream()
                        .flatMap(kind -> AT.stream()
                                .flatMap(at -> Stream.of(How.values())
                                        .map(how -> DynamicTest.dynamicTest(
                                                "%s: %s at %s %d"
                                                        .formatted(suite.name(), how, kind, at)
                                                        .toLowerCase(Locale.ROOT),
                                                () -> breaks(suite, kind, at, how))))));
    }

    private static void breaks(Suite suite, String kind, int at, How how) {
        Breaking subject = new Breaking(kind, at, how);
        Check check = new Check(subject, Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        check.run(List.of(suite));
        Verdict verdict = new Verdict(check.results(), List.of(), Check.Scope.ALL, Deviations.NONE, Optional.empty());
        if (ASKED.get(suite.name()).get(kind) < at) {
            assertThat(verdict.exitStatus()).isZero();
            return;
        }
        assertThat(verdict.exitStatus()).isEqualTo(Verdict.DIVERGES);
        assertThat(verdict.findings())
                .isNotEmpty()
                .allSatisfy(
                        finding -> assertThat(finding.divergence().actual()).isEqualTo(new Reply.Broken(how, "here")))
                .allSatisfy(finding ->
                        assertThat(DivergenceText.of(finding.divergence())).contains("here"));
        assertThat(subject.ended())
                .as("how often it costs a new process, or the time limit")
                .isLessThan(400);
    }

    /** How often each suite asks each kind of question. */
    private static final Map<String, Map<String, Integer>> ASKED = new TreeMap<>();

    static {
        JqwikSession.run(() -> suites().forEach(suite -> ASKED.put(
                suite.name(),
                suite.source()
                        .apply(EnumSet.allOf(Capability.class))
                        .flatMap(script -> script.resolve(Framing.RESP).stream())
                        .flatMap(exchange -> Breaking.KINDS.entrySet().stream()
                                .filter(kind -> kind.getValue().test(exchange.request()))
                                .map(Map.Entry::getKey))
                        .collect(Collectors.toMap(kind -> kind, kind -> 1, Integer::sum)))));
    }

    /** If a kind of call were asked nowhere, the tests above would pass without a look at it. */
    @Test
    void everyKindOfCallIsAskedOftenEnoughSomewhere() {
        assertThat(Breaking.KINDS.keySet())
                .allSatisfy(kind -> assertThat(ASKED.values()).anyMatch(asked -> asked.getOrDefault(kind, 0) >= 5));
    }

    /** A request with a value that means nothing, from an implementation that is right otherwise. */
    @Test
    void aValueThatMeansNothingIsADivergenceAndTheRestIsStillJudged() {
        Subject right = Reference.subject("", DequeBacklog::resume);
        Subject counting = new Subject() {
            @Override
            public String description() {
                return "counts in 16 bits";
            }

            @Override
            public Set<Capability> capabilities() {
                return right.capabilities();
            }

            @Override
            public List<Reply> exchange(List<Request> requests) {
                return right.exchange(requests).stream()
                        .map(reply -> reply instanceof Reply.Counters counters && counters.buffered() >= 1 << 15
                                ? new Reply.Meaningless("bufferedBytes", "-32768")
                                : reply)
                        .toList();
            }
        };
        Check check = new Check(counting, Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        check.run(List.of(Suite.examples(), Suite.wire(), Suite.random(1, 30), Suite.complete(0)));
        List<Finding> findings = check.results().stream()
                .flatMap(result -> result.findings().stream())
                .toList();
        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.rule().id()).isEqualTo("ACCT-1");
            assertThat(DivergenceText.of(finding.divergence()))
                    .contains("actual    bufferedBytes \"-32768\", which means nothing");
        });
        assertThat(check.results()).hasSize(4);
    }

    /** What one backlog leaves behind for the next one in its process. */
    private static final class Leaking implements Subject {

        private final int count;
        private Subject right;
        private int created;

        /** From how many backlogs on it goes wrong. */
        Leaking(int count) {
            this.count = count;
            restart();
        }

        @Override
        public String description() {
            return "leaking";
        }

        @Override
        public Set<Capability> capabilities() {
            return right.capabilities();
        }

        @Override
        public void restart() {
            created = 0;
            right = Reference.subject("", (m, n) -> {
                created++;
                return DequeBacklog.resume(created > count && m > 1 ? m - 1 : m, n);
            });
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            return right.exchange(requests);
        }
    }

    @Test
    void whatOutlivesABacklogIsShownWithTheBacklogsThatItNeeds() {
        Check check = new Check(new Leaking(3), Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        check.run(List.of(Suite.examples()));
        Finding finding = check.results().get(0).findings().get(0);
        assertThat(finding.confirmation().sentence())
                .startsWith("It shows only after other backlogs in the same process");
        List<Request> calls = finding.divergence().shortScript().stream()
                .map(exchange -> exchange.request())
                .toList();
        assertThat(calls.stream().filter(Request.New.class::isInstance)).hasSize(4);
        assertThat(new Leaking(3).exchange(calls))
                .last()
                .isEqualTo(finding.divergence().actual());
    }

    @Test
    void whatIsSeenOnceIsAFailureAndIsSaidToBeSeenOnce() {
        Subject right = Reference.subject("", DequeBacklog::resume);
        int[] asked = {0};
        Subject flaky = new Subject() {
            @Override
            public String description() {
                return "flaky";
            }

            @Override
            public Set<Capability> capabilities() {
                return right.capabilities();
            }

            @Override
            public List<Reply> exchange(List<Request> requests) {
                List<Reply> replies = new ArrayList<>(right.exchange(requests));
                IntStream.range(0, replies.size())
                        .filter(i -> ++asked[0] == 700)
                        .forEach(i -> replies.set(i, new Reply.Broken(How.ERROR, "once")));
                return replies;
            }
        };
        Check check = new Check(flaky, Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        check.run(suites());
        Verdict verdict = new Verdict(check.results(), List.of(), Check.Scope.ALL, Deviations.NONE, Optional.empty());
        assertThat(verdict.exitStatus()).isEqualTo(Verdict.DIVERGES);
        assertThat(verdict.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.confirmation().isCertain()).isFalse();
            assertThat(finding.confirmation().sentence()).startsWith("Seen once in 7 runs of this script");
        });
    }

    /** Something that is right, but for what it does from the n-th request since its start on. */
    private static Subject from(int n, Function<Request, Reply> instead, int[] asked) {
        Subject right = Reference.subject("", DequeBacklog::resume);
        return new Subject() {
            @Override
            public String description() {
                return "";
            }

            @Override
            public Set<Capability> capabilities() {
                return right.capabilities();
            }

            @Override
            public void restart() {
                asked[0] = 0;
            }

            @Override
            public List<Reply> exchange(List<Request> requests) {
                List<Reply> replies = new ArrayList<>();
                for (Request request : requests) {
                    Reply reply = right.exchange(List.of(request)).get(0);
                    Reply other = ++asked[0] < n ? null : instead.apply(request);
                    replies.add(other == null ? reply : other);
                    if (other instanceof Reply.Broken broken && broken.how() != How.ERROR) {
                        restart();
                        break;
                    }
                }
                return replies;
            }
        };
    }

    /** Behind what is not offered nothing can be judged; but a crash is a crash, and is counted. */
    @Test
    void aCrashBehindWhatIsNotOfferedIsOneToo() {
        boolean[] dropped = {false};
        int[] asked = {0};
        int[] crashes = {0};
        Subject subject = from(
                1,
                request -> {
                    if (request instanceof Request.DropUpTo) {
                        dropped[0] = true;
                        return new Reply.Unsupported("not today");
                    }
                    boolean crashes1 = dropped[0] && !(request instanceof Request.New);
                    dropped[0] = false;
                    crashes[0] += crashes1 ? 1 : 0;
                    return crashes1 ? new Reply.Broken(How.CRASHED, "gone") : null;
                },
                asked);
        Check check = new Check(subject, Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        check.run(suites());
        Verdict verdict = new Verdict(check.results(), List.of(), Check.Scope.ALL, Deviations.NONE, Optional.empty());
        assertThat(verdict.exitStatus()).isEqualTo(Verdict.DIVERGES);
        assertThat(verdict.findings().get(0).divergence().actual()).isEqualTo(new Reply.Broken(How.CRASHED, "gone"));
        assertThat(crashes[0]).isLessThan(200);
    }

    /** Whoever runs what is shown sees it, also where a question that was answered right has its part in it. */
    @Test
    void whatIsShownShowsIt() {
        int[] questions = {0};
        Subject subject = from(
                1,
                request -> {
                    questions[0] = request instanceof Request.New
                            ? 0
                            : questions[0] + (request instanceof Request.FramesFrom ? 1 : 0);
                    return request instanceof Request.Push && questions[0] > 2 ? new Reply.Pushed(77) : null;
                },
                new int[1]);
        Check check = new Check(subject, Check.Scope.ALL, Deviations.NONE, Progress.NONE);
        check.run(List.of(Suite.examples()));
        Finding finding = check.results().get(0).findings().get(0);
        assertThat(finding.rule()).isEqualTo(Rule.ACCT_3);
        List<Request> shown = finding.divergence().shortScript().stream()
                .map(exchange -> exchange.request())
                .toList();
        assertThat(subject.exchange(shown)).last().isEqualTo(new Reply.Pushed(77));
    }
}
