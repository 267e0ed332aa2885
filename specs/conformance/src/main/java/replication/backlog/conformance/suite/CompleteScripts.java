package replication.backlog.conformance.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.FrameLength;
import replication.backlog.model.Framing;
import replication.backlog.model.Operation;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;
import replication.backlog.model.Step.Anchor;

/**
 * The scripts of the complete suite: from every state that the model can be in, up to a shift of offsets, every word of
 * calls up to a length, and at the end everything observable. SPEC.md says what follows from passing them.
 *
 * <p>States and words are found by search over the model. Shortest first: whoever fails has failed by a shortest script.
 */
public final class CompleteScripts {

    /** Frame lengths are whole units of this many bytes: enough for any offset. */
    private static final int UNIT = 60;

    private static final int BUDGET_UNITS = 3;

    /** So many pushes from the end of the offsets, it does not matter yet that there is one. */
    private static final long FAR = BUDGET_UNITS + 2;

    /** Where offsets gain a digit, where integers of some width end, and where offsets end. */
    static final long[] STARTS = {8, 98, (1L << 31) - 2, (1L << 32) - 2, (1L << 53) - 2, Long.MIN_VALUE - 3};

    private static final List<Step> CALLS =
            Stream.of(pushes(), drops(), asks()).flatMap(steps -> steps).toList();

    /** Pushes one byte to either side of an exact fit. They would blow up the states, so they only come last. */
    private static final List<Step> LAST_CALLS = Stream.concat(
                    CALLS.stream(),
                    Stream.of(FrameLength.Base.ROOM, FrameLength.Base.BUDGET)
                            .flatMap(base -> LongStream.of(-1, 1).mapToObj(extra -> new FrameLength(base, extra)))
                            .map(Step.PushFrame::new))
            .toList();

    private CompleteScripts() {}

    /**
     * Returns the scripts.
     *
     * @param extraStates how many states more than the model an implementation may have and still be found out, 0 or more
     * @param resume whether to repeat them, for one extra state at most, where digits roll over and integers end
     */
    public static Stream<Script> of(int extraStates, boolean resume) {
        Stream<Script> fresh = Stream.concat(creations(resume), from(0, extraStates));
        return resume
                ? Stream.concat(
                        fresh, LongStream.of(STARTS).boxed().flatMap(start -> from(start, Math.min(1, extraStates))))
                : fresh;
    }

    /** Every kind of budget with every kind of start. */
    private static Stream<Script> creations(boolean resume) {
        long[] starts = resume ? new long[] {0, 1, Long.MIN_VALUE, Long.MIN_VALUE + 1, -1} : new long[] {0};
        return LongStream.of(0, 1, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1)
                .boxed()
                .flatMap(budget -> LongStream.of(starts).mapToObj(start -> new Request.New(budget, start)))
                .map(creation -> new Script("", List.of(new Step.Absolute(creation)), Script.Look.AT_THE_END));
    }

    private static Stream<Script> from(long start, int extraStates) {
        int longest = extraStates + 1;
        List<State> states = states(start);
        // A state is reached by a call from another state: its shorter words are the ends of longer ones from there.
        Stream<Script> shortOnes = IntStream.range(0, longest).boxed().flatMap(length -> words(states.get(0), length));
        return Stream.concat(shortOnes, states.stream().flatMap(state -> words(state, longest)));
    }

    /** Every state, with a shortest way to get there, found by breadth-first search. */
    static List<State> states(long start) {
        Request.New creation = new Request.New((long) BUDGET_UNITS * UNIT, start);
        State first = new State(
                List.of(new Step.Absolute(creation)),
                Operation.of(BacklogModel.empty(Framing.RESP, 0, 0), creation).after());
        Map<Object, State> found = new LinkedHashMap<>();
        found.put(first.upToShift(), first);
        List<State> frontier = List.of(first);
        while (!frontier.isEmpty()) {
            List<State> next = new ArrayList<>();
            for (State state : frontier) {
                state.successors(CALLS).forEach(successor -> {
                    if (found.putIfAbsent(successor.upToShift(), successor) == null) {
                        next.add(successor);
                    }
                });
            }
            frontier = next;
        }
        return found.values().stream()
                .sorted(Comparator.comparingInt(state -> state.access.size()))
                .toList();
    }

