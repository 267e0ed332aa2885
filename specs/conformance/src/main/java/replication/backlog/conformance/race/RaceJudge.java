package replication.backlog.conformance.race;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Outcome;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Scenario;

/** Compares what came of a race with what comes of its calls in every order, and names the rule that is broken. */
public final class RaceJudge {

    private RaceJudge() {}

    /** Whether some order explains each outcome (LOCK-1). */
    public static boolean accepts(Exchange exchange, Reply actual) {
        return actual instanceof Reply.Raced raced
                && allowed(exchange).containsAll(raced.outcomes().keySet());
    }

    /** {@return the outcomes that are right} */
    public static Set<Outcome> allowed(Exchange exchange) {
        Set<Outcome> allowed = new LinkedHashSet<>();
        exchange.allowed()
                .forEach(
                        reply -> allowed.addAll(((Reply.Raced) reply).outcomes().keySet()));
        return allowed;
    }

    /** {@return the outcome that no order explains, and of several the one that most rounds had} */
    public static Optional<Outcome> unexplained(Exchange exchange, Reply actual) {
        Set<Outcome> allowed = allowed(exchange);
        return actual instanceof Reply.Raced raced
                ? raced.outcomes().entrySet().stream()
                        .filter(outcome -> !allowed.contains(outcome.getKey()))
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                : Optional.empty();
    }

    /** Names the rule that a wrong reply to a race breaks. */
    public static Rule brokenRule(Exchange exchange, Reply actual) {
        Scenario scenario = scenario(exchange);
        if (actual.isHang() && scenario.waits()) {
            return Rule.LOCK_4;
        }
        Framing framing = exchange.operation().before().framing();
        return unexplained(exchange, actual)
                .map(outcome -> brokenRule(scenario, framing, outcome, allowed(exchange)))
                .orElse(Rule.LOCK_1);
    }

    /** {@return the scenario of a race} */
    public static Scenario scenario(Exchange exchange) {
        return ((Request.Race) exchange.request()).scenario();
    }

    private static Rule brokenRule(Scenario scenario, Framing framing, Outcome outcome, Set<Outcome> allowed) {
        Answers answers = Answers.of(scenario, outcome);
        if (answers.readBroke || !areWhole(scenario, framing, answers.frames)) {
            return Rule.LOCK_2;
        }
        if (allowed.isEmpty() || Nearest.of(scenario, framing, outcome).isAboutAWait(scenario)) {
            return Rule.LOCK_4;
        }
        Set<Reply.Counters> moments = new HashSet<>();
        allowed.forEach(right -> moments.addAll(Answers.of(scenario, right).counters));
        boolean areOfOneMoment = answers.reads.stream().allMatch(RaceJudge::isARun)
                && isARun(answers.pushed.stream().sorted(Long::compareUnsigned).toList())
                && moments.containsAll(answers.counters);
        return areOfOneMoment ? Rule.LOCK_1 : Rule.LOCK_3;
    }

    /** Whether each frame has the bytes that one of the pushes gives it at its offset. */
    private static boolean areWhole(Scenario scenario, Framing framing, List<FrameText> frames) {
        List<List<String>> pushed = scenario.allCalls()
                .filter(Request.Push.class::isInstance)
                .map(request -> ((Request.Push) request).argv())
                .toList();
        return frames.stream()
                .allMatch(frame -> pushed.stream()
                        .anyMatch(argv -> framing.frame(frame.offset(), argv).equals(frame)));
    }

    private static boolean isARun(List<Long> offsets) {
        for (int i = 1; i < offsets.size(); i++) {
            if (offsets.get(i) != offsets.get(i - 1) + 1) {
                return false;
            }
        }
        return true;
    }

    /** The replies of an outcome, by what they tell. */
    private static final class Answers {

        private final List<Long> pushed = new ArrayList<>();
        private final List<List<Long>> reads = new ArrayList<>();
        private final List<FrameText> frames = new ArrayList<>();
        private final List<Reply.Counters> counters = new ArrayList<>();
        private boolean readBroke;

        static Answers of(Scenario scenario, Outcome outcome) {
            Answers answers = new Answers();
            for (int thread = 0; thread < scenario.threads().size(); thread++) {
                answers.add(scenario.threads().get(thread), outcome.threads().get(thread));
            }
            answers.add(scenario.after(), outcome.after());
            return answers;
        }

        private void add(List<Request> calls, List<Reply> replies) {
            for (int i = 0; i < calls.size(); i++) {
                add(calls.get(i), replies.get(i));
            }
        }

        private void add(Request call, Reply reply) {
            readBroke |= call instanceof Request.FramesFrom
                    && !(reply instanceof Reply.Refused || reply instanceof Reply.Frames);
            if (reply instanceof Reply.Pushed push) {
                pushed.add(push.offset());
            } else if (reply instanceof Reply.Frames read) {
                reads.add(read.frames().stream().map(FrameText::offset).toList());
                frames.addAll(read.frames());
            } else if (reply instanceof Reply.Counters state) {
                counters.add(state);
            }
        }
    }
}
