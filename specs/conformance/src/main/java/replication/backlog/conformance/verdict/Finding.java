package replication.backlog.conformance.verdict;

import java.util.Optional;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.Confirmation;
import replication.backlog.model.Rule;

/**
 * A divergence and where it was found.
 *
 * @param suite the suite's name
 * @param script what the script is called
 * @param divergence the divergence
 * @param confirmation how surely it shows again
 * @param declared the deviation that declares it, if one does
 */
public record Finding(
        String suite, String script, Divergence divergence, Confirmation confirmation, Optional<Deviation> declared) {

    /** {@return the rule that is broken} */
    public Rule rule() {
        return divergence.rule();
    }

    /** {@return how many calls the script has, its creation and the step that shows the divergence included} */
    public int calls() {
        return divergence.shortScript().size();
    }
}
