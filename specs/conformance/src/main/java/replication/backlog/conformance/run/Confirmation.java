package replication.backlog.conformance.run;

/**
 * Whether a divergence was seen again when its script was run anew.
 *
 * @param kind whether it was
 * @param seen how many times it was seen, the first one included
 * @param runs how many times the script was run, the first one included
 */
public record Confirmation(Kind kind, int seen, int runs) {

    /** What it takes to see it again. */
    public enum Kind {
        /** The script alone, on a fresh start. */
        AGAIN,
        /** The scripts before it in the same process, too: something of them is still there. */
        AFTER_OTHERS,
        /** Nobody knows. */
        NOT_AGAIN,
        /** It was not tried. */
        NOT_TRIED
    }

    /** Seen again at once. */
    public static final Confirmation CONFIRMED = new Confirmation(Kind.AGAIN, 2, 2);

    /** Enough had broken in the same way by then, and each time costs a new process or the time limit. */
    public static final Confirmation UNTRIED = new Confirmation(Kind.NOT_TRIED, 1, 1);

    /** Whether whoever runs the script that is shown will see it. */
    public boolean isCertain() {
        return kind == Kind.AGAIN || kind == Kind.AFTER_OTHERS;
    }

    /** {@return what is worth saying of it, as a sentence; empty where all is as one expects} */
    public String sentence() {
        return switch (kind) {
            case AGAIN -> "";
            case AFTER_OTHERS ->
                "It shows only after other backlogs in the same process: something of them outlives \"new\". The script has"
                        + " them too.";
            case NOT_TRIED -> "Not run again, and not made shorter: enough had broken by then.";
            case NOT_AGAIN ->
                "Seen " + (seen == 1 ? "once" : seen + " times") + " in " + runs
                        + " runs of this script, each on a fresh start: not every time, so what is shown may not happen again.";
        };
    }
}
