package replication.backlog.oracle;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import net.jqwik.api.state.ActionChain;
import replication.backlog.spec.Script;
import replication.backlog.spec.SpecDocument;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Chains;
import replication.backlog.tck.CompleteScripts;
import replication.backlog.tck.LargeScripts;
import replication.backlog.tck.Walk;
import replication.backlog.tck.WireScripts;

/**
 * A source of scripts.
 *
 * @param name its name on the command line
 * @param uses the capabilities that it can make use of
 * @param shrinks whether a script that diverges is worth making shorter
 * @param source the scripts for a subject with some capabilities
 */
record Suite(String name, Set<Capability> uses, boolean shrinks, Function<Set<Capability>, Stream<Script>> source) {

    static final List<String> NAMES = List.of("examples", "complete", "random", "wire");

    private static final int ACTIONS = 30;

    /** The examples of SPEC.md, with everything observed after each line. */
    static Suite examples() {
        return new Suite(
                "examples",
                Set.of(),
                false,
                capabilities -> SpecDocument.load().examples().stream()
                        .filter(example -> example.kind().equals("backlog"))
                        .map(SpecDocument.Example::script)
                        .map(script -> new Script(script.id(), script.steps(), Script.Look.AFTER_EVERY_STEP)));
    }

    /** Every word of calls up to a length from every state of the model, and what takes many frames to show. */
    static Suite complete(int extraStates) {
        return new Suite(
                "complete",
                Set.of(Capability.STATE, Capability.RESUME),
                false,
                capabilities -> Stream.concat(
                        CompleteScripts.of(extraStates, capabilities.contains(Capability.RESUME)),
                        LargeScripts.manyFrames()));
    }

    /** The contract's action chains, from a seed. Only within a {@link JqwikSession}. */
    static Suite random(long seed, int tries) {
        return new Suite("random", Set.of(Capability.STATE, Capability.RESUME), true, capabilities -> {
            RandomGenerator<ActionChain<Walk>> chains = Chains.of(Walk::new, capabilities.contains(Capability.RESUME))
                    .withMaxTransformations(ACTIONS)
                    .generator(tries, false);
            PrimitiveIterator.OfLong seeds = new Random(seed).longs().iterator();
            return IntStream.range(0, tries).mapToObj(i -> {
                Walk walk = chains.next(new Random(seeds.nextLong())).value().run();
                JqwikSession.finishTry();
                return walk.script("try " + i);
            });
        });
    }

    /** Encodings byte for byte, decodings, prefixes, malformed input, and long frames. */
    static Suite wire() {
        return new Suite(
                "wire",
                Set.of(Capability.RESUME, Capability.WIRE),
                false,
                capabilities -> Stream.concat(
                        WireScripts.of(
                                capabilities.contains(Capability.RESUME), capabilities.contains(Capability.WIRE)),
                        LargeScripts.longFrames(capabilities.contains(Capability.WIRE))));
    }

    /** Scripts that were saved. */
    static Suite saved(String name, List<Script> scripts) {
        return new Suite(name, Set.of(), false, capabilities -> scripts.stream());
    }
}
