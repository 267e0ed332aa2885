package replication.backlog.conformance.judge;

import java.util.List;
import replication.backlog.model.Exchange;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Step;

/**
 * The first place where a subject differed from the specification.
 *
 * @param rule the rule it broke
 * @param script all exchanges up to and including the one that showed it
 * @param actual what it replied there
 * @param diagnostics what it printed for people, if anything
 */
public record Divergence(Rule rule, List<Exchange> script, Reply actual, String diagnostics) {

    /** The exchange that showed it. */
    public Exchange exchange() {
        return script.get(script.size() - 1);
    }

    /** Whether threads that called at once showed it. */
    public boolean isRace() {
        return exchange().request() instanceof Request.Race;
    }

    /** Whether another shows the same: that the same rule is broken; of a race, which one it is hangs on chance. */
    public boolean isLike(Divergence other) {
        return rule == other.rule || (isRace() && other.isRace());
    }

    /**
     * Whether it lies in the answer to a question alone, which leaves a backlog as it is: the counters, too, are an answer, but
     * they tell what the call before has done.
     */
    public boolean isInTheAnswerAlone() {
        boolean isAboutAnswers = rule.id().startsWith("FROM") || rule.id().startsWith("WIRE") || rule == Rule.PUSH_2;
        return isAboutAnswers && !(exchange().request() instanceof Request.State);
    }

    /** Whether the counters tell the right frames and only another number of bytes: what is there is as it should be. */
    public boolean isInTheBytesAlone() {
        return actual instanceof Reply.Counters counters
                && exchange().allowed().stream()
                        .anyMatch(reply -> reply instanceof Reply.Counters right
                                && right.equals(new Reply.Counters(
                                        counters.next(),
                                        counters.oldest(),
                                        counters.newest(),
                                        right.buffered(),
                                        counters.length())));
    }

    /** The script without the observations that agreed, unless one of them is to blame: what one has to do to see it. */
    public List<Exchange> shortScript() {
        return script.stream()
                .filter(exchange -> !exchange.isObservation() || exchange == exchange() || rule == Rule.ACCT_3)
                .toList();
    }

    /** {@return the calls of the short script, as steps that mean the same on their own} */
    public List<Step> shortSteps() {
        return shortScript().stream()
                .<Step>map(exchange -> new Step.Absolute(exchange.request()))
                .toList();
    }
}
