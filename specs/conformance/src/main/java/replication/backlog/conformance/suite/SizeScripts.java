package replication.backlog.conformance.suite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import replication.backlog.model.FrameLength;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;
import replication.backlog.model.Step.Anchor;
import replication.backlog.model.Step.Place;

/**
 * What shows only at a size, a place or a repetition: bounds on what is asked for, odd numbers of frames of mixed lengths,
 * long frames beside short ones, histories of many pushes, every power of two as an offset, the same call many times.
 */
final class SizeScripts {

    private static final int[] FRAMES = {3, 5, 7, 11, 17, 33, 67, 129, 301, 701};

    private static final int LONGEST_HISTORY = 70_000;

    private static final int REPETITIONS = 260;

    /** Of a question with another call. */
    private static final int REPETITIONS_OF_A_QUESTION = 40;

    /** Structures often double. */
    private static final int DOUBLINGS = 12;

    /** Where a structure that holds bytes often grows or ends, and one beside. */
    private static final int[] BUDGETS = {1 << 16, 1 << 17, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 1 << 22};

    private static final Step STATE = new Step.Absolute(new Request.State());

    private SizeScripts() {}

    static Stream<Script> all(boolean resume) {
        return Stream.of(
                        IntStream.of(3, 5, 7, 11, 17, 33, 67, 129, 1_601).mapToObj(SizeScripts::bounded),
                        IntStream.of(FRAMES).mapToObj(SizeScripts::mixed),
                        Stream.of(grown()),
                        IntStream.of(BUDGETS).mapToObj(SizeScripts::longAndShort),
                        repeated(),
                        resume ? places() : Stream.<Script>empty(),
                        Stream.of(history()))
                .flatMap(scripts -> scripts);
    }

    /** At some offsets, every bound that can matter: around how many frames there are, and where a number ends. */
    private static Script bounded(int frames) {
        List<Step> steps = begin(frames * 60L, 0);
        steps.addAll(pushes(frames + 3));
        steps.add(new Step.Drop(new Place(Anchor.OLDEST, frames / 3)));
        steps.add(STATE);
        int held = frames - frames / 3;
        // Of many, all are asked for at one place: long replies take time.
        int apart = held < 200 ? Math.max(1, held / 8) : held;
        for (int at = 0; at <= held; at += apart) {
            for (long max : bounds(held - at)) {
                steps.add(ask(at, OptionalLong.of(max)));
            }
        }
        return script("bounded/" + frames, steps);
    }

    /** So many frames there are: as many are asked for, fewer, more, and more than any number of them. */
    private static long[] bounds(int there) {
        LongStream near = LongStream.of(1, 2, 3, there - 2, there - 1, there, there + 1, there + 2, 2L * there);
        LongStream far = LongStream.of(7, 8, 15, 16, 31, 32, 53, 62, 63)
                .map(bits -> 1L << bits)
                .flatMap(power -> LongStream.of(power - 1, power, power + 1));
        return LongStream.concat(near, LongStream.concat(far, LongStream.of(-2, -1)))
                .filter(max -> max != 0)
                .distinct()
                .toArray();
    }

    /** Frames of mixed lengths, more than there is room for; drained in part, overfilled while wrapped, and all evicted. */
    private static Script mixed(int frames) {
        List<Step> steps = begin(frames * 75L, 0);
        steps.addAll(mixedPushes(frames + frames / 2));
        IntStream.rangeClosed(-1, frames).forEach(at -> steps.add(ask(at, OptionalLong.of(3))));
        steps.addAll(looks());
        steps.add(new Step.Drop(new Place(Anchor.OLDEST, 2L * frames / 3)));
        steps.addAll(looks());
        steps.addAll(mixedPushes(2 * frames));
        steps.addAll(looks());
        steps.add(push(new FrameLength(FrameLength.Base.BUDGET, 0)));
        steps.addAll(looks());
        steps.addAll(mixedPushes(frames));
        steps.add(new Step.Drop(new Place(Anchor.NEXT, -1)));
        steps.addAll(looks());
        steps.add(push(new FrameLength(FrameLength.Base.BUDGET, 1)));
        steps.addAll(looks());
        steps.addAll(mixedPushes(5));
        steps.addAll(looks());
        return script("mixed/" + frames, steps);
    }

