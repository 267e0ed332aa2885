package replication.backlog.conformance.suite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.FrameLength;
import replication.backlog.model.Framing;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;
import replication.backlog.model.Step.Anchor;

/**
 * Scripts for what small ones never reach: counts and lengths that need more than one byte, two bytes or five digits, and
 * tables of some usual size. They are too large to be vectors.
 */
public final class LargeScripts {

    /** A power of two, as memory is often cut into: a budget of so many frames is full where a piece of it ends. */
    private static final int FRAME_BYTES = 64;

    private static final int[] FRAMES = {256, 257, 1_024, 2_049};

    private static final int[] ARGUMENT_BYTES = {65_535, 65_536, 99_999, 100_000, 1_000_000};

    private static final int MOST_ARGUMENTS = 65_536;

    private LargeScripts() {}

    /** Many frames, more than the budget has room for: half of them dropped, then all, and many evicted by one push. */
    public static Stream<Script> manyFrames() {
        return IntStream.of(FRAMES).mapToObj(LargeScripts::manyFrames);
    }

    private static Script manyFrames(int count) {
        int budget = count * FRAME_BYTES;
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Absolute(new Request.New(budget, 0)));
        steps.addAll(pushes(count + 256));
        steps.addAll(looks());
        steps.add(new Step.Drop(new Step.Place(Anchor.OLDEST, count / 2)));
        steps.addAll(looks());
        steps.add(new Step.Drop(new Step.Place(Anchor.NEXT, 0)));
        steps.addAll(looks());
        steps.addAll(pushes(count / 4));
        steps.add(new Step.Absolute(new Request.Push(argv(budget))));
        steps.addAll(looks());
        return new Script("", steps, Script.Look.NEVER);
    }

    private static List<Step> pushes(int count) {
        return Collections.nCopies(count, new Step.PushFrame(new FrameLength(FrameLength.Base.ZERO, FRAME_BYTES)));
    }

    private static List<Step> looks() {
        return List.of(
                new Step.Absolute(new Request.State()),
                new Step.Ask(new Step.Place(Anchor.OLDEST, 0), OptionalLong.empty()),
                new Step.Ask(new Step.Place(Anchor.NEXT, -1), OptionalLong.empty()));
    }

    /**
     * Long arguments, pushed and read, and decoded; and many of them, which take long to read and are only pushed.
     *
     * @param capabilities what the subject offers
     */
    public static Stream<Script> longFrames(Set<Capability> capabilities) {
        List<List<String>> argvs =
                IntStream.of(ARGUMENT_BYTES).mapToObj(LargeScripts::argv).toList();
        return Stream.of(
                        argvs.stream().map(LargeScripts::encoded),
                        Stream.of(encoded(Collections.nCopies(MOST_ARGUMENTS, "a"))),
                        capabilities.contains(Capability.WIRE)
                                ? argvs.stream().map(LargeScripts::decoded)
                                : Stream.<Script>empty())
                .flatMap(scripts -> scripts);
    }

    private static List<String> argv(int length) {
        return List.of("SET", "k", "v".repeat(length));
    }

    private static Script encoded(List<String> argv) {
        return script("WIRE-1/" + size(argv), Long.MAX_VALUE, new Request.Push(argv));
    }

    private static Script decoded(List<String> argv) {
        String frame = Framing.RESP.frame(0, argv).bytes();
        return script("WIRE-2/" + size(argv), 1, new Request.Decode(frame));
    }

    private static String size(List<String> argv) {
        return argv.size() + "-arguments-" + argv.get(argv.size() - 1).length() + "-bytes";
    }

    private static Script script(String id, long maxBytes, Request request) {
        Stream<Request> requests = Stream.of(new Request.New(maxBytes, 0), request);
        return new Script(id, requests.<Step>map(Step.Absolute::new).toList(), Script.Look.AT_THE_END);
    }
}
