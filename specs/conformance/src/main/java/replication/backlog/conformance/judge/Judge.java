package replication.backlog.conformance.judge;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import replication.backlog.conformance.race.RaceJudge;
import replication.backlog.model.Circumstance;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Operation;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;

/** Compares replies with what the model predicted, and names the rule that the first different one breaks. */
public final class Judge {

    private Judge() {}

    /** Whether a reply is right. */
    public static boolean accepts(Exchange exchange, Reply actual) {
        if (exchange.request() instanceof Request.Race) {
            return RaceJudge.accepts(exchange, actual);
        }
        if (exchange.allowed().isEmpty()) {
            return !(actual instanceof Reply.Broken || actual instanceof Reply.Meaningless);
        }
        for (Reply expected : exchange.allowed()) {
            if (agree(expected, actual)) {
                return true;
            }
        }
        return false;
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
     * @param counted whether the counters were read after the operation before, and found right
     */
    public static Rule brokenRule(Exchange exchange, Reply actual, boolean counted) {
        if (exchange.request() instanceof Request.Race) {
            return RaceJudge.brokenRule(exchange, actual);
        }
        Operation operation = exchange.operation();
        if (!exchange.isObservation()) {
            return ofOperation(operation, actual);
        }
        Operation observation = Operation.of(operation.after(), exchange.request());
        if (exchange.allowed().isEmpty()) {
            return ofOperation(observation, actual);
        }
        Reply expected = exchange.allowed().get(0);
        if (expected instanceof Reply.Counters counters) {
            return ofState(operation, counters, actual, counted);
        }
        boolean tooFew = servesSome(expected) && isTooOld(actual);
        boolean tooMany = isTooOld(expected) && servesSome(actual);
        return !counted && (tooFew || tooMany)
                ? ofRetained(operation, tooMany, false)
                : ofOperation(observation, actual);
    }

    private static Rule ofState(Operation operation, Reply.Counters expected, Reply actual, boolean counted) {
        if (actual instanceof Reply.Counters counters) {
            return counted ? Rule.ACCT_3 : ofCounters(operation, expected, counters);
        }
        if (actual instanceof Reply.Meaningless wrong) {
            return switch (wrong.field()) {
                case "nextOffset" -> ofNext(operation);
                case "bufferedBytes" -> Rule.ACCT_1;
                default -> Rule.ACCT_2;
            };
        }
        return Rule.ACCT_1;
    }

    private static boolean servesSome(Reply reply) {
        return reply instanceof Reply.Frames served && !served.frames().isEmpty();
    }

    private static boolean isTooOld(Reply reply) {
        return reply instanceof Reply.Refused refused && refused.refusal() == Refusal.TOO_OLD;
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
        boolean isBadBudget = actual instanceof Reply.Refused refused && refused.refusal() == Refusal.BAD_BUDGET;
        if (operation.request() instanceof Request.New
                && (isBadBudget || !circumstances.contains(Circumstance.RESUMED))) {
            return Rule.NEW_1;
        }
        Reply expected =
                operation.allowed().isEmpty() ? actual : operation.allowed().get(0);
        if (expected instanceof Reply.Frames frames && actual instanceof Reply.Frames others) {
            return ofFrames(operation.before().framing(), frames, others, circumstances);
        }
        if (expected instanceof Reply.Frames
                && actual instanceof Reply.Meaningless wrong
                && wrong.field().equals("bytes")) {
            return Rule.WIRE_1;
        }
        boolean sameRefusal = expected instanceof Reply.Refused a
                && actual instanceof Reply.Refused b
                && a.refusal() == b.refusal()
                && a.refusal() != Refusal.NEGATIVE_OFFSET;
        return sameRefusal ? Rule.FROM_5 : circumstances.iterator().next().rule();
    }

    private static Rule ofFrames(
            Framing framing, Reply.Frames expected, Reply.Frames actual, Set<Circumstance> circumstances) {
        boolean sameOffsets = offsets(expected).equals(offsets(actual));
        if (!sameOffsets) {
            return circumstances.iterator().next().rule();
        }
        return actual.frames().stream().allMatch(framing::isWellFormed) ? Rule.PUSH_2 : Rule.WIRE_1;
    }

    private static List<Long> offsets(Reply.Frames frames) {
        return frames.frames().stream().map(FrameText::offset).toList();
    }

    private static Rule ofCounters(Operation operation, Reply.Counters expected, Reply.Counters actual) {
        boolean changes = !operation.after().equals(operation.before());
        if (!changes && !(operation.request() instanceof Request.DropUpTo)) {
            return operation.request() instanceof Request.Push ? Rule.PUSH_5 : Rule.ACCT_3;
        }
        if (actual.next() != expected.next()) {
            return ofNext(operation);
        }
        boolean newestIsGone = actual.length() != 0
                && actual.length() == expected.length() - 1
                && actual.oldest().equals(expected.oldest());
        if (!newestIsGone && !areConsistent(actual)) {
            return Rule.ACCT_2;
        }
        boolean tooMany = Long.compareUnsigned(actual.length(), expected.length()) > 0;
        boolean tooFew = Long.compareUnsigned(actual.length(), expected.length()) < 0;
        return tooMany || tooFew ? ofRetained(operation, tooMany, newestIsGone || actual.length() == 0) : Rule.ACCT_1;
    }

    /** Whether oldest and newest are what next and the length make them. */
    private static boolean areConsistent(Reply.Counters counters) {
        boolean empty = counters.length() == 0;
        long oldest = counters.next() - counters.length();
        return counters.oldest().equals(empty ? OptionalLong.empty() : OptionalLong.of(oldest))
                && counters.newest().equals(empty ? OptionalLong.empty() : OptionalLong.of(counters.next() - 1));
    }

    private static Rule ofNext(Operation operation) {
        if (operation.request() instanceof Request.DropUpTo) {
            return Rule.DROP_3;
        }
        if (operation.request() instanceof Request.Push) {
            return operation.after().retained().size()
                            <= operation.before().retained().size()
                    ? Rule.EVICT_5
                    : Rule.PUSH_1;
        }
        return Circumstance.of(operation).iterator().next().rule();
    }

    /** Other frames are retained after the operation than should be. */
    private static Rule ofRetained(Operation operation, boolean tooMany, boolean newestIsGone) {
        Set<Circumstance> circumstances = Circumstance.of(operation);
        if (!(operation.request() instanceof Request.Push)) {
            boolean keepsWhatLiesBelow = tooMany && circumstances.contains(Circumstance.WATERMARK_AT_NEWEST);
            return keepsWhatLiesBelow
                    ? Rule.DROP_1
                    : circumstances.iterator().next().rule();
        }
        if (tooMany && circumstances.contains(Circumstance.OVERSIZED_LEAVES)) {
            return Rule.EVICT_4;
        }
        if (circumstances.contains(Circumstance.OVERSIZED_PUSHED)) {
            return Rule.EVICT_3;
        }
        if (newestIsGone) {
            return Rule.PUSH_3;
        }
        return !tooMany && circumstances.contains(Circumstance.EXACT_FIT) ? Rule.EVICT_2 : Rule.EVICT_1;
    }

    /** {@return the rules that an exchange bears on: those that a wrong reply would break} */
    public static Set<Rule> bearsOn(Exchange exchange) {
        Set<Rule> rules = bearsOn(exchange.operation());
        rules.addAll(observes(exchange));
        return rules;
    }

    /**
     * {@return the rules that the reply to a call shows by itself} What a call has done, an observation behind it has to show: a
     * mere "done" shows nothing.
     */
    public static Set<Rule> toldAtOnce(Operation operation) {
        if (operation.request() instanceof Request.Push) {
            return EnumSet.of(operation.before().canPush() ? Rule.PUSH_1 : Rule.PUSH_5);
        }
        if (operation.request() instanceof Request.DropUpTo) {
            return Collections.emptySet();
        }
        if (operation.request() instanceof Request.New) {
            return EnumSet.of(
                    operation.refusesCreation()
                            ? Circumstance.of(operation).iterator().next().rule()
                            : Rule.NEW_1);
        }
        return bearsOn(Exchange.of(operation));
    }

    /** {@return the rules that every reply to an operation, and about its effect, bears on} */
    public static Set<Rule> bearsOn(Operation operation) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        Circumstance.of(operation).forEach(circumstance -> rules.add(circumstance.rule()));
        if (operation.request() instanceof Request.Push && operation.before().canPush()) {
            rules.addAll(Set.of(Rule.PUSH_1, Rule.PUSH_3));
        }
        return rules;
    }

    /** {@return the rules that an exchange bears on besides those of its operation} */
    public static Set<Rule> observes(Exchange exchange) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        Operation operation = exchange.operation();
        if (exchange.isObservation()) {
            Operation observation = Operation.of(operation.after(), exchange.request());
            Circumstance.of(observation).forEach(circumstance -> rules.add(circumstance.rule()));
        }
        if (exchange.request() instanceof Request.State) {
            rules.add(Rule.ACCT_2);
        }
        if (exchange.isObservation() && operation.after().equals(operation.before())) {
            rules.add(Rule.ACCT_3);
        }
        if (servesSome(exchange.allowed().isEmpty() ? null : exchange.allowed().get(0))) {
            rules.addAll(Set.of(Rule.PUSH_2, Rule.WIRE_1));
        }
        return rules;
    }
}