    private static Stream<Script> words(State state, int length) {
        if (length == 0) {
            return Stream.of(new Script("", state.access, Script.Look.AT_THE_END));
        }
        return state.successors(length == 1 ? LAST_CALLS : CALLS).flatMap(successor -> words(successor, length - 1));
    }

    /** {@return how many scripts that are} */
    public static long count(int extraStates, boolean resume) {
        return creations(resume).count()
                + countFrom(0, extraStates)
                + (resume
                        ? LongStream.of(STARTS)
                                .map(start -> countFrom(start, Math.min(1, extraStates)))
                                .sum()
                        : 0);
    }

    private static long countFrom(long start, int extraStates) {
        int longest = extraStates + 1;
        List<State> states = states(start);
        Map<Object, Long> known = new HashMap<>();
        return IntStream.range(0, longest)
                        .mapToLong(length -> countWords(states.get(0), length, known))
                        .sum()
                + states.stream()
                        .mapToLong(state -> countWords(state, longest, known))
                        .sum();
    }

    /** States that are the same up to a shift of offsets have as many words. */
    private static long countWords(State state, int length, Map<Object, Long> known) {
        if (length == 0) {
            return 1;
        }
        Object key = List.of(state.upToShift(), length);
        Long before = known.get(key);
        if (before == null) {
            before = state.successors(length == 1 ? LAST_CALLS : CALLS)
                    .mapToLong(successor -> countWords(successor, length - 1, known))
                    .sum();
            known.put(key, before);
        }
        return before;
    }

    private static Stream<Step> pushes() {
        return IntStream.rangeClosed(1, BUDGET_UNITS + 1)
                .mapToObj(units -> new Step.PushFrame(new FrameLength(FrameLength.Base.ZERO, (long) units * UNIT)));
    }

    private static Stream<Step> drops() {
        return places().map(Step.Drop::new);
    }

    private static Stream<Step> asks() {
        return Stream.concat(
                Stream.of(new Step.Absolute(new Request.State())),
                places().map(place -> new Step.Ask(place, OptionalLong.empty())));
    }

    /** Both sides of everything a comparison can be with; in any one state several of them coincide. */
    private static Stream<Step.Place> places() {
        return Stream.of(
                new Step.Place(Anchor.OLDEST, -1),
                new Step.Place(Anchor.OLDEST, 0),
                new Step.Place(Anchor.OLDEST, 1),
                new Step.Place(Anchor.NEXT, -1),
                new Step.Place(Anchor.NEXT, 0),
                new Step.Place(Anchor.NEXT, 1),
                new Step.Place(Anchor.ZERO, -1));
    }

    /**
     * A state of the model.
     *
     * @param access a shortest script that leads to it
     * @param model the model in it
     */
    record State(List<Step> access, BacklogModel model) {

        /** What tells states apart that are not the same up to a shift of offsets. */
        Object upToShift() {
            long left = Long.MIN_VALUE - model.next();
            return List.of(
                    model.retained().stream().map(model.framing()::length).toList(),
                    model.oldest() == 0,
                    Long.compareUnsigned(left, FAR) < 0 ? left : FAR);
        }

        /** The states that different calls lead to; calls that come to the same here count once. */
        Stream<State> successors(List<Step> calls) {
            Map<Request, State> successors = new LinkedHashMap<>();
            for (Step call : calls) {
                Request request = call.resolve(model);
                successors.computeIfAbsent(request, it -> {
                    List<Step> longer = new ArrayList<>(access);
                    longer.add(new Step.Absolute(it));
                    return new State(longer, Operation.of(model, it).after());
                });
            }
            return successors.values().stream();
        }
    }
}
