package replication.backlog.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What a control may show, and has to: that the same race without the wrapper's lock goes wrong, and that it is seen. */
@Outcome(id = "in order: .*", expect = Expect.ACCEPTABLE, desc = "as the model in some order of the calls")
@Outcome(id = "in no order: .*", expect = Expect.ACCEPTABLE_INTERESTING, desc = "as the model in no order of the calls")
public final class ControlOutcomes {
    private ControlOutcomes() {}
}
