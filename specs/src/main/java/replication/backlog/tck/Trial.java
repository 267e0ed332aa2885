package replication.backlog.tck;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.Operation;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.spec.Rule;

/** One script put to one subject: it ends with the script, or with the first reply that is not right. */
public final class Trial {

    private final Subject subject;
    private final List<Exchange> script = new ArrayList<>();
    private final Set<Rule> rules = EnumSet.noneOf(Rule.class);
    private Divergence divergence;
    private String unsupported;

    /**
     * Creates a trial.
     *
     * @param subject what is on trial
     */
    public Trial(Subject subject) {
        this.subject = subject;
    }

    /** Carries exchanges out, all at once, unless the trial is over, and leaves out what the subject cannot show. */
    public void play(List<Exchange> exchanges) {
        if (!isOver()) {
            List<Exchange> possible = possible(exchanges);
            Iterator<Exchange> asked = possible.iterator();
            subject.exchange(possible.stream().map(Exchange::request).toList())
                    .forEach(reply -> judge(asked.next(), reply));
            conclude();
        }
    }

    /** Leaves out the observations that the subject does not offer. */
    List<Exchange> possible(List<Exchange> exchanges) {
        return exchanges.stream()
                .filter(exchange -> !exchange.isObservation() || offers(exchange.request()))
                .toList();
    }

    /** Judges the reply to an exchange that was carried out, unless the trial is over. */
    void judge(Exchange exchange, Reply reply) {
        if (isOver()) {
            return;
        }
        script.add(exchange);
        if (reply instanceof Reply.Unsupported reason) {
            unsupported = reason.why();
        } else if (Judge.accepts(exchange, reply)) {
            rules.addAll(exchange.isObservation() ? Judge.observes(exchange) : Judge.bearsOn(exchange));
        } else {
            Rule rule = Judge.brokenRule(exchange, reply, wasCounted(exchange.operation()));
            divergence = new Divergence(rule, List.copyOf(script), reply, "");
        }
    }

    /** Takes note of what the subject printed for people, now that it has replied to all. */
    void conclude() {
        divergence()
                .ifPresent(found -> divergence =
                        new Divergence(found.rule(), found.script(), found.actual(), subject.diagnostics()));
    }

    /** Whether the counters were read after an operation, and found right. */
    private boolean wasCounted(Operation operation) {
        return script.subList(0, script.size() - 1).stream()
                .anyMatch(exchange -> exchange.operation() == operation && exchange.request() instanceof Request.State);
    }

    private boolean offers(Request request) {
        return Capability.neededBy(request)
                .map(subject.capabilities()::contains)
                .orElse(true);
    }

    /** Whether the trial ended before its script. */
    public boolean isOver() {
        return divergence != null || unsupported != null;
    }

    /** {@return the first reply that was not right, if there was one} */
    public Optional<Divergence> divergence() {
        return Optional.ofNullable(divergence);
    }

    /** {@return why the subject would not go on, if it said that it does not offer an operation} */
    public Optional<String> unsupported() {
        return Optional.ofNullable(unsupported);
    }

    /** {@return how many replies were judged} */
    public int steps() {
        return script.size();
    }

    /** {@return the rules that the replies found right bear on} */
    public Set<Rule> rules() {
        return rules;
    }
}
