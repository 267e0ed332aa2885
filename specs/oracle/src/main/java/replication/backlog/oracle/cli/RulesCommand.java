package replication.backlog.oracle.cli;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import replication.backlog.conformance.BacklogContract;
import replication.backlog.conformance.Checks;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.model.Framing;
import replication.backlog.model.Rule;
import replication.backlog.model.SpecDocument;

/** Lists the rules with where each is checked. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description =
                "Lists the rules, each with its examples in SPEC.md, and the suites and properties that check it.")
final class RulesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SpecDocument document = SpecDocument.load();
        Map<String, Set<Rule>> suites = suites();
        for (Rule rule : Rule.values()) {
            out.printf("%-8s %s%n", rule.id(), rule.sentence());
            places(document, suites, rule).forEach(place -> out.println("         - " + place));
        }
        out.flush();
        return 0;
    }

    /** The rules that each suite bears on: of the random one, a few scripts tell. */
    private static Map<String, Set<Rule>> suites() {
        Map<String, Set<Rule>> rules = new LinkedHashMap<>();
        JqwikSession.run(() -> Suite.all(1, 60, 0).stream()
                .filter(suite -> !suite.name().equals("examples"))
                .forEach(suite -> suite.source()
                        .apply(EnumSet.allOf(Capability.class))
                        .flatMap(script -> script.resolve(Framing.RESP).stream())
                        .forEach(exchange -> rules.computeIfAbsent(suite.name(), none -> EnumSet.noneOf(Rule.class))
                                .addAll(Judge.bearsOn(exchange)))));
        return rules;
    }

    private static List<String> places(SpecDocument document, Map<String, Set<Rule>> suites, Rule rule) {
        Stream<String> examples = document.examples().stream()
                .filter(example -> example.rule().equals(rule.id()))
                .map(example -> "example " + example.id() + " (SPEC.md:"
                        + (example.lines().get(0).number()) + ")");
        Stream<String> properties = Arrays.stream(BacklogContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Checks.class))
                .filter(method ->
                        List.of(method.getAnnotation(Checks.class).value()).contains(rule))
                .map(Method::getName)
                .sorted()
                .map(name -> "property " + name);
        Stream<String> bearing = suites.entrySet().stream()
                .filter(suite -> suite.getValue().contains(rule))
                .map(suite -> "suite " + suite.getKey());
        Stream<String> stress = rule.id().startsWith("LOCK")
                ? Stream.of("for the reference, and others in Java: jcstress and Lincheck, stress/README.md")
                : Stream.empty();
        return Stream.of(examples, bearing, properties, stress)
                .flatMap(places -> places)
                .toList();
    }
}
