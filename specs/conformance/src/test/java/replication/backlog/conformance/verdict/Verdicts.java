package replication.backlog.conformance.verdict;

import java.util.List;
import java.util.Optional;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.Confirmation;

/** Verdicts that no check came to. */
public final class Verdicts {

    private Verdicts() {}

    /** {@return the verdict of one suite that found one divergence} */
    public static Verdict of(Divergence divergence, Confirmation confirmation) {
        SuiteResult result = new SuiteResult("random", 1);
        result.found(new Finding("random", "try 1", divergence, confirmation, Optional.empty()));
        result.end();
        return new Verdict(List.of(result), List.of(), Check.Scope.ALL, Deviations.NONE, Optional.empty());
    }

    /** {@return the verdict where nothing was done but what was left out} */
    public static Verdict ofNothing(String... notRun) {
        return new Verdict(List.of(), List.of(notRun), Check.Scope.ALL, Deviations.NONE, Optional.empty());
    }
}