    /** As many frames as a power of two, some of them dropped, and twice as many: what grows does so in its middle. */
    private static Script grown() {
        List<Step> steps = begin(1L << 32, 0);
        int held = 0;
        for (int doubling = 2; doubling <= DOUBLINGS; doubling++) {
            int frames = 1 << doubling;
            steps.addAll(pushes(frames - held));
            steps.addAll(looks());
            steps.add(new Step.Drop(new Place(Anchor.OLDEST, frames / 3)));
            steps.add(STATE);
            held = frames - frames / 3;
        }
        return script("grown/" + (1 << DOUBLINGS), steps);
    }

    private static List<Step> mixedPushes(int count) {
        return counted(IntStream.range(0, count)
                .mapToObj(i -> push(new FrameLength(FrameLength.Base.ZERO, 50 + i * 37L % 51)))
                .toList());
    }

    /** A budget filled to the last byte by long frames with short ones between them; then one at a time leaves. */
    private static Script longAndShort(int budget) {
        List<Step> steps = begin(budget, 0);
        long part = budget / 4;
        for (int i = 0; i < 3; i++) {
            steps.add(new Step.Absolute(new Request.Push(List.of("SET", "k", "v".repeat((int) part - 60 + i)))));
            steps.add(push(new FrameLength(FrameLength.Base.ZERO, 50)));
            steps.add(STATE);
        }
        steps.add(new Step.Absolute(new Request.Push(List.of("SET", "k", "w".repeat((int) part - 200)))));
        steps.add(push(new FrameLength(FrameLength.Base.ROOM, 0)));
        steps.add(STATE);
        steps.add(ask(1, OptionalLong.of(1)));
        for (int i = 0; i < 6; i++) {
            steps.add(push(new FrameLength(FrameLength.Base.ZERO, 50 + i)));
            steps.add(STATE);
        }
        steps.add(ask(0, OptionalLong.of(1)));
        steps.add(new Step.Drop(new Place(Anchor.OLDEST, 3)));
        steps.add(STATE);
        steps.add(new Step.Absolute(new Request.Push(List.of("SET", "k", "x".repeat(budget)))));
        steps.add(STATE);
        steps.add(push(new FrameLength(FrameLength.Base.ZERO, 50)));
        steps.add(STATE);
        steps.add(ask(0, OptionalLong.empty()));
        return script("long-and-short/" + budget, steps);
    }

    /** Each call many times in a row, and each with each in turn; the counters read after each, so that each answers for itself. */
    private static Stream<Script> repeated() {
        List<Step> calls = List.of(
                push(new FrameLength(FrameLength.Base.ZERO, 60)),
                new Step.Absolute(new Request.Push(List.of("SET", "k", "v"))),
                new Step.Drop(new Place(Anchor.OLDEST, 1)),
                new Step.Drop(new Place(Anchor.OLDEST, 0)),
                ask(0, OptionalLong.empty()),
                ask(1, OptionalLong.of(1)),
                new Step.Ask(new Place(Anchor.OLDEST, -1), OptionalLong.empty()),
                new Step.Ask(new Place(Anchor.NEXT, 0), OptionalLong.empty()),
                new Step.Ask(new Place(Anchor.NEXT, 1), OptionalLong.empty()));
        Stream<Script> alone = IntStream.range(0, calls.size())
                .mapToObj(i -> repeated(
                        "repeated/" + (i + 1),
                        Collections.nCopies(REPETITIONS, List.of(calls.get(i), STATE)).stream()
                                .flatMap(List::stream)
                                .toList()));
        Stream<Script> pairs = IntStream.range(0, calls.size() * calls.size())
                .filter(i -> i / calls.size() != i % calls.size())
                .mapToObj(i -> {
                    List<Step> pair = List.of(calls.get(i / calls.size()), STATE, calls.get(i % calls.size()), STATE);
                    return repeated(
                            "repeated/" + (i / calls.size() + 1) + "-" + (i % calls.size() + 1),
                            Collections.nCopies(
                                            asks(pair.get(0)) || asks(pair.get(2))
                                                    ? REPETITIONS_OF_A_QUESTION
                                                    : REPETITIONS,
                                            pair)
                                    .stream()
                                    .flatMap(List::stream)
                                    .toList());
                });
        return Stream.concat(alone, pairs);
    }

