package replication.backlog.conformance.judge;

import java.util.List;
import java.util.stream.Collectors;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Circumstance;
import replication.backlog.model.Exchange;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;

/**
 * What differs at a divergence, in words that are the same wherever it is the same: numbers are said by what they are
 * (oldest+1, next) rather than by their digits. Two divergences with one difference are one deviation.
 *
 * @param rule the rule that is broken
 * @param when the circumstance in which it is
 * @param call what was called; where an effect was observed, by which call and after which
 * @param expected the replies that are right
 * @param actual the reply that came
 */
public record Difference(Rule rule, String when, String call, String expected, String actual) {

    /** What stands between a circumstance and what is said of the budget besides. */
    public static final String BUDGET = ", budget ";

    private static final int LONGEST_CALL = 200;
    private static final long[] LARGE_BUDGETS = {Long.MIN_VALUE, 1L << 32, 1L << 31};
    private static final String[] LARGE = {"from 2^63 on", "from 2^32 on", "from 2^31 on"};

    /** {@return what differs at a divergence} */
    public static Difference of(Divergence divergence) {
        Exchange exchange = divergence.exchange();
        Operation changed = exchange.operation();
        Operation asked = exchange.isObservation() ? Operation.of(changed.after(), exchange.request()) : changed;
        boolean effect = exchange.isObservation() && !divergence.isInTheAnswerAlone();
        DifferenceWords words = new DifferenceWords(divergence.rule(), changed, asked);
        return new Difference(
                divergence.rule(),
                when(effect ? changed : asked, divergence.rule()),
                call(asked, divergence.actual()) + (effect ? " after " + call(changed, divergence.actual()) : ""),
                exchange.allowed().isEmpty()
                        ? "anything"
                        : exchange.allowed().stream()
                                .map(reply -> reply.accept(words))
                                .distinct()
                                .collect(Collectors.joining(" or ")),
                divergence.actual().accept(words));
    }

    /** The circumstance that the rule speaks of, or else the first one; and the budget, where it is one that overflows widths. */
    private static String when(Operation operation, Rule rule) {
        Circumstance when = Circumstance.of(operation).stream()
                .filter(circumstance -> circumstance.rule() == rule)
                .findFirst()
                .orElseGet(() -> Circumstance.of(operation).iterator().next());
        long budget = operation.after().maxBytes();
        boolean isAboutTheBudget = rule.id().startsWith("EVICT") || rule == Rule.NEW_1;
        for (int i = 0; i < LARGE.length && isAboutTheBudget; i++) {
            if (Long.compareUnsigned(budget, LARGE_BUDGETS[i]) >= 0) {
                return when.words() + BUDGET + LARGE[i];
            }
        }
        return when.words();
    }

    /** A call by its name, with the offset where it is one that code treats specially; what broke a decoder in full. */
    private static String call(Operation operation, Reply actual) {
        Request request = operation.request();
        if (request instanceof Request.FramesFrom ask) {
            return (ask.max().isPresent() ? "from max" : "from") + special(ask.from(), operation);
        }
        if (request instanceof Request.DropUpTo drop) {
            return "drop" + special(drop.watermark(), operation);
        }
        if (request instanceof Request.Decode decode) {
            return actual instanceof Reply.Broken
                    ? Untrusted.cut(Notation.print(request), LONGEST_CALL)
                    : "decode" + size(decode.bytes().length());
        }
        if (request instanceof Request.Feed feed) {
            return actual instanceof Reply.Broken
                    ? Untrusted.cut(Notation.print(request), LONGEST_CALL)
                    : "decode in pieces" + size(String.join("", feed.pieces()).length());
        }
        if (request instanceof Request.Push push) {
            BacklogModel before = operation.before();
            boolean isLimit = actual instanceof Reply.Broken || actual instanceof Reply.Refused;
            return !isLimit
                    ? "push"
                    : "push" + size(before.framing().length(before.framing().frame(before.next(), push.argv())));
        }
        if (request instanceof Request.Race race) {
            return "race of "
                    + race.scenario().threads().stream()
                            .map(Difference::names)
                            .sorted()
                            .collect(Collectors.joining(" with "));
        }
        return Notation.print(request).split(" ", 2)[0];
    }

    /** What a thread calls, by name; the same call again says nothing new. */
    private static String names(List<Request> calls) {
        return calls.stream()
                .map(call -> Notation.printAsSent(call).split(" ", 2)[0])
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Who has a limit declares it, and nothing below: from a kilobyte on, lengths are told by the power of two that they reach. */
    private static String size(long bytes) {
        int power = 63 - Long.numberOfLeadingZeros(bytes | 1);
        return power < 10 ? "" : " of 2^" + power + " bytes and more";
    }

    /** Where frames are served, an offset is like any other. */
    private static String special(long offset, Operation operation) {
        Circumstance first = Circumstance.of(operation).iterator().next();
        if (first == Circumstance.SERVED || first == Circumstance.SERVED_FROM_OLDEST) {
            return "";
        }
        if (offset == 0) {
            return " at 0";
        }
        if (offset == -1) {
            return " at 2^64-1";
        }
        return offset == operation.before().next() + 1 ? " at next+1" : "";
    }
}
