package replication.backlog.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** What the wrapper may show: what the model shows in some order of the same calls. */
@Outcome(id = "in order: .*", expect = Expect.ACCEPTABLE, desc = "as the model in some order of the calls")
@Outcome(expect = Expect.FORBIDDEN, desc = "as the model in no order of the calls")
public final class WrapperOutcomes {
    private WrapperOutcomes() {}
}
