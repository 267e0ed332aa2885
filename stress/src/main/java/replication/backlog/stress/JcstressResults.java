package replication.backlog.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;
import replication.backlog.conformance.Checks;
import replication.backlog.model.Rule;

/** What jcstress recorded: for each test one result for each way of running it. */
final class JcstressResults {

    private final Map<String, List<TestResult>> byTest = new TreeMap<>();

    /** Reads back what a run left in a directory. */
    JcstressResults(Path directory) throws IOException, ClassNotFoundException {
        InProcessCollector collected = new InProcessCollector();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(JcstressResults::isResultFile).toList()) {
                DiskReadCollector reader = new DiskReadCollector(file.toString(), collected);
                reader.dump();
                reader.close();
            }
        }
        Collection<TestResult> all = collected.getTestResults();
        for (String test : new TreeSet<>(TestList.tests())) {
            byTest.put(test, all.stream().filter(r -> r.getName().equals(test)).toList());
        }
    }

    private static boolean isResultFile(Path file) {
        return file.getFileName().toString().matches("jcstress-results-.*\\.bin\\.gz");
    }

    /** {@return the names of all tests that there are, in order} */
    Collection<String> tests() {
        return byTest.keySet();
    }

    /** {@return how often each outcome of a test was seen} */
    Map<String, Long> outcomes(String test) {
        Map<String, Long> counts = new TreeMap<>();
        for (TestResult result : byTest.get(test)) {
            result.getStateKeys().forEach(outcome -> counts.merge(outcome, result.getCount(outcome), Long::sum));
        }
        return counts;
    }

    /** {@return what is expected of an outcome of a test} */
    static Expect expect(String test, String outcome) {
        TestInfo info = TestList.getInfo(test);
        return info.cases().stream()
                .filter(known -> known.matchesExactly(outcome) || known.matches(outcome))
                .findFirst()
                .orElse(info.unmatched())
                .expect();
    }

    /** {@return of each test that did not run, did not pass, or did not show what it is there to show, what was wrong} */
    Map<String, String> problems() {
        Map<String, String> problems = new TreeMap<>();
        byTest.forEach((test, results) -> {
            if (results.isEmpty()) {
                problems.put(
                        test,
                        "did not run (%d actors)"
                                .formatted(TestList.getInfo(test).threads()));
            } else if (isSilentControl(test)) {
                problems.put(test, "is a control and did not show its fault");
            }
            for (TestResult result : results) {
                if (result.status() != Status.NORMAL) {
                    problems.put(test, "ended with " + result.status());
                } else if (result.getTotalCount() == 0) {
                    problems.put(test, "took no sample");
                } else if (!result.grading().isPassed) {
                    problems.put(test, String.join("; ", result.grading().failureMessages));
                }
            }
        });
        return problems;
    }

    /** {@return the rules of concurrency that no control showed broken: without one, nobody knows whether it would be noticed} */
    Set<Rule> rulesNotShown() throws ClassNotFoundException {
        Set<Rule> rules = EnumSet.range(Rule.LOCK_1, Rule.LOCK_5);
        for (String test : tests()) {
            if (isControl(test) && !isSilentControl(test)) {
                Class<?> essay = Class.forName(test.substring(0, test.lastIndexOf('.')));
                rules.removeAll(Set.of(essay.getAnnotation(Checks.class).value()));
            }
        }
        return rules;
    }

    /** {@return the controls that did not show their fault} */
    List<String> silentControls() {
        return tests().stream().filter(this::isSilentControl).toList();
    }

    private boolean isSilentControl(String test) {
        return isControl(test) && outcomes(test).keySet().stream().noneMatch(seen -> isFault(test, seen));
    }

    /** {@return whether a test is there to go wrong} */
    static boolean isControl(String test) {
        TestInfo info = TestList.getInfo(test);
        return Stream.concat(info.cases().stream(), Stream.of(info.unmatched()))
                .map(StateCase::expect)
                .anyMatch(expect -> expect == Expect.ACCEPTABLE_INTERESTING);
    }

    /** {@return whether an outcome is the fault that a control is there to show} */
    static boolean isFault(String test, String outcome) {
        return expect(test, outcome) == Expect.ACCEPTABLE_INTERESTING;
    }
}
