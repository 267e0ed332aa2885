package replication.backlog.conformance.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.OnTrial;
import replication.backlog.conformance.evidence.FaultRace.Kill;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.conformance.suite.CompleteScripts;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.faults.Fault;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;

/** What each suite finds, and what it takes: measured anew, always with the same seeds. */
final class Power {

    static final int SEEDS = 10;
    static final int TRIES = 1000;

    /** Correct backlogs: none of them must ever be accused. */
    static final List<Fault> RIGHT = List.of(
            Fault.none("DequeBacklog", DequeBacklog::resume),
            Fault.none("ArenaBacklog", ArenaBacklog::resume),
            Fault.none("LockedBacklog", (m, n) -> new LockedBacklog(DequeBacklog.resume(m, n))),
            Fault.none("the model, as a backlog", ModelBacklog::new),
            Fault.none("the backlog that the faults are in", Fault.NONE.backlogs()));

    /**
     * A column of the matrix.
     *
     * @param name its name
     * @param isControl whether it is there for comparison only
     * @param found by fault, how it was found with each seed, where it was found with every seed
     */
    record Column(String name, boolean isControl, Map<Fault, List<Kill>> found) {

        /** {@return how many tests it takes, at the median and at worst} */
        Optional<int[]> tests(Fault fault) {
            return Optional.ofNullable(found.get(fault))
                    .map(kills -> kills.stream().mapToInt(Kill::test).sorted().toArray())
                    .map(sorted -> new int[] {sorted[(sorted.length - 1) / 2], sorted[sorted.length - 1]});
        }

        /** {@return how many faults it finds within so many tests, with any seed} */
        long solvedWithin(int tests) {
            return found.keySet().stream()
                    .filter(fault -> tests(fault).orElseThrow()[1] <= tests)
                    .count();
        }
    }

    private final List<Column> columns = new ArrayList<>();
    private final Map<Fault, Map<String, Integer>> properties = new LinkedHashMap<>();
    private long stepsOfTheRight;
    private long falseAlarms;

    /** Measures. */
    static Power measure() {
        Power power = new Power();
        JqwikSession.run(power::race);
        faults().forEach(fault ->
                power.properties.put(fault, fault.isForTheSuitesAlone() ? Map.of() : OnTrial.failing(fault)));
        return power;
    }

    static Stream<Fault> faults() {
        return Fault.AREAS.stream().flatMap(area -> area.faults().stream());
    }

    private void race() {
        columns.add(column("seed", true, Controls.seed(), faults().toList()));
        columns.add(column("naive", true, seed -> Controls.naive(seed, TRIES)));
        columns.add(column("examples", Suite.examples()));
        // Without what takes many frames: that is the same for each, and stands in the last one.
        columns.add(column("K=0", Suite.saved("K=0", CompleteScripts.of(0, true).toList())));
        columns.add(column("K=2", Suite.complete(2)));
        columns.add(column("random", false, seed -> scripts(Suite.random(seed, TRIES))));
        columns.add(column("wire", Suite.wire()));
    }

    private Column column(String name, Suite suite) {
        // Only these two decode anything.
        boolean decodes = name.equals("examples") || name.equals("wire");
        return column(
                name,
                false,
                scripts(suite),
                faults().filter(fault -> decodes || !fault.isInDecoding()).toList());
    }

    private Column column(String name, boolean isControl, Stream<Script> scripts, Collection<Fault> faults) {
        Map<Fault, List<Kill>> found = new LinkedHashMap<>();
        // What the complete suite finds with K = 0, it finds and shows with K = 2 as well.
        race(scripts, faults, !isControl, !isControl && !name.equals("K=0"))
                .forEach((fault, kill) -> found.put(fault, List.of(kill)));
        return new Column(name, isControl, found);
    }

    /** A fault that one seed does not find is not found: the other seeds need not look for it. */
    private Column column(String name, boolean isControl, LongFunction<Stream<Script>> scripts) {
        Map<Fault, List<Kill>> found = faults().filter(fault -> !fault.isInDecoding())
                .collect(Collectors.toMap(fault -> fault, fault -> new ArrayList<>(), (a, b) -> a, LinkedHashMap::new));
        for (int seed = 1; seed <= SEEDS; seed++) {
            Map<Fault, Kill> kills =
                    race(scripts.apply(seed), found.keySet(), !isControl && seed == 1, !isControl && seed == 1);
            found.keySet().retainAll(kills.keySet());
            found.forEach((fault, all) -> all.add(kills.get(fault)));
        }
        return new Column(name, isControl, found);
    }

    private Map<Fault, Kill> race(
            Stream<Script> scripts, Collection<Fault> faults, boolean withTheRight, boolean shrinks) {
        List<Fault> runners = new ArrayList<>(faults);
        runners.addAll(withTheRight ? RIGHT : List.of());
        FaultRace race = new FaultRace(runners).run(scripts, shrinks);
        if (withTheRight) {
            stepsOfTheRight += race.steps() * RIGHT.size();
            falseAlarms += RIGHT.stream().filter(race.kills()::containsKey).count();
        }
        return race.kills();
    }

    private static Stream<Script> scripts(Suite suite) {
        return suite.source().apply(EnumSet.allOf(Capability.class));
    }

    List<Column> columns() {
        return columns;
    }

    Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** {@return the properties that a fault does not pass, and at which try} */
    Map<String, Integer> properties(Fault fault) {
        return properties.get(fault);
    }

    long stepsOfTheRight() {
        return stepsOfTheRight;
    }

    long falseAlarms() {
        return falseAlarms;
    }

    /** {@return the columns that are suites of {@code check}} */
    List<Column> suites() {
        return columns.stream().filter(column -> !column.isControl()).toList();
    }

    /** {@return the rules that the suites name for a fault} */
    Set<Rule> named(Fault fault) {
        return suites().stream()
                .flatMap(suite -> suite.found().getOrDefault(fault, List.of()).stream())
                .map(Kill::rule)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    }

    /** {@return the suite of those given that takes the fewest calls to show a fault, and how it does} */
    Optional<Map.Entry<String, Kill>> shortest(Fault fault) {
        return suites().stream()
                .filter(suite -> suite.found().containsKey(fault))
                .map(suite -> Map.entry(suite.name(), suite.found().get(fault).get(0)))
                .min(Comparator.comparingInt(shown -> shown.getValue().calls()));
    }
}
