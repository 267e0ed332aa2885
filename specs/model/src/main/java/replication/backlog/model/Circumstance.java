package replication.backlog.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is particular about an operation: the cases that the rules name, each with the rules that speak of it. */
public enum Circumstance {
    FRESH(Rule.NEW_2),
    RESUMED(Rule.NEW_3),
    NO_BUDGET(Rule.NEW_1),

    OFFSETS_EXHAUSTED(Rule.PUSH_5),
    OVERSIZED_PUSHED(Rule.EVICT_3),
    OVERSIZED_LEAVES(Rule.EVICT_4),
    EXACT_FIT(Rule.EVICT_2),
    EVICTS_ONE(Rule.EVICT_1),
    EVICTS_SEVERAL(Rule.EVICT_1),
    EVICTS_NONE(Rule.EVICT_1),
    PUSHED_WHEN_DRAINED(Rule.EVICT_5),

    WATERMARK_WITH_NOTHING_RETAINED(Rule.DROP_2),
    WATERMARK_BELOW(Rule.DROP_2),
    WATERMARK_INSIDE(Rule.DROP_1),
    WATERMARK_AT_NEWEST(Rule.DROP_2),
    WATERMARK_BEYOND_NEXT(Rule.DROP_3),
    WATERMARK_AT_NEXT(Rule.DROP_3),

    FUTURE(Rule.FROM_1),
    CAUGHT_UP(Rule.FROM_2),
    CAUGHT_UP_WHEN_DRAINED(Rule.FROM_2),
    TOO_OLD(Rule.FROM_3),
    TOO_OLD_WHEN_DRAINED(Rule.FROM_3),
    SERVED_FROM_OLDEST(Rule.FROM_4),
    SERVED(Rule.FROM_4),

    COUNTED(Rule.ACCT_1),
    DECODED(Rule.WIRE_2),
    TRUNCATED(Rule.WIRE_3),
    ENVELOPE_NO_ARRAY(Rule.WIRE_4),
    ENVELOPE_OF_ANOTHER_LENGTH(Rule.WIRE_4),
    BAD_LENGTH_OF_ENVELOPE(Rule.WIRE_4),
    BAD_OFFSET(Rule.WIRE_5),
    NEGATIVE_OFFSET(Rule.WIRE_6),
    PAYLOAD_NO_ARRAY(Rule.WIRE_7),
    BAD_NUMBER_OF_ARGUMENTS(Rule.WIRE_7),
    ARGUMENT_NO_BULK_STRING(Rule.WIRE_7),
    BAD_LENGTH_OF_AN_ARGUMENT(Rule.WIRE_7),
    ARGUMENT_NOT_CLOSED(Rule.WIRE_7),
    LEFT_OPEN(Rule.WIRE_8),

    CALLED_AT_ONCE(Rule.LOCK_1),
    READ_AT_ONCE(Rule.LOCK_2),
    PUSHED_AT_ONCE(Rule.LOCK_3),
    AWAITED(Rule.LOCK_4);

    private final Rule rule;

    Circumstance(Rule rule) {
        this.rule = rule;
    }

    /** The rule that says what must happen then. */
    public Rule rule() {
        return rule;
    }

    /** {@return it in words, as deviations name it} */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The circumstances of an operation; the one whose rule says most about it comes first. */
    public static Set<Circumstance> of(Operation operation) {
        return operation.request().accept(new Of(operation));
    }

    private record Of(Operation operation) implements Request.Visitor<Set<Circumstance>> {

        @Override
        public Set<Circumstance> create(Request.New creation) {
            return EnumSet.of(creation.maxBytes() == 0 ? NO_BUDGET : creation.nextOffset() == 0 ? FRESH : RESUMED);
        }

        @Override
        public Set<Circumstance> push(Request.Push push) {
            return ofPush(operation.before(), operation.after());
        }

        @Override
        public Set<Circumstance> drop(Request.DropUpTo drop) {
            return EnumSet.of(ofDrop(operation.before(), drop.watermark()));
        }

        @Override
        public Set<Circumstance> ask(Request.FramesFrom ask) {
            return EnumSet.of(ofAsk(operation.before(), ask.from()));
        }

        @Override
        public Set<Circumstance> state(Request.State state) {
            return EnumSet.of(COUNTED);
        }

        @Override
        public Set<Circumstance> decode(Request.Decode decode) {
            return EnumSet.of(ofDecoding(decode.bytes(), operation.allowed()));
        }

