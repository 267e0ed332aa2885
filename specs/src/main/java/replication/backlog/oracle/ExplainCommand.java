package replication.backlog.oracle;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import replication.backlog.spec.BacklogModel;
import replication.backlog.spec.Circumstance;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.FrameText;
import replication.backlog.spec.Notation;
import replication.backlog.spec.Operation;
import replication.backlog.spec.Script;
import replication.backlog.tck.DivergenceText;

/** Replays saved scripts on the model, and draws. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Replays saved scripts on the model, and draws the backlog after every step with the rule at work.")
final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A file that check --save or vectors wrote.")
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            for (Script script : Transcripts.read(file)) {
                out.println(script.id());
                script.resolve().forEach(exchange -> explain(exchange, out));
                out.println();
            }
        } catch (Transcripts.Unusable unusable) {
            throw new ParameterException(spec.commandLine(), unusable.getMessage());
        }
        out.flush();
        return Verdict.CONFORMS;
    }

    private static void explain(Exchange exchange, PrintWriter out) {
        Operation before = exchange.operation();
        Operation operation = exchange.isObservation() ? Operation.of(before.after(), exchange.request()) : before;
        out.println("  " + Notation.print(exchange.request()) + " -> "
                + Notation.print(exchange.request(), exchange.allowed()));
        if (operation.changes()) {
            out.println(
                    "      " + DivergenceText.draw(operation.after()) + left(operation.before(), operation.after()));
        }
        out.println("      " + rules(operation));
    }

    private static String left(BacklogModel before, BacklogModel after) {
        List<FrameText> gone = before.retained().stream()
                .filter(frame -> !after.retained().contains(frame))
                .toList();
        return gone.isEmpty()
                ? ""
                : "; left: "
                        + gone.stream()
                                .map(frame -> Long.toUnsignedString(frame.offset()))
                                .collect(Collectors.joining(", "));
    }

    private static String rules(Operation operation) {
        return Circumstance.of(operation).stream()
                .map(Circumstance::rule)
                .distinct()
                .map(rule -> rule.id() + " " + rule.sentence())
                .collect(Collectors.joining("\n      "));
    }
}
