package replication.backlog.oracle.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Circumstance;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Untrusted;

/** Replays saved scripts on the model, and draws. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Replays saved scripts on the model, and draws the backlog after every step with the rule at work.")
final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files that check --save or vectors wrote, or folders of them.")
    private List<String> files = List.of();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Script script : SavedScripts.read(spec, SavedScripts.files(spec, files))) {
            out.println(Untrusted.line(script.id()));
            script.resolve(Framing.RESP).forEach(exchange -> explain(exchange, out));
            out.println();
        }
        out.flush();
        return Verdict.CONFORMS;
    }

    private static void explain(Exchange exchange, PrintWriter out) {
        Operation before = exchange.operation();
        Operation operation = exchange.isObservation() ? Operation.of(before.after(), exchange.request()) : before;
        out.println("  " + Notation.print(exchange.request()) + " -> "
                + Notation.print(exchange.request(), exchange.allowed()));
        if (operation.changes() && !(operation.request() instanceof Request.Race)) {
            out.println("      " + DivergenceText.drawAfter(operation) + left(operation.before(), operation.after()));
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
