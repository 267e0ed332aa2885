package replication.backlog.conformance.evidence;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.RaceRunner;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.faults.LockFaults;
import replication.backlog.faults.RaceFault;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;

/** Puts faults to the suite of races, as {@code check} runs it, up to the first divergence. */
public final class Races {

    /** The faults that show only as threads that wait for ever. */
    static final Set<String> STUCK = Set.of(
            "looks, and then waits",
            "does not wake when it is closed",
            "wakes before it pushes",
            "wakes one of those who wait",
            "wakes only where nothing was retained");

    private Races() {}

    /**
     * How far it came.
     *
     * @param races how many scenarios were run
     * @param rounds in how many rounds
     * @param broken the rule that is named, if one is
     */
    public record Found(int races, long rounds, Optional<Rule> broken) {}

    /** {@return the faults in this process} */
    public static Stream<RaceFault> faults() {
        return Stream.of(LockFaults.ALL, LockFaults.IN_WHAT_IS_HANDED_OVER, LockFaults.IN_WAITING)
                .flatMap(faults -> faults.stream());
    }

    /** {@return how a subject fares with a seed} */
    public static Found run(Subject subject, long seed) {
        AtomicLong rounds = new AtomicLong();
        int[] races = {0};
        Optional<?>[] first = {Optional.empty()};
        new RaceRunner(subject, Deviations.NONE)
                .run(
                        Suite.races(seed, Suite.TRIES).source().apply(EnumSet.copyOf(subject.capabilities())),
                        exchanges -> true,
                        () -> first[0].isEmpty(),
                        (script, run) -> {
                            races[0]++;
                            rounds.addAndGet(((Request.Race) script.resolve(subject.framing())
                                            .get(0)
                                            .request())
                                    .rounds());
                            first[0] = run.divergence().map(Divergence::rule);
                        });
        return new Found(races[0], rounds.get(), first[0].map(rule -> (Rule) rule));
    }

    /** Shows how each fault fares, for whoever changes the suite. */
    public static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        Stream.concat(Stream.of(RaceFault.NONE), faults()).forEach(fault -> {
            StringBuilder line = new StringBuilder();
            for (int seed = 1; seed <= seeds; seed++) {
                long start = System.nanoTime();
                Found found = run(fault.subject(), seed);
                line.append(found.broken().map(Rule::id).orElse("------"))
                        .append(String.format(
                                " %2d/%-7d %4d ms | ",
                                found.races(), found.rounds(), (System.nanoTime() - start) / 1_000_000));
            }
            System.out.printf("%-70s %s%n", fault.what(), line);
        });
    }
}
