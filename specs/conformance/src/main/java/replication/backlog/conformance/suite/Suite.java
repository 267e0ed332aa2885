package replication.backlog.conformance.suite;

import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import net.jqwik.api.state.ActionChain;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.run.Walk;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.Script;
import replication.backlog.model.SpecDocument;

/**
 * A source of scripts.
 *
 * @param name its name on the command line
 * @param uses the capabilities that it can make use of
 * @param source the scripts for a subject with some capabilities
 * @param size how many that are
 * @param place where a reader finds the step of a script that diverged
 */
public record Suite(
        String name,
        Set<Capability> uses,
        Function<Set<Capability>, Stream<Script>> source,
        ToLongFunction<Set<Capability>> size,
        BiFunction<Script, Divergence, String> place) {

    private static final BiFunction<Script, Divergence, String> BY_NAME = (script, divergence) -> script.id();

    /** The names of the suites, in the order in which they run. */
    public static final List<String> NAMES =
            all(0, 1, 0).stream().map(Suite::name).toList();

    /** How many random scripts are tried unless something else is said. */
    public static final int TRIES = 1000;

    /** How many states more than the model an implementation may have, unless something else is said. */
    public static final int EXTRA_STATES = 2;

    private static final int ACTIONS = 30;

    /** A race has thousands of rounds. */
    private static final int TRIES_FOR_A_RACE = 40;

    /** The name of the suite whose scripts are races. */
    public static final String RACES = "races";

    /** {@return the suites that run unless something else is said} */
    public static List<Suite> all(long seed) {
        return all(seed, TRIES, EXTRA_STATES);
    }

    /** {@return all suites, in the order in which they run: what finds most in a moment comes first} */
    public static List<Suite> all(long seed, int tries, int extraStates) {
        return List.of(examples(), wire(), random(seed, tries), races(seed, tries), complete(extraStates));
    }

    /** {@return the examples of SPEC.md, with everything observed after each line} */
    public static Suite examples() {
        List<SpecDocument.Example> examples = SpecDocument.load().examples().stream()
                .filter(example -> example.kind().equals("backlog"))
                .toList();
        Map<String, SpecDocument.Example> named =
                examples.stream().collect(Collectors.toMap(SpecDocument.Example::id, Function.identity()));
        return new Suite(
                "examples",
                Set.of(),
                capabilities -> examples.stream()
                        .map(SpecDocument.Example::script)
                        .map(script -> new Script(script.id(), script.steps(), Script.Look.AFTER_EVERY_STEP)),
                capabilities -> examples.size(),
                (script, divergence) -> script.id() + " (" + line(named.get(script.id()), divergence) + ")");
    }

    private static String line(SpecDocument.Example example, Divergence divergence) {
        long calls = divergence.script().stream()
                .filter(exchange -> !exchange.isObservation())
                .count();
        return "SPEC.md:" + example.lines().get((int) calls - 1).number();
    }

    /** {@return encodings byte for byte, decodings, prefixes, malformed input, and long frames} */
    public static Suite wire() {
        Function<Set<Capability>, Stream<Script>> source = capabilities -> Stream.of(
                        WireScripts.of(capabilities),
                        capabilities.contains(Capability.WIRE) ? GrammarScripts.all() : Stream.<Script>empty(),
                        ContentScripts.all(capabilities),
                        LargeScripts.longFrames(capabilities))
                .flatMap(scripts -> scripts);
        return new Suite(
                "wire",
                Set.of(Capability.RESUME, Capability.WIRE, Capability.PIECES),
                source,
                capabilities -> source.apply(capabilities).count(),
                BY_NAME);
    }

    /** {@return the contract's action chains, from a seed} Only within a {@link JqwikSession}. */
    public static Suite random(long seed, int tries) {
        return new Suite(
                "random",
                Set.of(Capability.STATE, Capability.RESUME),
                capabilities -> {
                    RandomGenerator<ActionChain<Walk>> chains = Chains.of(
                                    Walk::new, capabilities.contains(Capability.RESUME))
                            .withMaxTransformations(ACTIONS)
                            .generator(tries, false);
                    PrimitiveIterator.OfLong seeds = new Random(seed).longs().iterator();
                    return IntStream.range(0, tries).mapToObj(i -> {
                        Walk walk = chains.next(new Random(seeds.nextLong()))
                                .value()
                                .run();
                        JqwikSession.finishTry();
                        return walk.script("try " + i);
                    });
                },
                capabilities -> tries,
                BY_NAME);
    }

    /** {@return what threads do at once, from a seed: the scenarios that are known to go wrong, and as many drawn as tries are worth} */
    public static Suite races(long seed, int tries) {
        Function<Set<Capability>, Stream<Script>> source =
                capabilities -> RaceScripts.of(seed, Math.max(1, tries / TRIES_FOR_A_RACE), capabilities);
        return new Suite(
                RACES,
                Set.of(Capability.RACE, Capability.WAIT),
                source,
                capabilities -> source.apply(capabilities).count(),
                BY_NAME);
    }

    /** {@return every word of calls up to a length from every state of the model, and what takes many frames to show} */
    public static Suite complete(int extraStates) {
        return new Suite(
                "complete",
                Set.of(Capability.STATE, Capability.RESUME),
                capabilities -> Stream.concat(
                        CompleteScripts.of(extraStates, capabilities.contains(Capability.RESUME)), large(capabilities)),
                capabilities -> CompleteScripts.count(extraStates, capabilities.contains(Capability.RESUME))
                        + large(capabilities).count(),
                BY_NAME);
    }

    private static Stream<Script> large(Set<Capability> capabilities) {
        return Stream.concat(LargeScripts.manyFrames(), SizeScripts.all(capabilities.contains(Capability.RESUME)));
    }

    /** {@return scripts that were saved} */
    public static Suite saved(String name, List<Script> scripts) {
        return new Suite(name, Set.of(), capabilities -> scripts.stream(), capabilities -> scripts.size(), BY_NAME);
    }
}
