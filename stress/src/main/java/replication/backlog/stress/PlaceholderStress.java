package replication.backlog.stress;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Placeholder: two threads draw from one counter, and never the same number. */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "first before second")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "second before first")
@Outcome(expect = Expect.FORBIDDEN, desc = "a number drawn twice")
@State
public class PlaceholderStress {
    private final AtomicInteger counter = new AtomicInteger();

    /** Draws first. */
    @Actor
    public void first(II_Result result) {
        result.r1 = counter.incrementAndGet();
    }

    /** Draws second. */
    @Actor
    public void second(II_Result result) {
        result.r2 = counter.incrementAndGet();
    }
}
