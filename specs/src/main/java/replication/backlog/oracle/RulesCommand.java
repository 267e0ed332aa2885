package replication.backlog.oracle;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import replication.backlog.spec.Circumstance;
import replication.backlog.spec.Rule;
import replication.backlog.spec.SpecDocument;
import replication.backlog.tck.BacklogContract;
import replication.backlog.tck.Checks;

/** Lists the rules with where each is checked. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Lists the rules, each with its examples in SPEC.md and the properties that check it.")
final class RulesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SpecDocument document = SpecDocument.load();
        for (Rule rule : Rule.values()) {
            out.printf("%-8s %s%n", rule.id(), rule.sentence());
            places(document, rule).forEach(place -> out.println("         - " + place));
        }
        out.flush();
        return 0;
    }

    private static List<String> places(SpecDocument document, Rule rule) {
        Stream<String> examples = document.examples().stream()
                .filter(example -> example.rule().equals(rule.id()))
                .map(example -> "example " + example.id() + " (SPEC.md:"
                        + (example.lines().get(0).number()) + ")");
        Stream<String> random = Arrays.stream(Circumstance.values())
                .filter(circumstance -> circumstance.rule() == rule)
                .limit(1)
                .map(circumstance -> "suite random")
                .filter(place -> !rule.id().startsWith("WIRE"));
        Stream<String> properties = Arrays.stream(BacklogContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Checks.class))
                .filter(method ->
                        List.of(method.getAnnotation(Checks.class).value()).contains(rule))
                .map(Method::getName)
                .sorted()
                .map(name -> "property " + name);
        return Stream.of(examples, random, properties).flatMap(places -> places).toList();
    }
}
