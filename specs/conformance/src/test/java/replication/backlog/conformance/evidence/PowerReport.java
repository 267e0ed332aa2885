package replication.backlog.conformance.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.conformance.OnTrial;
import replication.backlog.conformance.evidence.FaultRace.Kill;
import replication.backlog.conformance.evidence.Power.Column;
import replication.backlog.faults.Fault;
import replication.backlog.model.Rule;

/** What was measured of the suites, as Markdown. It holds no times: the same code gives the same text. */
final class PowerReport {

    private static final int HARDEST_OF_AN_AREA = 3;

    private final Power power;

    PowerReport(Power power) {
        this.power = power;
    }

    String text() {
        return String.join("\n", head(), solved(), alarms(), matrix(), properties());
    }

    private String head() {
        return """
                # What the suites find

                %d faults, each a small change in an implementation that is right otherwise: one condition, one line. Real systems
                had many of them. They stand in `specs/conformance/src/test/java/replication/backlog/faults`. Every suite is put to every fault,
                and what comes of it stands below; the build fails when this page is not what it finds, when a fault stays unfound,
                when a rule is named that the fault does not break, and when there is a rule that is named for no fault. LOCK-1 to LOCK-5
                are broken by interleavings, not by calls: what the suite *races* finds, and with how many rounds, stands in [RACES.md](RACES.md), and
                the stress tests have controls of their own.

                Written by `mvn -pl specs/conformance -am test -Dtest=FrameTest,OperationTest,PowerTest -Dgenerated.write=true`,
                in one process, without an adapter: the suites as `check` runs them, the random one with %s tries and seeds 1 to %d, the
                complete one with K = 0 and 2; 2 is what `check` does. The same code gives the same page.
                """.formatted(Power.faults().count(), grouped(Power.TRIES), Power.SEEDS);
    }

    private String solved() {
        StringBuilder text = new StringBuilder("""
                ## Faults found, by suite

                A test is one script: it creates a backlog, calls it, and compares all replies. A fault counts as found by a suite that
                depends on chance when %d seeds out of %d find it, each within %s tests. Decoding is only asked for by the suites
                *examples* and *wire*, and only *wire* hands bytes over in pieces. Whatever K is, the complete suite ends with scripts that go
                by sizes, places and repetitions, up to 70,000 calls long; here they stand in K = 2 alone.

                | suite | finds | within 1 test | within 10 | within 100 | within 1,000 |
                |---|---:|---:|---:|---:|---:|
                """.formatted(Power.SEEDS, Power.SEEDS, grouped(Power.TRIES)));
        for (Column column : power.columns()) {
            text.append("| ")
                    .append(describe(column))
                    .append(" | ")
                    .append(column.found().size());
            for (int tests = 1; tests <= 1000; tests *= 10) {
                text.append(" | ").append(column.solvedWithin(tests));
            }
            text.append(" |\n");
        }
        long together = Power.faults().filter(this::isFoundByTheGate).count();
        return text.append("| complete, random and wire together | ")
                .append(together)
                .append(" | | | | |\n")
                .toString();
    }

    boolean isFoundByTheGate(Fault fault) {
        return Stream.of("K=2", "random", "wire")
                .anyMatch(suite -> power.column(suite).found().containsKey(fault));
    }

    private static String describe(Column column) {
        return switch (column.name()) {
            case "seed" -> "*control:* the fifteen examples that the behaviour comes from";
            case "naive" -> "*control:* random calls, offsets from all of 64 bits alike, budgets of 1 to 64 KiB";
            case "examples" -> "examples: those of SPEC.md, everything observed after each line";
            case "random" -> "random: action chains";
            case "wire" -> "wire";
            default -> "complete, " + column.name();
        };
    }

    private String alarms() {
        return """
                ## False alarms

                %s were put to the same scripts: %s replies judged, %d found wrong.
                """.formatted(
                        Power.RIGHT.stream().map(Fault::what).collect(Collectors.joining(", ")),
                        grouped(power.stepsOfTheRight()),
                        power.falseAlarms());
    }

    private String matrix() {
        StringBuilder text = new StringBuilder("""
                ## Every fault

                The number of tests up to the first that fails; of a suite that depends on chance, the median and the worst of %d seeds;
                – where it is not found. *Shown* is the shortest script that one of the suites shows, and the rule that it names there.
                """.formatted(Power.SEEDS));
        for (Fault.Area area : Fault.AREAS) {
            text.append("\n### ").append(area.name()).append("\n\n| fault | breaks |");
            power.columns()
                    .forEach(column -> text.append(' ').append(column.name()).append(" |"));
            text.append(" shown |\n|---|---|")
                    .append("---:|".repeat(power.columns().size()))
                    .append("---|\n");
            area.faults().forEach(fault -> text.append(row(fault)));
        }
        return text.toString();
    }

    private String row(Fault fault) {
        String cells = power.columns().stream()
                .map(column -> column.tests(fault).map(PowerReport::cell).orElse("–"))
                .collect(Collectors.joining(" | "));
        return "| %s | %s | %s | %s |\n".formatted(fault.what(), ids(fault.breaks()), cells, shown(fault));
    }

