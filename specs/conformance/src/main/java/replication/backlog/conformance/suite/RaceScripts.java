package replication.backlog.conformance.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Orders;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Scenario;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * What threads may do at once: the scenarios that are known to go wrong, which jcstress runs as well ({@code stress/}), and
 * drawn ones. Each is a script of one step.
 */
public final class RaceScripts {

    /** The length of the frame of {@code push SET k a}, as long as its offset has one digit. */
    public static final int FRAME = 35;

    /** How many rounds there are, where nobody measures how many there is time for. */
    public static final int ROUNDS = 2000;

    private static final int LONG_VALUE = FRAME + 1;

    private static final long ENOUGH = Long.MAX_VALUE;

    private RaceScripts() {}

    /**
     * A scenario with a name.
     *
     * @param id the rule that it is mostly about, and what happens at once
     * @param scenario the calls
     */
    public record Named(String id, Scenario scenario) {

        /** {@return a script of this race alone} */
        public Script script() {
            return new Script(id, List.of(new Step.Absolute(new Request.Race(scenario, ROUNDS))), Script.Look.NEVER);
        }
    }

    /** {@return the scenarios that are known to go wrong where a lock is missing} Read in order, they are a course. */
    public static List<Named> known() {
        return List.of(
                known(Rule.LOCK_3, "push-push", ENOUGH, "", "push SET k a", "push SET k b"),
                known(Rule.LOCK_3, "push-read", ENOUGH, "push SET k a", "push SET k b ; push SET k c", "from 0"),
                known(Rule.LOCK_1, "push-drop", ENOUGH, "push SET k a ; push SET k b", "push SET k c", "drop 1"),
                known(
                        Rule.LOCK_2,
                        "drop-read",
                        ENOUGH,
                        "push SET k a ; push SET k b ; push SET k c",
                        "drop 2",
                        "from 1"),
                known(
                        Rule.LOCK_3,
                        "push-evicts-read",
                        2 * FRAME,
                        "push SET k a ; push SET k b",
                        "push SET k c",
                        "from 0 ; from 1"),
                known(
                        Rule.LOCK_3,
                        "pushes-evict-read",
                        3 * FRAME,
                        "push SET k a ; push SET k b ; push SET k c",
                        "push SET k d ; push SET k e ; push SET k f",
                        "from 0 ; from 1"),
                known(
                        Rule.LOCK_1,
                        "pushes-evict-drop",
                        2 * FRAME,
                        "push SET k a ; push SET k b",
                        "push SET k c ; push SET k d",
                        "drop 1 ; drop 2"),
                known(
                        Rule.LOCK_1,
                        "drop-drop",
                        ENOUGH,
                        "push SET k a ; push SET k b ; push SET k c",
                        "drop 1 ; drop 2",
                        "drop 2 ; state"),
                known(
                        Rule.LOCK_3,
                        "counters",
                        2 * FRAME,
                        "push SET k a",
                        "push SET k b ; push SET k c",
                        "state ; state"),
                known(
                        Rule.LOCK_3,
                        "pushes-counters",
                        2 * FRAME,
                        "push SET k a ; push SET k b",
                        "push SET k c ; push SET k d ; push SET k e",
                        "state ; state ; state"),
                known(
                        Rule.LOCK_3,
                        "bounded-read-eviction",
                        3 * FRAME,
                        "push SET k a ; push SET k b ; push SET k c",
                        "push SET k d ; push SET k e",
                        "from 1 max 1 ; from 2 max 9"),
                known(Rule.LOCK_4, "await-push", ENOUGH, "", "await 1 ; from 1", "push SET k a ; push SET k b"),
                known(Rule.LOCK_4, "await-next", ENOUGH, "push SET k a", "await 1 ; from 1", "push SET k b"),
                known(Rule.LOCK_4, "await-await", ENOUGH, "", "await 0", "await 0", "push SET k a"),
                known(Rule.LOCK_4, "await-close", ENOUGH, "push SET k a", "await 1", "close"),
                known(
                        Rule.LOCK_3,
                        "two-reads",
                        3 * FRAME,
                        "push SET k a ; push SET k b",
                        "push SET k c ; push SET k d",
                        "from 0 max 2 ; from 2 max 2"),
                known(Rule.LOCK_1, "push-close", ENOUGH, "", "push SET k a", "close ; state"),
                known(
                        Rule.LOCK_1,
                        "pushes-close",
                        ENOUGH,
                        "",
                        "push SET k a ; push SET k b ; push SET k c",
                        "close ; state ; state"),
                known(
                        Rule.LOCK_3,
                        "push-push-push",
                        2 * FRAME,
                        "push SET k a",
                        "push SET k b",
                        "push SET k c",
                        "push SET k d"));
    }

    private static Named known(Rule rule, String name, long maxBytes, String before, String... threads) {
        List<Request> first = calls(before);
        List<List<Request>> all = Stream.of(threads).map(RaceScripts::calls).toList();
        return new Named(rule.id() + "/" + name, looking(maxBytes, 0, first, all));
    }

    private static List<Request> calls(String calls) {
        return Stream.of(calls.split(" ; "))
                .filter(call -> !call.isEmpty())
                .map(Notation::parse)
                .toList();
    }

