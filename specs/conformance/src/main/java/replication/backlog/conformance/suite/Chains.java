package replication.backlog.conformance.suite;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import replication.backlog.conformance.run.Walk;
import replication.backlog.model.FrameLength;
import replication.backlog.model.Notation;
import replication.backlog.model.Request;
import replication.backlog.model.Step;

/**
 * Random scripts: chains of independent actions whose arguments are relative to the state they meet, biased to the
 * boundaries that the rules speak of, excluding nothing.
 */
public final class Chains {

    /** Where offsets gain a digit: 10 to 10^18. */
    private static final Long[] POWERS_OF_TEN =
            Stream.iterate(10L, power -> 10 * power).limit(18).toArray(Long[]::new);

    private static final int LONGEST_BURST = 40;

    private Chains() {}

    /**
     * {@return chains over a pair of model and subject}
     *
     * @param walk supplies a fresh walk for each chain
     * @param resume whether backlogs may start at any offset
     */
    public static ActionChainArbitrary<Walk> of(Supplier<Walk> walk, boolean resume) {
        return ActionChain.<Walk>startWith(walk)
                .withAction(6, new Begin(resume))
                .withAction(
                        5,
                        new Continue(Arbitraries.oneOf(pushOfLength(), pushOfLength(), push())
                                .map(List::of)))
                .withAction(1, new Continue(burst()))
                .withAction(2, new Continue(drop().map(List::of)))
                .withAction(1, new Continue(ask().map(List::of)));
    }

    /** {@return argument lists: few arguments or many, empty ones, binary ones, ones that look like RESP} */
    public static Arbitrary<List<String>> argvs() {
        Arbitrary<String> argument = Arbitraries.frequencyOf(
                Tuple.of(
                        4, Arbitraries.strings().withChars("abc").ofMinLength(1).ofMaxLength(3)),
                Tuple.of(
                        2,
                        Arbitraries.strings()
                                .withCharRange((char) 0, (char) 255)
                                .ofMaxLength(12)),
                Tuple.of(1, Arbitraries.of("", "\r\n", "$1\r\nx\r\n", "*2\r\n:0\r\n", "\0", "\u00ff")),
                Tuple.of(1, Arbitraries.of(9, 10, 99, 100, 999, 1000).map("v"::repeat)));
        return argument.list().ofMinSize(1).ofMaxSize(12);
    }

    private static Arbitrary<Request.New> creations(boolean resume) {
        Arbitrary<Long> budgets = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.longs().between(1, 40)),
                Tuple.of(8, Arbitraries.longs().between(30, 300)),
                Tuple.of(3, Arbitraries.longs().between(300, 20_000)),
                Tuple.of(3, powersOfTwo()),
                Tuple.of(1, Arbitraries.of(1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1L)));
        Arbitrary<Long> starts = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0L)),
                Tuple.of(2, before(Arbitraries.of(POWERS_OF_TEN))),
                Tuple.of(2, before(Arbitraries.of(1L << 31, 1L << 32, 1L << 53))),
                Tuple.of(2, before(Arbitraries.just(Long.MIN_VALUE))));
        return Combinators.combine(budgets, resume ? starts : Arbitraries.just(0L))
                .as(Request.New::new);
    }

    /** What memory is often cut into: a budget that is full to the last byte may then end where a piece of it does. */
    private static Arbitrary<Long> powersOfTwo() {
        return Arbitraries.integers().between(5, 14).map(exponent -> 1L << exponent);
    }

    /** A few offsets before a number, or the number itself. */
    private static Arbitrary<Long> before(Arbitrary<Long> number) {
        return Combinators.combine(number, Arbitraries.longs().between(0, 6)).as((n, distance) -> n - distance);
    }

    private static Arbitrary<Step> push() {
        return argvs().map(argv -> new Step.Absolute(new Request.Push(argv)));
    }

    private static Arbitrary<Step> pushOfLength() {
        Arbitrary<FrameLength> absolute =
                Arbitraries.longs().between(18, 90).map(n -> new FrameLength(FrameLength.Base.ZERO, n));
        Arbitrary<FrameLength> relative = Combinators.combine(
                        Arbitraries.of(FrameLength.Base.ROOM, FrameLength.Base.ROOM_AFTER_ONE, FrameLength.Base.BUDGET),
                        Arbitraries.longs().between(-1, 1))
                .as(FrameLength::new);
        return Arbitraries.oneOf(absolute, relative).map(Step.PushFrame::new);
    }

    private static Arbitrary<List<Step>> burst() {
        return Combinators.combine(
                        Arbitraries.integers().between(2, LONGEST_BURST),
                        Arbitraries.oneOf(Arbitraries.longs().between(18, 40), Arbitraries.of(32L, 64L)))
                .as((count, length) ->
                        Collections.nCopies(count, new Step.PushFrame(new FrameLength(FrameLength.Base.ZERO, length))));
    }

    private static Arbitrary<Step> drop() {
        return places().map(Step.Drop::new);
    }

    private static Arbitrary<Step> ask() {
        Arbitrary<OptionalLong> max = Arbitraries.oneOf(
                Arbitraries.just(OptionalLong.empty()),
                Arbitraries.longs().between(1, 5).map(OptionalLong::of));
        return Combinators.combine(places(), max).as(Step.Ask::new);
    }

    private static Arbitrary<Step.Place> places() {
        Arbitrary<Long> distances = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.longs().between(-3, 3)),
                Tuple.of(1, Arbitraries.longs().between(-50, 50)),
                Tuple.of(1, Arbitraries.longs()),
                Tuple.of(1, onceAround()));
        Arbitrary<Step.Anchor> anchors = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(Step.Anchor.OLDEST, Step.Anchor.NEXT)),
                Tuple.of(1, Arbitraries.of(Step.Anchor.class)));
        return Combinators.combine(anchors, distances).as(Step.Place::new);
    }

    /** So far away that a distance of 8, 16 or 32 bits takes it for near. */
    private static Arbitrary<Long> onceAround() {
        return Combinators.combine(
                        Arbitraries.of(8, 16, 32),
                        Arbitraries.of(-1, 1),
                        Arbitraries.longs().between(-3, 3))
                .as((bits, way, distance) -> way * (1L << bits) + distance);
    }

    /** The first action of every chain: it creates the backlog. */
    private record Begin(boolean resume) implements Action.Independent<Walk> {
        @Override
        public boolean precondition(Walk walk) {
            return !walk.hasBegun();
        }

        @Override
        public Arbitrary<Transformer<Walk>> transformer() {
            return creations(resume)
                    .map(creation -> Transformer.mutate(
                            Notation.print(creation), walk -> walk.take(new Step.Absolute(creation))));
        }
    }

    /** Any later action: it takes some steps. */
    private record Continue(Arbitrary<? extends List<Step>> steps) implements Action.Independent<Walk> {
        @Override
        public boolean precondition(Walk walk) {
            return walk.hasBegun();
        }

        @Override
        public Arbitrary<Transformer<Walk>> transformer() {
            return steps.map(some -> Transformer.mutate(some.toString(), walk -> some.forEach(walk::take)));
        }
    }
}
