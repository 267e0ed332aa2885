package replication.backlog.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.statistics.StatisticsReport;
import replication.backlog.Backlog;
import replication.backlog.Copy;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.LockedBacklog;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.Snapshot;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.run.Shrinker;
import replication.backlog.conformance.run.Walk;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.SharedBacklog;
import replication.backlog.conformance.suite.Chains;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Circumstance;
import replication.backlog.model.Framing;
import replication.backlog.model.Observations;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;

/**
 * The contract that any Java backlog can be put under: extend this class in a test and say how to create one.
 *
 * <pre>{@code
 * class MyBacklogTest extends BacklogContract {
 *     @Override
 *     protected Backlog create(long maxBytes, long nextOffset) {
 *         return new MyBacklog(maxBytes, nextOffset);
 *     }
 * }
 * }</pre>
 */
public abstract class BacklogContract {

    /** For extension. */
    protected BacklogContract() {}

    /**
     * Creates the backlog under test.
     *
     * @param maxBytes the budget in bytes, unsigned
     * @param nextOffset where to resume, unsigned; 0 for a fresh backlog
     * @return the backlog
     * @throws IllegalArgumentException if {@code maxBytes} is 0 (NEW-1)
     * @throws OffsetsExhaustedException if {@code nextOffset} is beyond 2^63 (NEW-3)
     */
    protected abstract Backlog create(long maxBytes, long nextOffset);

    /**
     * {@return a decoder of the backlog's own for each stream of frames, to be checked too} Without one, what decoders must do
     * is not checked, and not claimed.
     */
    protected Optional<Supplier<BacklogSubject.Decoder>> decoders() {
        return Optional.empty();
    }

    /**
     * {@return what makes the backlog in the form that threads share, to be put under races} Without it, what threads may do at once is
     * not checked, and not claimed.
     */
    protected Optional<SharedBacklog.Factory> shared() {
        return Optional.empty();
    }

    /** {@return how the backlog differs from the rules, and is meant to} Each excuses what it describes and nothing else. */
    protected List<Deviation> deviations() {
        return List.of();
    }

    @Property(shrinking = ShrinkingMode.OFF)
    @StatisticsReport(onFailureOnly = true)
    @Checks({
        Rule.NEW_2, Rule.NEW_3, Rule.PUSH_1, Rule.PUSH_2, Rule.PUSH_3, Rule.PUSH_5, Rule.EVICT_1, Rule.EVICT_2,
        Rule.EVICT_3, Rule.EVICT_4, Rule.EVICT_5, Rule.ACCT_1, Rule.ACCT_2, Rule.ACCT_3, Rule.DROP_1, Rule.DROP_2,
        Rule.DROP_3, Rule.FROM_1, Rule.FROM_2, Rule.FROM_3, Rule.FROM_4, Rule.FROM_5
    })
    void afterEveryActionEverythingIsAsTheModelSays(@ForAll("chains") ActionChain<Walk> chain) {
        Walk walk = run(chain);
        for (Operation operation : walk.operations()) {
            Circumstance.of(operation).forEach(CircumstancesReached::collect);
            Observations.of(operation.after()).stream()
                    .flatMap(observation -> Circumstance.of(Operation.of(operation.after(), observation)).stream())
                    .forEach(CircumstancesReached::collect);
        }
        CircumstancesReached.require();
    }

    @Provide
    Arbitrary<ActionChain<Walk>> chains() {
        return Chains.of(() -> new Walk(subject(), new Deviations(deviations())), true)
                .withMaxTransformations(30);
    }

    BacklogSubject subject() {
        return new BacklogSubject(getClass().getSimpleName(), this::create, decoders(), shared());
    }

