package replication.backlog.oracle;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import replication.backlog.spec.Rule;
import replication.backlog.spec.Script;
import replication.backlog.spec.SpecDocument;
import replication.backlog.spec.Step;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Runner;
import replication.backlog.tck.Subject;
import replication.backlog.tck.Trial;

/** The examples of SPEC.md, as they stand there. */
final class ExamplesSuite implements Suite {

    private final Map<String, SpecDocument.Example> examples = SpecDocument.load().examples().stream()
            .filter(example -> example.kind().equals("backlog"))
            .collect(Collectors.toMap(SpecDocument.Example::id, Function.identity()));

    @Override
    public String name() {
        return "examples";
    }

    @Override
    public void run(Subject subject, Tally tally) {
        new Runner(subject)
                .run(
                        SpecDocument.load().examples().stream()
                                .filter(example -> example.kind().equals("backlog"))
                                .map(SpecDocument.Example::script)
                                .filter(script -> isOffered(script, subject, tally)),
                        (script, trial) -> take(script, trial, tally));
    }

    private static boolean isOffered(Script script, Subject subject, Tally tally) {
        Optional<Capability> missing = script.steps().stream()
                .map(step -> ((Step.Absolute) step).request())
                .flatMap(request -> Capability.neededBy(request).stream())
                .filter(capability -> !subject.capabilities().contains(capability))
                .findFirst();
        missing.ifPresent(capability -> tally.skip("capability " + capability.code()));
        return missing.isEmpty();
    }

    private void take(Script script, Trial trial, Tally tally) {
        SpecDocument.Example example = examples.get(script.id());
        tally.count(trial);
        if (!trial.isOver()) {
            tally.checked(Rule.byId(example.rule()).orElseThrow());
        }
        trial.divergence().ifPresent(divergence -> {
            int line = example.lines().get(divergence.script().size() - 1).number();
            tally.found(script.id() + ", SPEC.md:" + line, divergence);
        });
    }
}
