package replication.backlog.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import replication.backlog.Backlog;
import replication.backlog.spec.FrameLength;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.spec.Script;
import replication.backlog.spec.Step;

/**
 * Looks for the shortest way to a divergence: leaves out steps, many at a time and then one by one, and makes those that
 * stay simpler, for as long as the same rule is broken. Steps are relative, so they keep their meaning when others go.
 */
public final class Shrinker {

    private static final FrameLength ORDINARY = new FrameLength(FrameLength.Base.ZERO, 35);

    private final Subject subject;
    private Script script;
    private Divergence divergence;
    private int attempts;

    private Shrinker(Subject subject, Script script, Divergence divergence) {
        this.subject = subject;
        this.script = script;
        this.divergence = divergence;
        this.attempts = attemptsWorth(divergence.actual());
    }

    /** {@return a divergence from the same rule, by the shortest script that was found} */
    public static Divergence shrink(Subject subject, Script script, Divergence divergence) {
        Shrinker shrinker = new Shrinker(subject, script, divergence);
        while (shrinker.leavesOut() | shrinker.simplifies()) {
            // What has become simpler may need fewer steps.
        }
        return shrinker.divergence;
    }

    /** A hang costs the time limit every time, a crash a new process. */
    private static int attemptsWorth(Reply actual) {
        if (actual instanceof Reply.Broken broken && broken.how() != Reply.Broken.How.ERROR) {
            return broken.how() == Reply.Broken.How.HUNG ? 8 : 100;
        }
        return 2000;
    }

    private boolean leavesOut() {
        int before = script.steps().size();
        for (int count = before / 2; count > 0; count /= 2) {
            for (int end = script.steps().size(); end - count >= 1; end -= count) {
                end = Math.min(end, script.steps().size());
                if (!tryWith(without(end - count, end))) {
                    tryWith(without(end - count, end), count);
                }
            }
        }
        return script.steps().size() < before;
    }

    private List<Step> without(int from, int to) {
        List<Step> rest = new ArrayList<>(script.steps());
        rest.subList(Math.max(1, from), to).clear();
        return rest;
    }

    /**
     * Without some pushes, but starting so much further on: for what only shows where offsets gain a digit or end. Never
     * beyond their end, where no backlog is created that the other steps could be about.
     */
    private boolean tryWith(List<Step> steps, long further) {
        Request.New creation = (Request.New) ((Step.Absolute) steps.get(0)).request();
        long next = creation.nextOffset() + further;
        steps.set(0, new Step.Absolute(new Request.New(creation.maxBytes(), next)));
        return creation.nextOffset() != 0 && Long.compareUnsigned(next, Backlog.OFFSETS_END) <= 0 && tryWith(steps);
    }

    private boolean simplifies() {
        boolean any = false;
        for (int i = 0; i < script.steps().size(); i++) {
            int at = i;
            any |= simpler(script.steps().get(at)).anyMatch(step -> tryWith(replaced(at, step)));
        }
        return any;
    }

    private List<Step> replaced(int at, Step step) {
        List<Step> steps = new ArrayList<>(script.steps());
        steps.set(at, step);
        return steps;
    }

    /** Takes the steps if they break the same rule. */
    private boolean tryWith(List<Step> steps) {
        if (attempts <= 0 || steps.equals(script.steps())) {
            return false;
        }
        attempts--;
        Script candidate = new Script(script.id(), steps, script.look());
        Trial trial = new Trial(subject);
        trial.play(candidate.resolve());
        Optional<Divergence> found = trial.divergence().filter(again -> again.rule() == divergence.rule());
        found.ifPresent(again -> {
            script = candidate;
            divergence = again;
        });
        return found.isPresent();
    }

    private static Stream<Step> simpler(Step step) {
        if (step instanceof Step.PushFrame push) {
            return push.length().equals(ORDINARY) ? Stream.of() : Stream.of(new Step.PushFrame(ORDINARY));
        }
        if (step instanceof Step.Drop drop) {
            return simpler(drop.watermark()).map(Step.Drop::new);
        }
        if (step instanceof Step.Ask ask) {
            return simpler(ask.from()).map(from -> new Step.Ask(from, ask.max()));
        }
        Request request = ((Step.Absolute) step).request();
        if (request instanceof Request.Push) {
            return Stream.of(new Step.PushFrame(ORDINARY));
        }
        return request instanceof Request.New creation ? simpler(creation).map(Step.Absolute::new) : Stream.of();
    }

    private static Stream<Step.Place> simpler(Step.Place place) {
        return smaller(place.distance()).mapToObj(distance -> new Step.Place(place.anchor(), distance));
    }

    private static Stream<Request> simpler(Request.New creation) {
        return Stream.concat(
                earlier(creation.nextOffset()).mapToObj(next -> new Request.New(creation.maxBytes(), next)),
                LongStream.of(70, 105, 40)
                        .filter(maxBytes -> Long.compareUnsigned(maxBytes, creation.maxBytes()) < 0)
                        .mapToObj(maxBytes -> new Request.New(maxBytes, creation.nextOffset())));
    }

    /** Offsets, which are unsigned, nearer to 0. */
    private static LongStream earlier(long offset) {
        return LongStream.of(0, 1, offset >>> 1, offset - 1)
                .filter(earlier -> Long.compareUnsigned(earlier, offset) < 0)
                .distinct();
    }

    /** Distances nearer to 0. */
    private static LongStream smaller(long distance) {
        return LongStream.of(0, Long.signum(distance), distance / 2, distance - Long.signum(distance))
                .filter(smaller -> -Math.abs(smaller) > -Math.abs(distance))
                .distinct();
    }
}
