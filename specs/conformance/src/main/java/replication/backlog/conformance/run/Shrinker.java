package replication.backlog.conformance.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import replication.backlog.Backlog;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.race.Simpler;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameLength;
import replication.backlog.model.Framing;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * Looks for the shortest way to a divergence: leaves out steps, many at a time and then one by one, and makes those that
 * stay simpler, for as long as the same rule is broken. Steps are relative, so they keep their meaning when others go.
 */
public final class Shrinker {

    private static final FrameLength ORDINARY = new FrameLength(FrameLength.Base.ZERO, 35);

    /** As many attempts as a new process each is worth. */
    private static final int AFRESH = 30;

    /** As many attempts as races are worth, and runs of each: chance may not show in one what it would show in the next. */
    private static final int RACES = 20;

    private static final int RUNS_OF_A_RACE = 2;

    /** As many calls as may be spent: a long script is worth fewer attempts than a short one. */
    private static final int CALLS = 60_000;

    private final Subject subject;
    private final Deviations deviations;
    private final Divergence first;
    private final boolean afresh;
    private Shrunk shrunk;
    private int attempts;
    private int calls = CALLS;

    private Shrinker(Subject subject, Deviations deviations, Script script, Divergence first, boolean afresh) {
        this.subject = subject;
        this.deviations = deviations;
        this.first = first;
        this.shrunk = new Shrunk(script, first);
        this.afresh = afresh;
        int most = first.isRace() ? RACES : afresh ? AFRESH : Integer.MAX_VALUE;
        this.attempts = Math.min(most, attemptsWorth(first.actual()));
    }

    /**
     * What is left of a script.
     *
     * @param script the shortest script that was found
     * @param divergence what it shows; the same rule is broken
     */
    public record Shrunk(Script script, Divergence divergence) {}

    /** {@return a divergence from the same rule, by the shortest script that was found} */
    public static Shrunk shrink(Subject subject, Deviations deviations, Script script, Divergence divergence) {
        return shrink(subject, deviations, script, divergence, false);
    }

    /**
     * {@return the same, where something outlives a script}
     *
     * @param afresh whether the subject has to be started afresh before every attempt, or else would always diverge
     */
    static Shrunk shrink(Subject subject, Deviations deviations, Script script, Divergence divergence, boolean afresh) {
        Shrinker shrinker = new Shrinker(subject, deviations, script, divergence, afresh);
        shrinker.endsAtTheDivergence();
        while (shrinker.leavesOutOfRuns() | shrinker.leavesOut() | shrinker.simplifies()) {
            // What has become simpler may need fewer steps.
        }
        return shrinker.shrunk;
    }

    /** A hang costs the time limit every time, a crash a new process. */
    private static int attemptsWorth(Reply actual) {
        if (actual instanceof Reply.Broken broken && broken.how() != Reply.Broken.How.ERROR) {
            return broken.how() == Reply.Broken.How.HUNG ? 4 : 15;
        }
        return 2000;
    }

    /** What comes after the divergence has no part in it. */
    private void endsAtTheDivergence() {
        int needed = (int) first.script().stream()
                .filter(exchange -> !exchange.isObservation() || shrunk.script().look() == Script.Look.NEVER)
                .count();
        if (needed < steps().size()) {
            tryWith(new ArrayList<>(steps().subList(0, needed)));
        }
    }

    /** Of many equal steps in a row, fewer: as many as are needed are found by halves, however many they are. */
    private boolean leavesOutOfRuns() {
        int before = steps().size();
        for (int end = before; end > 1; ) {
            int start = end - 1;
            while (start > 1 && steps().get(start - 1).equals(steps().get(end - 1))) {
                start--;
            }
            int left = end - start;
            for (int count = left / 2; count > 0; ) {
                List<Step> fewer = without(end - count, end);
                if (count <= left && (tryWith(fewer) || tryWith(tighter(fewer, count, steps().get(end - 1))))) {
                    end -= count;
                    left -= count;
                } else {
                    count /= 2;
                }
            }
            end = start;
        }
        return steps().size() < before;
    }

    /** With so many frames less, the budget has less to hold: what only shows where it is just full still shows. */
    private static List<Step> tighter(List<Step> steps, int count, Step push) {
        List<Step> tighter = new ArrayList<>(steps);
        if (push instanceof Step.PushFrame frame
                && frame.length().base() == FrameLength.Base.ZERO
                && steps.get(0) instanceof Step.Absolute begin
                && begin.request() instanceof Request.New creation
                && creation.maxBytes() > count * frame.length().extra()) {
            long maxBytes = creation.maxBytes() - count * frame.length().extra();
            tighter.set(0, new Step.Absolute(new Request.New(maxBytes, creation.nextOffset())));
        }
        return tighter;
    }