    private static boolean asks(Step step) {
        return step instanceof Step.Ask;
    }

    private static Script repeated(String id, List<Step> calls) {
        List<Step> steps = begin(240, 0);
        steps.addAll(pushes(4));
        steps.addAll(calls);
        steps.addAll(looks());
        steps.addAll(pushes(1));
        steps.addAll(looks());
        return script(id, steps);
    }

    /** Offsets that gain a digit, in two or in ten. */
    private static Stream<Script> places() {
        LongStream two = IntStream.rangeClosed(3, 62).mapToLong(k -> 1L << k);
        LongStream ten = LongStream.iterate(10, power -> 10 * power).limit(18);
        return LongStream.concat(two, ten).mapToObj(place -> {
            List<Step> steps = begin(240, place - 3);
            for (int i = 0; i < 6; i++) {
                steps.addAll(pushes(1));
                steps.addAll(looks());
            }
            steps.add(new Step.Drop(new Place(Anchor.ZERO, place)));
            steps.addAll(looks());
            steps.add(new Step.Drop(new Place(Anchor.NEXT, -1)));
            steps.addAll(looks());
            return script("place/" + place, steps);
        });
    }

    /** Many pushes of a backlog that never holds more than a few. */
    private static Script history() {
        List<Step> steps = begin(180, 0);
        Step push = push(new FrameLength(FrameLength.Base.ZERO, 60));
        for (int i = 1; i <= LONGEST_HISTORY; i++) {
            steps.add(push);
            if (i % 5_000 == 0) {
                steps.addAll(looks());
            }
        }
        steps.add(new Step.Drop(new Place(Anchor.OLDEST, 1)));
        steps.addAll(looks());
        return script("history/" + LONGEST_HISTORY, steps);
    }

    private static List<Step> looks() {
        return List.of(
                STATE,
                ask(0, OptionalLong.empty()),
                new Step.Ask(new Place(Anchor.OLDEST, -1), OptionalLong.empty()),
                new Step.Ask(new Place(Anchor.NEXT, -1), OptionalLong.empty()),
                new Step.Ask(new Place(Anchor.NEXT, 0), OptionalLong.empty()));
    }

    private static List<Step> begin(long maxBytes, long next) {
        return new ArrayList<>(List.of(new Step.Absolute(new Request.New(maxBytes, next))));
    }

    private static List<Step> pushes(int count) {
        return counted(Collections.nCopies(count, push(new FrameLength(FrameLength.Base.ZERO, 60))));
    }

    /** What is wrong with pushes is seen before another call could be blamed for it. */
    private static List<Step> counted(List<Step> pushes) {
        List<Step> counted = new ArrayList<>(pushes);
        counted.add(STATE);
        return counted;
    }

    private static Step push(FrameLength length) {
        return new Step.PushFrame(length);
    }

    private static Step ask(long beyondOldest, OptionalLong max) {
        return new Step.Ask(new Place(Anchor.OLDEST, beyondOldest), max);
    }

    private static Script script(String id, List<Step> steps) {
        return new Script(id, steps, Script.Look.NEVER);
    }
}