    /** Looks, when all is over, at the counters and at the last two frames there can be. */
    private static Scenario looking(long maxBytes, long nextOffset, List<Request> before, List<List<Request>> threads) {
        long pushes = Stream.concat(before.stream(), threads.stream().flatMap(List::stream))
                .filter(Request.Push.class::isInstance)
                .count();
        List<Request> after = new ArrayList<>(List.of(new Request.State()));
        for (long back = Math.min(2, pushes); back > 0; back--) {
            after.add(new Request.FramesFrom(nextOffset + pushes - back, OptionalLong.empty()));
        }
        return new Scenario(maxBytes, nextOffset, before, threads, after);
    }

    /**
     * {@return the scenarios for a subject: the known ones, and drawn ones, the shortest first}
     *
     * @param seed what they are drawn from
     * @param drawn how many are drawn
     * @param capabilities what the subject offers
     */
    static Stream<Script> of(long seed, int drawn, Set<Capability> capabilities) {
        if (!capabilities.contains(Capability.RACE)) {
            return Stream.empty();
        }
        Draw draw = new Draw(new Random(seed), capabilities);
        Stream<Named> random = IntStream.range(0, drawn)
                .mapToObj(i -> draw.scenario())
                .sorted(Comparator.comparing(scenario -> scenario.allCalls().count()))
                .map(scenario -> new Named("", scenario));
        // Twice, because they find most; and a while apart, because a machine is not always as busy.
        Stream<Named> again = known().stream().map(named -> new Named(named.id + ", again", named.scenario));
        Stream<Named> all = Stream.of(known().stream(), random, again)
                .flatMap(scenarios -> scenarios)
                .map(named -> new Named(named.id, offered(named.scenario, capabilities)))
                .filter(named -> isPossible(named.scenario, capabilities));
        List<Named> scenarios = all.toList();
        return IntStream.range(0, scenarios.size())
                .mapToObj(i -> scenarios.get(i).id.isEmpty()
                        ? new Named("race " + (i + 1), scenarios.get(i).scenario).script()
                        : scenarios.get(i).script());
    }

    /** Without the counters, where they cannot be read. */
    private static Scenario offered(Scenario scenario, Set<Capability> capabilities) {
        if (capabilities.contains(Capability.STATE)) {
            return scenario;
        }
        return new Scenario(
                scenario.maxBytes(),
                scenario.nextOffset(),
                withoutState(scenario.before()),
                scenario.threads().stream()
                        .map(RaceScripts::withoutState)
                        .filter(thread -> !thread.isEmpty())
                        .toList(),
                withoutState(scenario.after()));
    }

    private static List<Request> withoutState(List<Request> calls) {
        return calls.stream().filter(call -> !(call instanceof Request.State)).toList();
    }

    private static boolean isPossible(Scenario scenario, Set<Capability> capabilities) {
        return scenario.threads().size() > 1
                && capabilities.containsAll(Capability.allNeededBy(new Request.Race(scenario, 1)));
    }

    /** Draws scenarios. */
    private static final class Draw {

        private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

        private final Random random;
        private final Set<Capability> capabilities;
        private int pushes;

        Draw(Random random, Set<Capability> capabilities) {
            this.random = random;
            this.capabilities = capabilities;
        }

        /** A scenario that comes to an end in every order. */
        Scenario scenario() {
            while (true) {
                Scenario drawn = any();
                if (!Orders.of(drawn, Framing.RESP).endless()) {
                    return drawn;
                }
            }
        }

        private Scenario any() {
            pushes = 0;
            long maxBytes = random.nextInt(4) == 0 ? ENOUGH : (1 + random.nextInt(3)) * (long) FRAME;
            long next = capabilities.contains(Capability.RESUME) && random.nextInt(4) == 0 ? 8 : 0;
            BacklogModel model = BacklogModel.empty(Framing.RESP, maxBytes, next);
            List<Request> before = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Request push = push();
                before.add(push);
                model = Operation.of(model, push).after();
            }
            boolean waits = capabilities.contains(Capability.WAIT) && random.nextInt(4) == 0;
            List<List<Request>> threads = new ArrayList<>();
            int count = random.nextInt(3) == 0 ? 3 : 2;
            for (int thread = 0; thread < count; thread++) {
                List<Request> calls = new ArrayList<>();
                for (int i = 1 + random.nextInt(count == 2 ? 3 : 2); i > 0; i--) {
                    calls.add(call(model, waits && thread == 0));
                }
                threads.add(calls);
            }
            return looking(maxBytes, next, before, threads);
        }

        private Request call(BacklogModel model, boolean waits) {
            int kind = random.nextInt(20);
            if (waits && kind < 10) {
                return new Request.Await(model.next() + random.nextInt(2));
            }
            if (waits && kind < 12) {
                return new Request.Close();
            }
            if (kind < 9) {
                return push();
            }
            if (kind < 13) {
                return new Request.FramesFrom(offset(model), OptionalLong.empty());
            }
            if (kind < 15) {
                return new Request.FramesFrom(offset(model), OptionalLong.of(1 + random.nextInt(3)));
            }
            if (kind < 17 || !capabilities.contains(Capability.STATE)) {
                return new Request.DropUpTo(offset(model));
            }
            return new Request.State();
        }

        /** One that is there, or will be, or has just gone. */
        private long offset(BacklogModel model) {
            long first = model.oldest();
            return first + random.nextInt((int) (model.next() - first) + 2);
        }

        /** Each value is another one, so that every frame tells which push it is of. */
        private Request push() {
            String letter = LETTERS.substring(pushes, ++pushes);
            return new Request.Push(List.of("SET", "k", random.nextInt(6) == 0 ? letter.repeat(LONG_VALUE) : letter));
        }
    }
}