    /** Walks a chain with the model and the backlog side by side, and shows the shortest way to what goes wrong. */
    private Walk run(ActionChain<Walk> chain) {
        try {
            return chain.run();
        } catch (AssertionError wrapped) {
            Walk walk = chain.finalState().orElseThrow(() -> wrapped);
            Divergence divergence = walk.run().divergence().orElseThrow(() -> wrapped);
            throw new AssertionError(DivergenceText.of(
                    Shrinker.shrink(subject(), new Deviations(deviations()), walk.script(""), divergence)
                            .divergence()));
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.NEW_1)
    void aBudgetOfZeroIsRefusedAndAnyOtherAccepted(@ForAll long maxBytes) {
        assertThrows(IllegalArgumentException.class, () -> create(0, 0));
        Assume.that(maxBytes != 0);
        assertEquals(maxBytes, create(maxBytes, 0).maxBytes());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.NEW_3)
    void resumingBeyondTheLastOffsetIsRefused(@ForAll @LongRange(min = 1) long beyond) {
        assertThrows(OffsetsExhaustedException.class, () -> create(1, Backlog.OFFSETS_END + beyond));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.NEW_3)
    void aResumedBacklogIsOneThatPushedAndDropped(
            @ForAll @IntRange(max = 40) int before,
            @ForAll @LongRange(min = 1, max = 300) long maxBytes,
            @ForAll("argvLists") List<List<String>> after) {
        Backlog pushedAndDropped = create(maxBytes, 0);
        for (int i = 0; i < before; i++) {
            pushedAndDropped.push(Argv.ofUtf8("SET", "k", "v"));
        }
        pushedAndDropped.dropUpTo(before);
        Backlog resumed = create(maxBytes, before);
        assertAlike(resumed, pushedAndDropped);
        pushAll(resumed, after);
        pushAll(pushedAndDropped, after);
        assertAlike(resumed, pushedAndDropped);
    }

    @Example
    @Checks({Rule.EVICT_1, Rule.EVICT_3, Rule.ACCT_1, Rule.ACCT_2, Rule.DROP_1, Rule.FROM_4})
    void manyFramesAreKeptLikeFew() {
        int many = 2_000;
        long first = 10_000; // offsets with as many digits as the last: all frames have one length
        List<String> argv = List.of("SET", "k", "v");
        int length = Framing.RESP.frame(first, argv).bytes().length();
        Backlog backlog = create((long) many * length, first);
        pushAll(backlog, Collections.nCopies(many + 10, argv));
        assertRetains(backlog, many, length);
        backlog.dropUpTo(backlog.nextOffset() - many / 2);
        assertRetains(backlog, many / 2, length);
        List<String> oversized = List.of("SET", "k", "v".repeat(many * length));
        pushAll(backlog, List.of(oversized));
        assertRetains(backlog, 1, Framing.RESP.frame(first, oversized).bytes().length());
    }

    private static void assertRetains(Backlog backlog, int frames, int frameLength) {
        long next = backlog.nextOffset();
        assertEquals((long) frames, backlog.length());
        assertEquals((long) frames * frameLength, backlog.bufferedBytes());
        assertEquals(LongStream.range(next - frames, next).boxed().toList(), offsets(backlog, next - frames));
        assertEquals(List.of(next - 1), offsets(backlog, next - 1));
        assertEquals(false, backlog.framesFrom(next - frames - 1) instanceof Fetch.Frames);
    }

    private static List<Long> offsets(Backlog backlog, long from) {
        return frames(backlog, from).stream().map(Frame::offset).toList();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.DROP_4)
    void droppingTwiceIsDroppingToTheLarger(
            @ForAll("argvLists") List<List<String>> pushed,
            @ForAll @LongRange(min = -1, max = 12) long a,
            @ForAll @LongRange(min = -1, max = 12) long b) {
        Backlog twice = create(400, 0);
        Backlog once = create(400, 0);
        pushAll(twice, pushed);
        pushAll(once, pushed);
        twice.dropUpTo(a);
        twice.dropUpTo(b);
        once.dropUpTo(Long.compareUnsigned(a, b) > 0 ? a : b);
        assertAlike(twice, once);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.FROM_4)
    void theFramesFromTheNextOffsetAreTheTail(@ForAll("argvLists") @Size(min = 1, max = 12) List<List<String>> pushed) {
        Backlog backlog = create(400, 0);
        pushAll(backlog, pushed);
        for (long from = backlog.oldestOffset().orElseThrow(); from < backlog.nextOffset(); from++) {
            List<Frame> frames = frames(backlog, from);
            assertEquals(frames.subList(1, frames.size()), frames(backlog, from + 1));
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.FROM_3)
    void whatWasServedIsTooOldOnceItIsDropped(@ForAll("argvLists") List<List<String>> pushed) {
        Backlog backlog = create(400, 0);
        pushAll(backlog, pushed);
        for (long from = backlog.oldestOffset().orElse(0); from < backlog.nextOffset(); from++) {
            assertEquals(true, backlog.framesFrom(from) instanceof Fetch.Frames);
            backlog.dropUpTo(from + 1);
            assertEquals(true, backlog.framesFrom(from) instanceof Fetch.TooOld);
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    @Checks({Rule.FROM_1, Rule.FROM_2, Rule.FROM_3, Rule.FROM_4, Rule.FROM_5})
    void copyingGivesTheFramesThatFitOrTheSameRefusal(
            @ForAll("argvLists") List<List<String>> pushed, @ForAll @LongRange(max = 3) long watermark) {
        Backlog backlog = create(400, 0);
        pushAll(backlog, pushed);
        backlog.dropUpTo(watermark);
        long oldest = backlog.oldestOffset().orElse(backlog.nextOffset());
        for (long from = oldest - 1; from != backlog.nextOffset() + 2; from++) {
            if (backlog.framesFrom(from) instanceof Fetch.Frames due) {
                int all = due.frames().stream().mapToInt(Frame::length).sum();
                int first = due.frames().stream()
                        .mapToInt(Frame::length)
                        .findFirst()
                        .orElse(0);
                IntStream.of(0, first - 1, first, first + 1, all - 1, all, all + 1)
                        .filter(room -> room >= 0)
                        .forEach(room -> assertCopies(backlog, due.frames(), room));
            } else {
                assertCopies(backlog, from, 400, backlog.framesFrom(from), new byte[0]);
            }
        }
    }

    /** So many bytes of room get the longest run of these frames that fits. */
    private static void assertCopies(Backlog backlog, List<Frame> due, int room) {
        long from = backlog.nextOffset() - due.size();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int frames = 0;
        while (frames < due.size() && bytes.size() + due.get(frames).length() <= room) {
            bytes.writeBytes(due.get(frames).toByteArray());
            frames++;
        }
        int needs = frames < due.size() ? due.get(frames).length() : 0;
        assertCopies(backlog, from, room, new Copy.Copied(frames, from + frames, needs), bytes.toByteArray());
    }

    /** What is copied goes to the buffer's position, whatever it is made of, and nothing else in it changes. */
    private static void assertCopies(Backlog backlog, long from, int room, Object answer, byte[] bytes) {
        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(room + 5), ByteBuffer.allocateDirect(room + 5))) {
            ByteBuffer expected = ByteBuffer.allocate(room + 5).put(2, bytes);
            assertEquals(answer, backlog.copyFrom(from, buffer.position(2).limit(2 + room)));
            assertEquals(2 + bytes.length, buffer.position());
            assertEquals(2 + room, buffer.limit());
            assertEquals(expected, buffer.clear());
            assertThrows(ReadOnlyBufferException.class, () -> backlog.copyFrom(from, buffer.asReadOnlyBuffer()));
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    @Checks({Rule.PUSH_5, Rule.ACCT_3})
    void aRefusedPushAndAQueryChangeNothing(
            @ForAll @IntRange(min = 0, max = 5) int room,
            @ForAll @LongRange(min = 1, max = 120) long maxBytes,
            @ForAll long from) {
        Backlog backlog = create(maxBytes, Backlog.OFFSETS_END - room);
        for (int i = 0; i < room; i++) {
            backlog.push(Argv.ofUtf8("SET", "k", "v"));
        }
        Snapshot before = backlog.snapshot();
        List<Frame> frames = List.copyOf(frames(backlog, before.oldestOffset().orElse(before.nextOffset())));
        assertThrows(OffsetsExhaustedException.class, () -> backlog.push(Argv.ofUtf8("SET", "k", "much longer")));
        backlog.framesFrom(from);
        backlog.checkInvariants();
        assertEquals(before, backlog.snapshot());
        assertEquals(frames, frames(backlog, before.oldestOffset().orElse(before.nextOffset())));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.PUSH_4)
    void aBorrowedViewIsPushedLikeAnOwnedOne(@ForAll("argvLists") List<List<String>> pushed) {
        Backlog borrowing = create(400, 0);
        Backlog owning = create(400, 0);
        pushAll(owning, pushed);
        for (List<String> argv : pushed) {
            // The payload of a frame is the command as a client sends it.
            String frame = Framing.RESP.frame(0, argv).bytes();
            byte[] received = BacklogSubject.bytes(frame.substring("*2\r\n:0\r\n".length()));
            Command.Complete command = (Command.Complete) new CommandParser().parse(ByteBuffer.wrap(received));
            borrowing.push(command.argv());
            Arrays.fill(received, (byte) 0);
        }
        assertAlike(borrowing, owning);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.PUSH_4)
    void nothingHandedOutOrHandedInGivesAccessToAFrame(@ForAll("argvs") List<String> argv) {
        byte[][] arguments = argv.stream().map(BacklogSubject::bytes).toArray(byte[][]::new);
        Backlog backlog = create(Long.MAX_VALUE, 0);
        backlog.push(Argv.of(arguments));
        Arrays.stream(arguments).forEach(argument -> Arrays.fill(argument, (byte) '!'));
        Frame frame = frames(backlog, 0).get(0);
        Arrays.fill(frame.toByteArray(), (byte) '!');
        assertEquals(true, frame.bytes().isReadOnly());
        byte[] expected = BacklogSubject.bytes(Framing.RESP.frame(0, argv).bytes());
        assertEquals(ByteBuffer.wrap(expected), frames(backlog, 0).get(0).bytes());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.PUSH_4)
    void framesAskedForBeforeAChangeStayTheSameOrFail(
            @ForAll("argvLists") @Size(min = 1, max = 8) List<List<String>> pushed,
            @ForAll("changes") Consumer<Backlog> change) {
        Backlog backlog = create(150, 0);
        pushAll(backlog, pushed);
        List<Frame> live = frames(backlog, backlog.oldestOffset().orElseThrow());
        List<Frame> copy = List.copyOf(live);
        change.accept(backlog);
        try {
            assertEquals(copy, List.copyOf(live));
        } catch (ConcurrentModificationException failedFast) {
            assertEquals(false, backlog instanceof LockedBacklog);
        }
    }

    @Provide
    Arbitrary<Consumer<Backlog>> changes() {
        return Arbitraries.of(
                backlog -> backlog.push(Argv.ofUtf8("SET", "k", "v")),
                backlog -> backlog.push(Argv.ofUtf8("SET", "k", "v".repeat(300))),
                backlog -> backlog.dropUpTo(backlog.nextOffset()),
                backlog -> backlog.dropUpTo(backlog.nextOffset() - 1));
    }

    @Provide
    Arbitrary<List<String>> argvs() {
        return Chains.argvs();
    }

    @Provide
    Arbitrary<List<List<String>>> argvLists() {
        return Chains.argvs().list().ofMaxSize(8);
    }

    /** Both answer every observation alike. */
    private static void assertAlike(Backlog one, Backlog other) {
        BacklogModel model = BacklogModel.empty(Framing.RESP, 1, other.nextOffset());
        List<Request> observations = Observations.of(model);
        assertEquals(observe(one, other, observations), observe(other, other, observations));
    }

    private static List<Reply> observe(Backlog backlog, Backlog reference, List<Request> observations) {
        BacklogSubject subject = new BacklogSubject("", (maxBytes, nextOffset) -> backlog);
        subject.exchange(List.of(new Request.New(1, 0)));
        long oldest = reference.oldestOffset().orElse(reference.nextOffset());
        return Stream.concat(
                        observations.stream(),
                        LongStream.range(oldest - 2, reference.nextOffset() + 2)
                                .mapToObj(from -> new Request.FramesFrom(from, OptionalLong.empty())))
                .map(request -> subject.exchange(List.of(request)).get(0))
                .toList();
    }

    private static void pushAll(Backlog backlog, List<List<String>> pushed) {
        pushed.forEach(argv -> backlog.push(BacklogSubject.argv(argv)));
    }

    private static List<Frame> frames(Backlog backlog, long from) {
        return ((Fetch.Frames) backlog.framesFrom(from)).frames();
    }

    private static void assertEquals(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("expected: " + expected + "\n but was: " + actual);
        }
    }

    private static void assertThrows(Class<? extends Throwable> expected, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException thrown) {
            if (!expected.isInstance(thrown)) {
                throw new AssertionError("expected " + expected.getSimpleName() + " but got " + thrown, thrown);
            }
            return;
        }
        throw new AssertionError("expected " + expected.getSimpleName() + " but nothing was thrown");
    }
}