        @Override
        public Set<Circumstance> feed(Request.Feed feed) {
            return EnumSet.of(ofDecoding(String.join("", feed.pieces()), operation.allowed()));
        }

        @Override
        public Set<Circumstance> race(Request.Race race) {
            return ofRace(race.scenario());
        }

        @Override
        public Set<Circumstance> await(Request.Await await) {
            return EnumSet.of(AWAITED);
        }

        @Override
        public Set<Circumstance> close(Request.Close close) {
            return EnumSet.of(AWAITED);
        }
    }

    private static Set<Circumstance> ofPush(BacklogModel before, BacklogModel after) {
        if (!before.canPush()) {
            return EnumSet.of(OFFSETS_EXHAUSTED);
        }
        int evicted = before.retained().size() + 1 - after.retained().size();
        Set<Circumstance> found = EnumSet.of(evicted == 0 ? EVICTS_NONE : evicted == 1 ? EVICTS_ONE : EVICTS_SEVERAL);
        int overBudget = Long.compareUnsigned(after.buffered(), after.maxBytes());
        if (overBudget > 0) {
            found.add(OVERSIZED_PUSHED);
        }
        if (overBudget == 0) {
            found.add(EXACT_FIT);
        }
        if (Long.compareUnsigned(before.buffered(), before.maxBytes()) > 0) {
            found.add(OVERSIZED_LEAVES);
        }
        if (before.retained().isEmpty() && before.next() != 0) {
            found.add(PUSHED_WHEN_DRAINED);
        }
        return found;
    }

    private static Circumstance ofDrop(BacklogModel before, long watermark) {
        if (before.retained().isEmpty()) {
            return WATERMARK_WITH_NOTHING_RETAINED;
        }
        if (Long.compareUnsigned(watermark, before.oldest()) <= 0) {
            return WATERMARK_BELOW;
        }
        int beyondNext = Long.compareUnsigned(watermark, before.next());
        if (beyondNext >= 0) {
            return beyondNext == 0 ? WATERMARK_AT_NEXT : WATERMARK_BEYOND_NEXT;
        }
        return watermark == before.next() - 1 ? WATERMARK_AT_NEWEST : WATERMARK_INSIDE;
    }

    private static Circumstance ofAsk(BacklogModel before, long from) {
        boolean drained = before.retained().isEmpty();
        if (before.isFuture(from)) {
            return FUTURE;
        }
        if (from == before.next()) {
            return drained ? CAUGHT_UP_WHEN_DRAINED : CAUGHT_UP;
        }
        if (before.isTooOld(from)) {
            return drained ? TOO_OLD_WHEN_DRAINED : TOO_OLD;
        }
        return from == before.oldest() ? SERVED_FROM_OLDEST : SERVED;
    }

    private static Set<Circumstance> ofRace(Scenario scenario) {
        Set<Circumstance> found = EnumSet.of(CALLED_AT_ONCE);
        if (scenario.calls().anyMatch(Request.FramesFrom.class::isInstance)) {
            found.add(READ_AT_ONCE);
        }
        if (scenario.calls().anyMatch(Request.Push.class::isInstance)) {
            found.add(PUSHED_AT_ONCE);
        }
        if (scenario.waits()) {
            found.add(AWAITED);
        }
        return found;
    }

    private static Circumstance ofDecoding(String bytes, List<Reply> allowed) {
        if (allowed.size() != 1) {
            return LEFT_OPEN;
        }
        if (!(allowed.get(0) instanceof Reply.Refused refused)) {
            return DECODED;
        }
        return ofEnding(refused.refusal(), WireModel.ending(bytes));
    }

    private static Circumstance ofEnding(Refusal refusal, WireModel.Ending ending) {
        return switch (refusal) {
            case BAD_ENVELOPE ->
                !ending.started()
                        ? ENVELOPE_NO_ARRAY
                        : ending.isNumber() ? ENVELOPE_OF_ANOTHER_LENGTH : BAD_LENGTH_OF_ENVELOPE;
            case BAD_PAYLOAD ->
                switch (ending.place()) {
                    case LENGTH_OF_AN_ARGUMENT ->
                        ending.started() ? BAD_LENGTH_OF_AN_ARGUMENT : ARGUMENT_NO_BULK_STRING;
                    case END_OF_AN_ARGUMENT -> ARGUMENT_NOT_CLOSED;
                    default -> ending.started() ? BAD_NUMBER_OF_ARGUMENTS : PAYLOAD_NO_ARRAY;
                };
            default -> valueOf(refusal.name());
        };
    }
}
