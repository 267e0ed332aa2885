package replication.backlog.oracle.report;

import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.model.Untrusted;

/** A declared deviation in a sentence. Its words come from a file, so each of them is cut. */
public final class DeviationText {

    private static final int LONGEST_REASON = 1000;

    private DeviationText() {}

    /** {@return the rule, when it is not kept, what was called, and what comes instead of what} */
    public static String words(Deviation deviation) {
        Difference difference = deviation.difference();
        return difference.rule().id() + ", " + Untrusted.abridged(difference.when()) + ", "
                + Untrusted.abridged(difference.call()) + ": " + Untrusted.abridged(difference.actual())
                + " instead of " + Untrusted.abridged(difference.expected());
    }

    /** {@return why, and where to read more if that is told} */
    static String reason(Deviation deviation) {
        String link = link(deviation);
        return Untrusted.cut(deviation.reason(), LONGEST_REASON) + (link.isEmpty() ? "" : " (" + link + ")");
    }

    /** {@return where to read more; may be empty} */
    static String link(Deviation deviation) {
        return Untrusted.cut(deviation.link().strip(), LONGEST_REASON);
    }
}
