package replication.backlog.conformance.run;

import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.race.OneByOne;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Exchange;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * Puts races to a subject, one after the other, each with as many rounds as there is time for: what took the one before tells
 * how many that are.
 */
public final class RaceRunner {

    /** For each scenario. Fewer rounds show less, and the verdict says so. */
    private static final long NANOS = 30_000_000;

    /** Where threads seldom meet, fewer would show nothing, whatever time they take; as long as that is not far too long. */
    private static final long FEWEST = 500;

    private static final long FAR_TOO_LONG_NANOS = 200_000_000;

    /** Before anything is known: whoever is slow must not be taken for stuck. */
    private static final long FIRST = 20;

    /**
     * A busy machine may take the second processor away at any time, and a round that took a microsecond takes milliseconds then: no
     * race may have so many that it is taken for stuck.
     */
    private static final long MOST = 2_000;

    /** How much faster the next race may be than the one before: not all take the same time. */
    private static final long GROWTH = 4;

    private static final long AGAIN = 4;

    private final Subject subject;
    private final Deviations deviations;
    private long rounds = FIRST;

    /**
     * Creates a runner.
     *
     * @param subject what the races are put to
     * @param deviations how it may differ
     */
    public RaceRunner(Subject subject, Deviations deviations) {
        this.subject = subject;
        this.deviations = deviations;
    }

    /**
     * Runs races in order.
     *
     * @param scripts the scripts, each of one race
     * @param wanted which of them to run, by their exchanges
     * @param goesOn whether to go on, asked before every race
     * @param done gets each script, with the rounds that it had, and its run
     */
    public void run(
            Stream<Script> scripts,
            Predicate<List<Exchange>> wanted,
            BooleanSupplier goesOn,
            BiConsumer<Script, ScriptRun> done) {
        for (Iterator<Script> it = scripts.iterator(); it.hasNext() && goesOn.getAsBoolean(); ) {
            Script next = it.next();
            Script script =
                    new Script(next.id(), List.of(withRounds(next.steps().get(0), rounds)), next.look());
            List<Exchange> exchanges = script.resolve(subject.framing());
            if (wanted.test(exchanges)) {
                ScriptRun run = new ScriptRun(subject, deviations);
                long start = System.nanoTime();
                run.play(exchanges);
                pace(System.nanoTime() - start);
                if (run.divergence().isEmpty() || !isWrongWithoutRacing(script, run, done)) {
                    done.accept(script, run);
                }
            }
        }
    }

    /** What one thread alone can show is told as that: the rule that it breaks is not one of those between threads. */
    private boolean isWrongWithoutRacing(Script race, ScriptRun run, BiConsumer<Script, ScriptRun> done) {
        if (run.ended().isPresent()) {
            return false;
        }
        Iterator<Script> scripts = OneByOne.of(race(race.steps().get(0)).scenario(), subject.framing())
                .iterator();
        while (scripts.hasNext()) {
            Script alone = scripts.next();
            ScriptRun judged = ScriptRun.of(subject, deviations, alone);
            if (judged.divergence().isPresent() || judged.endedAsDeclared()) {
                done.accept(new Script(race.id() + ", one by one", alone.steps(), alone.look()), judged);
                return true;
            }
        }
        return false;
    }

    /** {@return a script whose races have as many rounds as it is worth to see again what was seen once} */
    public static Script withMoreRounds(Script script) {
        List<Step> steps = script.steps().stream()
                .map(step -> isRace(step)
                        ? withRounds(step, Math.min(MOST, AGAIN * race(step).rounds()))
                        : step)
                .toList();
        return new Script(script.id(), steps, script.look());
    }

    private static boolean isRace(Step step) {
        return step instanceof Step.Absolute absolute && absolute.request() instanceof Request.Race;
    }

    private static Request.Race race(Step step) {
        return (Request.Race) ((Step.Absolute) step).request();
    }

    private static Step withRounds(Step race, long rounds) {
        return new Step.Absolute(new Request.Race(race(race).scenario(), rounds));
    }

    private void pace(long nanos) {
        long fewest = Math.min(FEWEST, inTime(nanos, FAR_TOO_LONG_NANOS));
        rounds = Math.max(1, Math.max(fewest, Math.min(Math.min(MOST, GROWTH * rounds), inTime(nanos, NANOS))));
    }

    private long inTime(long nanos, long time) {
        return (long) ((double) rounds * time / Math.max(1, nanos));
    }
}
