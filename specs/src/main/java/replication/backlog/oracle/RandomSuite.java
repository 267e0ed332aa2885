package replication.backlog.oracle;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import net.jqwik.api.state.ActionChain;
import replication.backlog.spec.Script;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Chains;
import replication.backlog.tck.Divergence;
import replication.backlog.tck.Runner;
import replication.backlog.tck.Shrinker;
import replication.backlog.tck.Subject;
import replication.backlog.tck.Trial;
import replication.backlog.tck.Walk;

/** The contract's action chains, from a seed, put to any subject; what fails is shrunk. */
final class RandomSuite implements Suite {

    private static final int ACTIONS = 30;

    private final long seed;
    private final int tries;

    RandomSuite(long seed, int tries) {
        this.seed = seed;
        this.tries = tries;
    }

    @Override
    public String name() {
        return "random";
    }

    @Override
    public void run(Subject subject, Tally tally) {
        tally.offered(subject, Capability.STATE);
        boolean resume = tally.offered(subject, Capability.RESUME);
        JqwikSession.run(() -> {
            RandomGenerator<ActionChain<Walk>> chains =
                    Chains.of(Walk::new, resume).withMaxTransformations(ACTIONS).generator(tries, false);
            Stream<Script> scripts = IntStream.range(0, tries).mapToObj(i -> script(chains, i));
            new Runner(subject).run(scripts, (script, trial) -> take(script, trial, subject, tally));
        });
    }

    private Script script(RandomGenerator<ActionChain<Walk>> chains, int i) {
        Walk walk = chains.next(new Random(seed + i)).value().run();
        JqwikSession.finishTry();
        return walk.script("try " + i);
    }

    private static void take(Script script, Trial trial, Subject subject, Tally tally) {
        tally.count(trial);
        trial.divergence().filter(it -> !tally.hasFound(it.rule())).ifPresent(first -> {
            Divergence shortest = first;
            try {
                shortest = Shrinker.shrink(subject, script, first);
            } finally {
                // Found is found, even if the adapter fails while a shorter way is looked for.
                tally.found(script.id(), shortest);
            }
        });
    }
}