    private boolean leavesOut() {
        int before = steps().size();
        for (int i = before - 1; i > 0; i--) {
            // Backlogs before the one that matters, if there are any.
            if (i < steps().size() && creates(steps().get(i))) {
                tryWith(List.copyOf(steps().subList(i, steps().size())));
            }
        }
        for (int count = before / 2; count > 0; count /= 2) {
            for (int end = steps().size(); end - count >= 1; end -= count) {
                end = Math.min(end, steps().size());
                if (!tryWith(without(end - count, end))) {
                    tryWith(without(end - count, end), count);
                }
            }
        }
        return steps().size() < before;
    }

    private static boolean creates(Step step) {
        return step instanceof Step.Absolute absolute && absolute.request() instanceof Request.New;
    }

    private List<Step> without(int from, int to) {
        List<Step> rest = new ArrayList<>(steps());
        rest.subList(Math.max(1, from), to).clear();
        return rest;
    }

    /**
     * Without some pushes, but starting so much further on: for what only shows where offsets gain a digit or end. Never
     * beyond their end, where no backlog is created that the other steps could be about.
     */
    private boolean tryWith(List<Step> steps, long further) {
        if (!(steps.get(0) instanceof Step.Absolute begin) || !(begin.request() instanceof Request.New creation)) {
            return false;
        }
        long next = creation.nextOffset() + further;
        steps.set(0, new Step.Absolute(new Request.New(creation.maxBytes(), next)));
        return creation.nextOffset() != 0 && Long.compareUnsigned(next, Backlog.OFFSETS_END) <= 0 && tryWith(steps);
    }

    private boolean simplifies() {
        boolean any = false;
        for (int i = 0; i < steps().size(); i++) {
            int at = i;
            any |= simpler(steps().get(at), subject.framing()).anyMatch(step -> tryWith(replaced(at, step)));
        }
        return any;
    }

    private List<Step> replaced(int at, Step step) {
        List<Step> steps = new ArrayList<>(steps());
        steps.set(at, step);
        return steps;
    }

    private List<Step> steps() {
        return shrunk.script().steps();
    }

    /** Takes the steps if they break the same rule. */
    private boolean tryWith(List<Step> steps) {
        if (attempts <= 0 || calls <= 0 || steps.equals(steps())) {
            return false;
        }
        Script candidate =
                new Script(shrunk.script().id(), steps, shrunk.script().look());
        List<Exchange> exchanges = candidate.resolve(subject.framing());
        if (Script.withoutBacklog(exchanges).isPresent()) {
            return false;
        }
        attempts--;
        calls -= steps.size();
        Optional<Divergence> found = Optional.empty();
        for (int i = 0; i < (first.isRace() ? RUNS_OF_A_RACE : 1) && found.isEmpty(); i++) {
            if (afresh) {
                subject.restart();
            }
            ScriptRun run = new ScriptRun(subject, deviations);
            run.play(exchanges);
            found = run.divergence().filter(first::isLike);
        }
        found.ifPresent(again -> {
            shrunk = new Shrunk(candidate, again);
        });
        return found.isPresent();
    }

    private static Stream<Step> simpler(Step step, Framing framing) {
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
        if (request instanceof Request.Race race) {
            return Simpler.of(race, framing).map(Step.Absolute::new);
        }
        if (request instanceof Request.Push push) {
            return Stream.concat(
                    Stream.of(new Step.PushFrame(ORDINARY)), shorter(push).map(Step.Absolute::new));
        }
        if (request instanceof Request.FramesFrom ask) {
            return ask.max().isEmpty()
                    ? Stream.of()
                    : Stream.of(new Step.Absolute(new Request.FramesFrom(ask.from(), OptionalLong.empty())));
        }
        return request instanceof Request.New creation ? simpler(creation).map(Step.Absolute::new) : Stream.of();
    }

    /** Fewer arguments, and shorter ones. */
    private static Stream<Request> shorter(Request.Push push) {
        List<String> argv = push.argv();
        int arguments = argv.size();
        Stream<List<String>> fewer =
                halves(arguments).filter(less -> less < arguments).mapToObj(less -> argv.subList(less, arguments));
        Stream<List<String>> shorter = IntStream.range(0, Math.min(arguments, 4))
                .boxed()
                .flatMap(at -> halves(argv.get(at).length()).mapToObj(less -> {
                    List<String> changed = new ArrayList<>(argv);
                    changed.set(at, argv.get(at).substring(less));
                    return changed;
                }));
        return Stream.concat(fewer, shorter).map(Request.Push::new);
    }

    /** All of it, half of it, a quarter, and so on. */
    private static IntStream halves(int length) {
        return IntStream.iterate(length, part -> part > 0, part -> part / 2);
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
