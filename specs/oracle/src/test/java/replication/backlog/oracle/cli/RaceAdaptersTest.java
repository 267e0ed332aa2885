package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.evidence.Races;
import replication.backlog.conformance.subject.SharedBacklog;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.faults.RaceFault;
import replication.backlog.model.Rule;
import replication.backlog.oracle.adapter.AdapterProcess;

/**
 * Faults between threads in the shipped adapters, compiled anew, are found over the pipe: some of them here, and all of them, and
 * those in Java, with ten seeds each, by {@code -Praces}, which writes down what it took.
 */
class RaceAdaptersTest {

    private static final boolean WHOLE = Boolean.getBoolean("races.whole");

    private static final int SEEDS = Integer.getInteger("races.seeds", 10);

    /** On a machine that is busy otherwise two threads may hardly ever meet. */
    private static final int CHANCES = 5;

    /** In all, over those that are right. */
    private static final long ROUNDS_OF_THE_RIGHT = Long.getLong("races.rounds", 100_000_000L);

    private static final double LOAD_AT_FIRST = load();

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Path PAGE = Path.of("../../mutation-report/RACES.md");

    @TempDir
    private Path folder;

    private static void requireToolchain(AdapterFault fault) throws InterruptedException {
        try {
            int status = new ProcessBuilder(fault.toolchain())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            Assumptions.assumeTrue(status == 0, fault.language() + " does not run");
        } catch (IOException missing) {
            System.out.println("Left out: races of " + fault.language() + ", because it is missing");
            Assumptions.abort(fault.language() + " is missing");
        }
    }

    @TestFactory
    Stream<DynamicTest> aMutexThatIsMissingIsFound() {
        return AdapterFault.ALL.stream()
                .filter(fault -> fault.what().equals("has no mutex"))
                .map(fault -> DynamicTest.dynamicTest(fault.language(), () -> {
                    requireToolchain(fault);
                    Path program = fault.build(folder.resolve(fault.language()));
                    String out = "";
                    for (int seed = 1; seed <= CHANCES && !out.contains("\nDIVERGENT: "); seed++) {
                        out = check(program, seed);
                    }
                    assertThat(out)
                            .contains("DIVERGENCE in races, ", "thread 1", "\nDIVERGENT: ")
                            .containsPattern("diverges from LOCK-[1-3]");
                }));
    }

    @Test
    void aWaitThatIsNeverWokenEndsByTheLimit() throws IOException, InterruptedException {
        AdapterFault deaf = AdapterFault.ALL.stream()
                .filter(fault -> fault.language().equals("c") && fault.what().equals("does not wake when it is closed"))
                .findFirst()
                .orElseThrow();
        requireToolchain(deaf);
        Path program = deaf.build(folder.resolve("deaf"));
        String out = "";
        for (int seed = 1; seed <= CHANCES && !out.contains("\nDIVERGENT: "); seed++) {
            out = check(program, seed, "--only", "LOCK-4", "--timeout", "3");
        }
        assertThat(out)
                .contains("await", "close", "actual    hung: no reply within 3.0 s; the process was ended")
                .contains("diverges from LOCK-4");
    }

