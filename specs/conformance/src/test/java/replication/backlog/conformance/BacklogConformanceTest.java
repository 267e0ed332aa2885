package replication.backlog.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import replication.backlog.ArenaBacklog;
import replication.backlog.Backlog;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.subject.SharedBacklog;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.model.Rule;

/** What users get who extend {@link BacklogConformance}: tests by rule, that fail when they should. */
class BacklogConformanceTest {

    /** Its byte budget is one less than it was told. */
    private static class OneByteLess extends BacklogConformance {

        private final List<Deviation> deviations;

        OneByteLess(Deviation... deviations) {
            this.deviations = List.of(deviations);
        }

        @Override
        protected Backlog create(long maxBytes, long nextOffset) {
            long less = maxBytes > 1 ? maxBytes - 1 : maxBytes;
            return new LockedBacklog(ArenaBacklog.resume(less, nextOffset));
        }

        @Override
        protected List<Deviation> deviations() {
            return deviations;
        }

        @Override
        List<Suite> work() {
            return List.of(Suite.examples(), Suite.wire(), Suite.random(1, 100), Suite.complete(1));
        }
    }

    /** The same, and no watermark drops anything. */
    private static final class DropsNothingEither extends OneByteLess {

        DropsNothingEither(Deviation... deviations) {
            super(deviations);
        }

        @Override
        protected Backlog create(long maxBytes, long nextOffset) {
            Backlog backlog = super.create(maxBytes, nextOffset);
            return (Backlog) Proxy.newProxyInstance(
                    Backlog.class.getClassLoader(), new Class<?>[] {Backlog.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("dropUpTo")) {
                            return null;
                        }
                        try {
                            return method.invoke(backlog, arguments);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
        }
    }

    /** Is right for one thread; what threads share has a lock, or none. */
    private static final class Shared extends BacklogConformance {

        private final SharedBacklog.Factory shared;

        Shared(SharedBacklog.Factory shared) {
            this.shared = shared;
        }

        @Override
        protected Backlog create(long maxBytes, long nextOffset) {
            return ArenaBacklog.resume(maxBytes, nextOffset);
        }

        @Override
        protected Optional<SharedBacklog.Factory> shared() {
            return Optional.of(shared);
        }

        @Override
        List<Suite> work() {
            return List.of(Suite.races(1, Suite.TRIES));
        }
    }

    /** Several of the scenarios show it at once. */
    @Test
    void whatThreadsShareIsPutUnderRaces() throws Exception {
        Map<String, String> failures =
                failures(new Shared((m, n) -> SharedBacklog.withoutWaiting(ArenaBacklog.resume(m, n))));
        assertThat(failures.keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith("suite races/LOCK-"));
        assertThat(failures.values())
                .allSatisfy(message -> assertThat(message).contains("thread 1", "\"why\", \"\", true)"));
        Shared locked = new Shared((m, n) -> SharedBacklog.of(new LockedBacklog(ArenaBacklog.resume(m, n))));
        assertThat(failures(locked)).isEmpty();
        assertThat(locked.suites().flatMap(BacklogConformanceTest::tests).map(DynamicNode::getDisplayName))
                .extracting(name -> name.split(" ")[0])
                .containsExactly("LOCK-1", "LOCK-2", "LOCK-3", "LOCK-4");
    }

    private static Deviation kept(String when, String actual) {
        return new Deviation(
                new Difference(
                        Rule.EVICT_2, when, "state after push", "next next, held oldest..newest, their bytes", actual),
                "one byte is kept for us",
                "");
    }

    @Test
    void theRuleThatIsBrokenFailsAndTheOthersPass() throws Exception {
        Map<String, String> failures = failures(new OneByteLess());
        assertThat(failures.keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).contains("EVICT-2 Filling the budget exactly evicts nothing."));
        assertThat(failures).containsKey("suite complete/EVICT-2 Filling the budget exactly evicts nothing.");
        assertThat(failures.values()).allSatisfy(message -> assertThat(message).contains("  backlog ", "  expected  "));
    }

    /** Whatever a backlog that breaks one rule says it needs to be declared is enough, and excuses nothing else. */
    @Test
    void whatIsDeclaredPassesAndNothingElseDoesAndWhatDoesNotHappenFails() throws Exception {
        Deviation[] declared = declarations(failures(new OneByteLess()));
        assertThat(failures(new OneByteLess(declared))).isEmpty();
        assertThat(failures(new DropsNothingEither(declared)).keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).containsAnyOf("DROP-", "EVICT-", "FROM-"));
        Deviation[] oneMore = Stream.concat(Stream.of(declared), Stream.of(kept("exact fit", "next next, empty")))
                .toArray(Deviation[]::new);
        assertThat(failures(new OneByteLess(oneMore)))
                .containsOnlyKeys("deviations/EVICT-2")
                .allSatisfy((name, message) -> assertThat(message)
                        .startsWith("Declared, but does not happen any more: remove it from deviations(): "));
    }

    /** What does not decode is not said to decode: those rules have no test at all. */
    @Test
    void nothingIsClaimedThatWasNotSupplied() {
        List<String> tests = new OneByteLess()
                .suites()
                .flatMap(BacklogConformanceTest::tests)
                .map(DynamicNode::getDisplayName)
                .toList();
        assertThat(tests).anyMatch(name -> name.startsWith("WIRE-1 ")).noneMatch(name -> name.matches("WIRE-[2-8] .*"));
    }

    private static Deviation[] declarations(Map<String, String> failures) {
        Pattern pattern =
                Pattern.compile("new Difference\\(Rule\\.(\\w+), \"(.*?)\", \"(.*?)\", \"(.*?)\", \"(.*?)\"\\)");
        return failures.values().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> new Difference(
                        Rule.valueOf(found.group(1)), found.group(2), found.group(3), found.group(4), found.group(5)))
                .distinct()
                .map(difference -> new Deviation(difference, "one byte is kept for us", ""))
                .toArray(Deviation[]::new);
    }

    private static Map<String, String> failures(BacklogConformance conformance) throws Exception {
        Map<String, String> failures = new TreeMap<>();
        for (DynamicContainer suite : conformance.suites().toList()) {
            for (DynamicNode node : tests(suite).collect(Collectors.toList())) {
                try {
                    ((DynamicTest) node).getExecutable().execute();
                } catch (Throwable failure) {
                    failures.put(suite.getDisplayName() + "/" + node.getDisplayName(), failure.getMessage());
                }
            }
        }
        return failures;
    }

    private static Stream<? extends DynamicNode> tests(DynamicContainer suite) {
        return suite.getChildren();
    }
}
