package replication.backlog.tck;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import replication.backlog.spec.Exchange;
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

    /** Carries exchanges out, all at once, unless the trial is over; leaves out what the subject cannot do. */
    public void play(List<Exchange> exchanges) {
        if (isOver()) {
            return;
        }
        List<Exchange> possible = exchanges.stream()
                .filter(exchange -> !exchange.isObservation() || isOffered(exchange.request()))
                .toList();
        List<Reply> replies =
                subject.exchange(possible.stream().map(Exchange::request).toList());
        for (int i = 0; i < replies.size() && !isOver(); i++) {
            take(possible.get(i), replies.get(i));
        }
    }

    private void take(Exchange exchange, Reply reply) {
        script.add(exchange);
        if (reply instanceof Reply.Unsupported reason) {
            unsupported = reason.why();
        } else if (Judge.accepts(exchange, reply)) {
            rules.addAll(Judge.bearsOn(exchange));
        } else {
            boolean counted = subject.capabilities().contains(Capability.STATE);
            Rule rule = Judge.brokenRule(exchange, reply, counted);
            divergence = new Divergence(rule, List.copyOf(script), reply, subject.diagnostics());
        }
    }

    private boolean isOffered(Request request) {
        return Capability.neededBy(request).map(subject.capabilities()::contains).orElse(true);
    }

    /** Whether the trial ended before its script. */
    public boolean isOver() {
        return divergence != null || unsupported != null;
    }

    /** Returns the first reply that was not right, if there was one. */
    public Optional<Divergence> divergence() {
        return Optional.ofNullable(divergence);
    }

    /** Returns why the subject would not go on, if it said that it does not offer an operation. */
    public Optional<String> unsupported() {
        return Optional.ofNullable(unsupported);
    }

    /** Returns how many replies were judged. */
    public int steps() {
        return script.size();
    }

    /** Returns the rules that the replies found right bear on. */
    public Set<Rule> rules() {
        return rules;
    }
}
