package replication.backlog.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The rules of a bounded replication backlog, by their final identifiers. What ties everything together: SPEC.md has a
 * section for each, every check names the rules it bears on, and every divergence names the rule it breaks.
 */
public enum Rule {
    NEW_1("A budget of 0 is refused; any other unsigned 64-bit budget is accepted."),
    NEW_2("A fresh backlog is empty and its next offset is 0."),
    NEW_3("Resuming up to 2^63 gives a backlog that pushed that many mutations and dropped them; beyond is refused."),

    PUSH_1("A push is given the current next offset, and next grows by exactly one."),
    PUSH_2("The frame is the wire encoding of its offset and its arguments."),
    PUSH_3("After a push the newest retained frame is the pushed one, whatever its length."),
    PUSH_4("A retained frame is a copy that no caller can change.", Shown.IN_JAVA),
    PUSH_5("With no assignable offset left a push is refused and changes nothing."),

    EVICT_1("A push keeps the longest run of newest frames that fits the budget; older ones leave."),
    EVICT_2("Filling the budget exactly evicts nothing."),
    EVICT_3("A frame longer than the whole budget is kept all the same, alone."),
    EVICT_4("The push after an oversized frame evicts it."),
    EVICT_5("Eviction never moves next, and no offset is assigned twice."),

    ACCT_1("Buffered is the sum of the retained frames' lengths."),
    ACCT_2("Retained offsets are consecutive and end just below next."),
    ACCT_3("A refused operation and a query change nothing."),

    DROP_1("Dropping up to a watermark removes exactly the frames below it."),
    DROP_2("A watermark at or below oldest changes nothing, and one at newest keeps the newest frame."),
    DROP_3("A watermark beyond newest empties the backlog and leaves next where it is."),
    DROP_4("Dropping up to one watermark and then another equals dropping up to the larger."),

    FROM_1("An offset beyond next is refused as future."),
    FROM_2("At next the replica is caught up and gets no frames."),
    FROM_3("An offset below what is retained is refused as too old."),
    FROM_4("Otherwise every retained frame from that offset on is served, in order, each once."),
    FROM_5("A refusal carries the oldest retained offset and next.", Shown.IN_JAVA),

    WIRE_1("A frame is an array of its offset and its arguments, in plain RESP2."),
    WIRE_2("Decoding a frame gives its offset, its arguments and the bytes used, and leaves the rest alone."),
    WIRE_3("Every proper prefix of a frame is truncated."),
    WIRE_4("What does not start as an array of two elements is a bad envelope."),
    WIRE_5("An offset that is no RESP integer is a bad offset."),
    WIRE_6("An offset below zero is a negative offset, and its value is reported."),
    WIRE_7("A payload that is no array of bulk strings is a bad payload."),
    WIRE_8("Where several outcomes are right each of them is, and what is left open neither crashes nor hangs."),

    LOCK_1("Concurrent calls behave as some one-at-a-time order of the same calls.", Shown.BY_RACES),
    LOCK_2("What a call returned is complete and never changes.", Shown.BY_RACES),
    LOCK_3("Concurrent pushes get gap-free offsets, and counters read together belong to one moment.", Shown.BY_RACES),
    LOCK_4("A caught-up reader can wait for the next push, and no wake-up is lost.", Shown.BY_RACES),
    LOCK_5("Reads are bounded, so that no reader holds up the writer.", Shown.IN_JAVA);

    private final String sentence;

    private final Shown shown;

    /** Where an implementation can show that it keeps a rule. */
    private enum Shown {
        BY_ADAPTERS,
        BY_RACES,
        IN_JAVA
    }

    Rule(String sentence) {
        this(sentence, Shown.BY_ADAPTERS);
    }

    Rule(String sentence, Shown shown) {
        this.sentence = sentence;
        this.shown = shown;
    }

    /** {@return the identifier as documents write it, for instance {@code EVICT-2}} */
    public String id() {
        return name().replace('_', '-');
    }

    /** {@return the rule in one sentence} */
    public String sentence() {
        return sentence;
    }

    /**
     * Whether every adapter can show that an implementation keeps it. What a refusal carries, who shares memory with whom, and how
     * long readers hold up a writer lie outside the protocol: they are for implementations in Java.
     */
    public boolean isShownByAdapters() {
        return shown == Shown.BY_ADAPTERS;
    }

    /** Whether some adapter can show it: every one, or one that runs races. */
    public boolean canBeShown() {
        return shown != Shown.IN_JAVA;
    }

    /** {@return the rule with an identifier, in its written form} */
    public static Optional<Rule> byId(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
    }
}
