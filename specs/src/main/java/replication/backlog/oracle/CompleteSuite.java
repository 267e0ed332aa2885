package replication.backlog.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import replication.backlog.spec.Script;
import replication.backlog.spec.Step;
import replication.backlog.tck.Capability;
import replication.backlog.tck.CompleteScripts;
import replication.backlog.tck.Runner;
import replication.backlog.tck.Subject;
import replication.backlog.tck.Trial;

/** Every word of calls up to a length from every state of the model. */
final class CompleteSuite implements Suite {

    private final int extraStates;

    CompleteSuite(int extraStates) {
        this.extraStates = extraStates;
    }

    @Override
    public String name() {
        return "complete";
    }

    @Override
    public void run(Subject subject, Tally tally) {
        tally.offered(subject, Capability.STATE);
        boolean resume = tally.offered(subject, Capability.RESUME);
        Set<List<Step>> failed = new HashSet<>();
        new Runner(subject)
                .run(CompleteScripts.of(extraStates, resume), (script, trial) -> take(script, trial, tally, failed));
    }

    /** A script that goes on after one that failed says nothing new, and would name a rule that is not to blame. */
    private static void take(Script script, Trial trial, Tally tally, Set<List<Step>> failed) {
        tally.count(trial);
        trial.divergence().ifPresent(divergence -> {
            List<Step> steps = script.steps();
            boolean goesOn =
                    IntStream.range(1, steps.size()).anyMatch(length -> failed.contains(steps.subList(0, length)));
            failed.add(steps);
            if (!goesOn) {
                tally.found("script " + tally.scripts(), divergence);
            }
        });
    }
}