    private static String check(Path program, int seed, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("check", "--suite", "races", "--fail-fast", "--seed", "" + seed));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--", program.toString()));
        StringWriter out = new StringWriter();
        Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), arguments.toArray(String[]::new));
        return out.toString();
    }

    /** All of it takes long: what comes of it stands in a page. */
    @Test
    void everyFaultIsFoundWithEverySeedAndNobodyElseIsAccused() throws IOException, InterruptedException {
        Assumptions.assumeTrue(WHOLE, "only with -Praces");
        StringBuilder rows = new StringBuilder();
        int faults = 0;
        for (RaceFault fault : Races.faults().toList()) {
            rows.append(row("Java", fault.what(), fault::subject));
            faults++;
        }
        for (AdapterFault fault : AdapterFault.ALL) {
            requireToolchain(fault);
            String program = fault.build(folder.resolve("fault" + faults++)).toString();
            rows.append(row(fault.language(), fault.what(), () -> process(program)));
        }
        Files.writeString(PAGE, page(faults, rows.toString(), right()));
        assertThat(rows.toString().lines()).allMatch(row -> row.contains("| " + SEEDS + " of " + SEEDS + " |"));
    }

    private static Subject process(String program) {
        return new AdapterProcess(List.of(program), TIMEOUT, note -> {});
    }

    private static String row(String language, String what, Supplier<Subject> subjects) {
        List<Long> rounds = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        double slowest = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            long start = System.nanoTime();
            try (Subject subject = subjects.get()) {
                Races.Found found = Races.run(subject, seed);
                found.broken().ifPresent(rule -> {
                    rounds.add(found.rounds());
                    rules.add(rule);
                });
            }
            slowest = Math.max(slowest, (System.nanoTime() - start) / 1e9);
        }
        Collections.sort(rounds);
        String row = String.format(
                Locale.ROOT,
                "| %s | %s | %d of %d | %s | %s | %.1f | %s |\n",
                language,
                what,
                rounds.size(),
                SEEDS,
                rounds.isEmpty() ? "–" : String.format(Locale.ROOT, "%,d", rounds.get((rounds.size() - 1) / 2)),
                rounds.isEmpty() ? "–" : String.format(Locale.ROOT, "%,d", rounds.get(rounds.size() - 1)),
                slowest,
                String.join(
                        ", ", rules.stream().sorted().distinct().map(Rule::id).toList()));
        System.out.print(row);
        return row;
    }

    /** Those that are right, each with its share of the rounds. */
    private String right() throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        int programs = 0;
        List<RaceFault> inJava = List.of(
                new RaceFault(
                        "LockedBacklog, DequeBacklog",
                        (m, n) -> SharedBacklog.of(new LockedBacklog(DequeBacklog.resume(m, n)))),
                new RaceFault(
                        "LockedBacklog, ArenaBacklog",
                        (m, n) -> SharedBacklog.of(new LockedBacklog(ArenaBacklog.resume(m, n)))),
                RaceFault.NONE);
        long share = ROUNDS_OF_THE_RIGHT / (inJava.size() + AdapterFault.NONE.size());
        for (RaceFault right : inJava) {
            rows.append(right("Java", right.what(), right.subject(), share));
        }
        for (AdapterFault right : AdapterFault.NONE) {
            requireToolchain(right);
            String program = right.build(folder.resolve("right" + programs++)).toString();
            try (Subject subject = process(program)) {
                rows.append(right(right.language(), "the shipped adapter", subject, share));
            }
        }
        return rows.toString();
    }

    private static String right(String language, String what, Subject subject, long share) {
        long rounds = 0;
        long accused = 0;
        for (long seed = 1; rounds < share; seed++) {
            Races.Found found = Races.run(subject, seed);
            rounds += found.rounds();
            accused += found.broken().isPresent() ? 1 : 0;
        }
        assertThat(accused).as(what).isZero();
        String row = String.format(Locale.ROOT, "| %s | %s | %,d | %d |\n", language, what, rounds, accused);
        System.out.print(row);
        return row;
    }

    private static String page(int faults, String rows, String right) {
        return """
                # What the races find

                %d faults that only several threads at once can show: a lock that is missing or let go too early, something that leaves it
                alive, a wake-up that is lost. Those in Java stand in `specs/conformance/src/test/java/replication/backlog/faults/LockFaults.java`
                and are raced in the process of the oracle; those in Go and C are the shipped adapters with a line or two changed
                (`AdapterFault.java`), compiled, and raced over the pipe.

                Written by `mvn -pl specs/oracle -am test -Praces -Draces.seeds=%d -Draces.rounds=%d
                -Dtest=FrameTest,OperationTest,RaceJudgeTest,RaceAdaptersTest -Dsurefire.failIfNoSpecifiedTests=false` on %d processors, with a load of
                %.0f to start with and of %.0f in the end, which is what others were doing besides: the suite *races* as `check` runs it, with seeds 1 to %d. Chance
                decides what it takes, so the figures differ from one run to the next; the build asks each time whether one fault in Java of
                each kind is found within ten seeds (`RaceControlsTest`), and a missing mutex in Go and in C within five.

                Rounds are those up to the first divergence, at the median and at worst; seconds are those of the slowest seed, start
                and time limit included (5 s where a thread waits for ever).

                | language | fault | found | rounds, median | worst | seconds, worst | rules named |
                |---|---|---|---:|---:|---:|---|
                %s
                ## Those that are right

                The same suite with one seed after the other, until the rounds are done:

                | language | what | rounds | accused |
                |---|---|---:|---:|
                %s""".formatted(
                        faults,
                        SEEDS,
                        ROUNDS_OF_THE_RIGHT,
                        Runtime.getRuntime().availableProcessors(),
                        LOAD_AT_FIRST,
                        load(),
                        SEEDS,
                        rows,
                        right);
    }
}
