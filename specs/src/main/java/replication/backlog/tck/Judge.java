package replication.backlog.tck;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import replication.backlog.spec.BacklogModel;
import replication.backlog.spec.Circumstance;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.FrameText;
import replication.backlog.spec.Operation;
import replication.backlog.spec.Refusal;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.spec.Rule;

/** Compares replies with what the model predicted, and names the rule that the first different one breaks. */
public final class Judge {

    private Judge() {}

    /** Returns the index of the first reply that is not right, if there is one. */
    public static Optional<Integer> firstDifference(List<Exchange> exchanges, List<Reply> replies) {
        for (int i = 0; i < replies.size(); i++) {
            if (!accepts(exchanges.get(i), replies.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Whether a reply is right. */
    public static boolean accepts(Exchange exchange, Reply actual) {
        if (exchange.allowed().isEmpty()) {
            return !(actual instanceof Reply.Broken);
        }
        return exchange.allowed().stream().anyMatch(expected -> agree(expected, actual));
    }

    /** Whether two replies are the same, as far as the actual one says anything. */
    private static boolean agree(Reply expected, Reply actual) {
        return actual instanceof Reply.Refused refused && refused.detail().isEmpty()
                ? expected instanceof Reply.Refused same && same.refusal() == refused.refusal()
                : expected.equals(actual);
    }

    /**
     * Names the rule that a wrong reply breaks.
     *
     * @param exchange what was asked, and after what
     * @param actual the wrong reply
     * @param counted whether the counters could be observed, and were found right, before any frames were asked for
     */
    public static Rule brokenRule(Exchange exchange, Reply actual, boolean counted) {
        Operation operation = exchange.operation();
        if (!exchange.isObservation()) {
            return ofOperation(operation, actual);
        }
        if (exchange.allowed().get(0) instanceof Reply.Counters expected && actual instanceof Reply.Counters counters) {
            return ofCounters(operation, expected, counters);
        }
        Operation observation = new Operation(operation.after(), exchange.request());
        boolean retainsOthers = exchange.request() instanceof Request.FramesFrom
                && !counted
                && (exchange.allowed().get(0) instanceof Reply.Frames) != (actual instanceof Reply.Frames);
        return retainsOthers ? ofRetained(operation, false) : ofOperation(observation, actual);
    }

    private static Rule ofOperation(Operation operation, Reply actual) {
        Set<Circumstance> circumstances = Circumstance.of(operation);
        if (operation.request() instanceof Request.Push) {
            if (circumstances.contains(Circumstance.OFFSETS_EXHAUSTED)) {
                return Rule.PUSH_5;
            }
            return circumstances.contains(Circumstance.PUSHED_WHEN_DRAINED) && actual instanceof Reply.Pushed
                    ? Rule.EVICT_5
                    : Rule.PUSH_1;
        }
        if (operation.request() instanceof Request.New && !circumstances.contains(Circumstance.RESUMED)) {
            return Rule.NEW_1;
        }
        Reply expected = operation.allowed().isEmpty() ? actual : operation.allowed().get(0);
        if (expected instanceof Reply.Frames frames && actual instanceof Reply.Frames others) {
            return ofFrames(frames, others, circumstances);
        }
        boolean sameRefusal = expected instanceof Reply.Refused a
                && actual instanceof Reply.Refused b
                && a.refusal() == b.refusal()
                && a.refusal() != Refusal.NEGATIVE_OFFSET;
        return sameRefusal ? Rule.FROM_5 : circumstances.iterator().next().rule();
    }

    private static Rule ofFrames(Reply.Frames expected, Reply.Frames actual, Set<Circumstance> circumstances) {
        boolean sameOffsets = offsets(expected).equals(offsets(actual));
        return sameOffsets ? Rule.PUSH_2 : circumstances.iterator().next().rule();
    }

    private static List<Long> offsets(Reply.Frames frames) {
        return frames.frames().stream().map(FrameText::offset).toList();
    }

    private static Rule ofCounters(Operation operation, Reply.Counters expected, Reply.Counters actual) {
        boolean changes = !operation.after().equals(operation.before());
        if (!changes && !(operation.request() instanceof Request.DropUpTo)) {
            return operation.before().canPush() || !(operation.request() instanceof Request.Push)
                    ? Rule.ACCT_3
                    : Rule.PUSH_5;
        }
        if (actual.next() != expected.next()) {
            return ofNext(operation);
        }
        boolean emptyAlike = actual.oldest().isPresent() == (actual.length() != 0)
                && actual.newest().isPresent() == (actual.length() != 0);
        boolean consecutive = actual.oldest().orElse(actual.next()) + actual.length() == actual.next()
                && actual.newest().orElse(actual.next() - 1) + 1 == actual.next();
        boolean onlyNewestIsGone = actual.oldest().equals(expected.oldest()) && !actual.newest().equals(expected.newest());
        if (!emptyAlike || (!consecutive && !onlyNewestIsGone)) {
            return Rule.ACCT_2;
        }
        return actual.length() == expected.length()
                ? Rule.ACCT_1
                : ofRetained(operation, actual.length() == 0 || onlyNewestIsGone);
    }

    private static Rule ofNext(Operation operation) {
        if (operation.request() instanceof Request.DropUpTo) {
            return Rule.DROP_3;
        }
        if (operation.request() instanceof Request.Push) {
            return operation.after().retained().size() <= operation.before().retained().size()
                    ? Rule.EVICT_5
                    : Rule.PUSH_1;
        }
        return Circumstance.of(operation).iterator().next().rule();
    }

    /** Other frames are retained after the operation than should be. */
    private static Rule ofRetained(Operation operation, boolean newestIsGone) {
        Set<Circumstance> circumstances = Circumstance.of(operation);
        boolean oversized = circumstances.contains(Circumstance.OVERSIZED_PUSHED);
        return newestIsGone && operation.request() instanceof Request.Push && !oversized
                ? Rule.PUSH_3
                : circumstances.iterator().next().rule();
    }

    /** Returns the rules that an exchange bears on: those it would name if its reply were wrong. */
    public static Set<Rule> bearsOn(Exchange exchange) {
        java.util.EnumSet<Rule> rules = java.util.EnumSet.noneOf(Rule.class);
        Operation operation = exchange.operation();
        BacklogModel after = operation.after();
        Circumstance.of(operation).forEach(circumstance -> rules.add(circumstance.rule()));
        if (operation.request() instanceof Request.Push) {
            rules.addAll(Set.of(Rule.PUSH_1, Rule.PUSH_3));
        }
        if (exchange.request() instanceof Request.State) {
            rules.addAll(Set.of(Rule.ACCT_1, Rule.ACCT_2));
            if (after.equals(operation.before()) && exchange.isObservation()) {
                rules.add(Rule.ACCT_3);
            }
        }
        if (exchange.request() instanceof Request.FramesFrom) {
            rules.addAll(Set.of(Rule.PUSH_2, Rule.WIRE_1));
        }
        return rules;
    }
}