    private static String cell(int[] tests) {
        return tests[0] == tests[1] ? grouped(tests[1]) : grouped(tests[0]) + " / " + grouped(tests[1]);
    }

    /** The same on every machine, whatever its language. */
    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private String shown(Fault fault) {
        return power.shortest(fault)
                .map(Map.Entry::getValue)
                .map(kill -> kill.rule().id() + ", " + calls(kill))
                .orElse("by a property alone");
    }

    /** {@return the faults of an area, and the shortest that a suite shows of each} */
    String shown(Fault.Area area) {
        return area.faults().stream()
                .map(fault -> "# " + fault.what() + "\n"
                        + power.shortest(fault)
                                .map(shown ->
                                        suite(shown.getKey()) + shown.getValue().shown())
                                .orElse("not found\n"))
                .collect(Collectors.joining("\n"));
    }

    private static String calls(Kill kill) {
        return kill.calls() == 1 ? "1 call" : kill.calls() + " calls";
    }

    private static String ids(Set<Rule> rules) {
        return rules.stream().sorted().map(Rule::id).collect(Collectors.joining(", "));
    }

    private String properties() {
        StringBuilder text = new StringBuilder("""
                ## What each property is worth

                The properties that a Java backlog and the codec are put under, each alone, with a fixed seed. Faults in bytes are put to
                the wire properties, the others to the contract. *First* counts the faults that no other property finds in as few tries.

                | property | finds | alone | first |
                |---|---:|---:|---:|
                """);
        Map<String, List<Fault>> finds = new TreeMap<>();
        Map<String, List<Fault>> alone = new TreeMap<>();
        Map<String, List<Fault>> first = new TreeMap<>();
        Power.faults().forEach(fault -> {
            Map<String, Integer> failing = power.properties(fault);
            failing.keySet().forEach(name -> add(finds, name, fault));
            if (failing.size() == 1) {
                failing.keySet().forEach(name -> add(alone, name, fault));
            }
            int fewest =
                    failing.values().stream().min(Comparator.naturalOrder()).orElse(0);
            List<String> fastest = failing.keySet().stream()
                    .filter(name -> failing.get(name) == fewest)
                    .toList();
            if (fastest.size() == 1) {
                add(first, fastest.get(0), fault);
            }
        });
        for (String name : OnTrial.properties().keySet()) {
            text.append("| %s | %d | %d | %d |\n"
                    .formatted(name, count(finds, name), count(alone, name), count(first, name)));
        }
        text.append("\nFound by one property alone:\n\n");
        alone.forEach((name, faults) -> text.append("- ")
                .append(name)
                .append(": ")
                .append(faults.stream().map(Fault::what).collect(Collectors.joining("; ")))
                .append(".\n"));
        return text.toString();
    }

    private static void add(Map<String, List<Fault>> lists, String name, Fault fault) {
        lists.computeIfAbsent(name, none -> new ArrayList<>()).add(fault);
    }

    private static int count(Map<String, List<Fault>> lists, String name) {
        return lists.getOrDefault(name, List.of()).size();
    }

    /** {@return the track record in short: of each area the faults that take the most tests} */
    String trackRecord() {
        StringBuilder text = new StringBuilder("""
                | fault | rule named | suite that shows it shortest | script |
                |---|---|---|---:|
                """);
        for (Fault.Area area : Fault.AREAS) {
            area.faults().stream()
                    .filter(fault -> power.shortest(fault).isPresent())
                    .sorted(Comparator.comparingInt(this::leastTests).reversed())
                    .limit(HARDEST_OF_AN_AREA)
                    .forEach(fault -> power.shortest(fault)
                            .ifPresent(shown -> text.append("| %s | %s | %s | %s |\n"
                                    .formatted(
                                            fault.what(),
                                            shown.getValue().rule().id(),
                                            suite(shown.getKey()),
                                            calls(shown.getValue())))));
        }
        return text.toString();
    }

    private static String suite(String column) {
        return column.startsWith("K=") ? "complete" : column;
    }

    private int leastTests(Fault fault) {
        return power.suites().stream()
                .flatMap(suite -> suite.tests(fault).stream())
                .mapToInt(tests -> tests[1])
                .min()
                .orElseThrow();
    }

    /** {@return the limits of what was measured, as a list} */
    String limits() {
        long all = Power.faults().count();
        return """
                - The suites have found %d of the %d planted faults, and the properties for Java backlogs the rest. That is a figure about these
                  faults: one that nobody thought of may differ. The fifteen examples that the behaviour comes from find %d, random calls
                  with 64-bit offsets and large budgets %d.
                - No correct backlog was accused in %s million judged replies.
                - Without a decoder or a start offset to choose, less can be seen: the complete suite alone finds %d, the wire suite alone %d.
                """.formatted(
                        Power.faults().filter(this::isFoundByTheGate).count(),
                        all,
                        power.column("seed").found().size(),
                        power.column("naive").found().size(),
                        power.stepsOfTheRight() / 1_000_000,
                        power.column("K=2").found().size(),
                        power.column("wire").found().size());
    }
}
