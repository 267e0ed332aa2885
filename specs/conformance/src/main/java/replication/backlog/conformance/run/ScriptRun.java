package replication.backlog.conformance.run;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Exchange;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;

/**
 * One script put to one subject: it ends with the script, or with the first reply that is not right. A reply that differs as
 * declared ends it too where it may leave another state than the model's, and does not where it only answers a question.
 */
public final class ScriptRun {

    private final Subject subject;
    private final Deviations deviations;
    private final List<Exchange> script = new ArrayList<>();
    private final Set<Rule> rules = EnumSet.noneOf(Rule.class);
    private final List<DeclaredDivergence> declared = new ArrayList<>();
    private final Map<Exchange, Reply.Raced> raced = new LinkedHashMap<>();
    private Divergence divergence;
    private Map.Entry<String, String> unsupported;
    private boolean endedAsDeclared;
    private Reply.Broken ended;

    /**
     * A divergence that a deviation declares.
     *
     * @param deviation the deviation
     * @param divergence the divergence
     */
    public record DeclaredDivergence(Deviation deviation, Divergence divergence) {}

    /**
     * Creates a run.
     *
     * @param subject what the script is put to
     * @param deviations how it may differ
     */
    public ScriptRun(Subject subject, Deviations deviations) {
        this.subject = subject;
        this.deviations = deviations;
    }

    /** {@return the run of a whole script, which is over} */
    public static ScriptRun of(Subject subject, Deviations deviations, Script script) {
        ScriptRun run = new ScriptRun(subject, deviations);
        run.play(script.resolve(subject.framing()));
        return run;
    }

    /** Carries exchanges out, all at once, unless the run is over, and leaves out what the subject cannot show. */
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

    /** Judges the reply to an exchange that was carried out, unless the run is over. */
    void judge(Exchange exchange, Reply reply) {
        ended = breaks(reply) ? (Reply.Broken) reply : ended;
        if (isOver()) {
            breaksLate(exchange, reply);
            return;
        }
        script.add(exchange);
        if (reply instanceof Reply.Raced outcomes) {
            raced.put(exchange, outcomes);
        }
        if (reply instanceof Reply.Unsupported reason) {
            unsupported = Map.entry(Notation.print(exchange.request()).split(" ", 2)[0], reason.why());
        } else if (Judge.accepts(exchange, reply)) {
            rules.addAll(shownBy(exchange));
        } else {
            diverges(exchange, reply);
        }
    }

    /** What a call has done is shown by what is seen behind it; what it is answered, by the answer. */
    private static Set<Rule> shownBy(Exchange exchange) {
        if (!exchange.isObservation()) {
            return Judge.toldAtOnce(exchange.operation());
        }
        return exchange.operation().changes() ? Judge.bearsOn(exchange) : Judge.observes(exchange);
    }

    private void diverges(Exchange exchange, Reply reply) {
        Rule rule = Judge.brokenRule(exchange, reply, wasCounted(exchange.operation()));
        Divergence found = new Divergence(rule, List.copyOf(script), reply, "");
        Optional<Deviation> deviation = deviations.declaring(found);
        if (deviation.isEmpty()) {
            divergence = found;
            return;
        }
        declared.add(new DeclaredDivergence(deviation.get(), found));
        endedAsDeclared = !(found.isInTheAnswerAlone() || found.isInTheBytesAlone()) || breaks(reply);
    }

    /**
     * A crash or a hang is one, wherever it falls: also behind a call that is not offered, or that differs as declared, where
     * nothing else can be judged.
     */
    private void breaksLate(Exchange exchange, Reply reply) {
        if (divergence == null && breaks(reply)) {
            script.add(exchange);
            divergence = new Divergence(Judge.brokenRule(exchange, reply, false), List.copyOf(script), reply, "");
        }
    }

    private static boolean breaks(Reply reply) {
        return reply instanceof Reply.Broken broken && broken.how() != Reply.Broken.How.ERROR;
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
                .filter(exchange -> exchange.operation() == operation && exchange.request() instanceof Request.State)
                .anyMatch(exchange ->
                        declared.stream().noneMatch(it -> it.divergence().exchange() == exchange));
    }

    private boolean offers(Request request) {
        return Capability.neededBy(request)
                .map(subject.capabilities()::contains)
                .orElse(true);
    }

    /** Whether the run ended before its script. */
    public boolean isOver() {
        return divergence != null || unsupported != null || endedAsDeclared;
    }

    /** {@return the first reply that was not right, if there was one} */
    public Optional<Divergence> divergence() {
        return Optional.ofNullable(divergence);
    }

    /** {@return the replies that were not right, but as declared} */
    public List<DeclaredDivergence> declared() {
        return declared;
    }

    /** {@return the call that the subject said it does not offer, and the reason it gave; empty if there was none} */
    public Map<String, String> unsupported() {
        return unsupported == null ? Map.of() : new TreeMap<>(Map.of(unsupported.getKey(), unsupported.getValue()));
    }

    /** Whether the run ended at a reply that differs as declared, and after which nothing can be judged. */
    public boolean endedAsDeclared() {
        return endedAsDeclared;
    }

    /** {@return how the subject crashed or hung, if it did, whatever was judged of it} */
    public Optional<Reply.Broken> ended() {
        return Optional.ofNullable(ended);
    }

    /** {@return what came of each race} */
    public Map<Exchange, Reply.Raced> raced() {
        return raced;
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
