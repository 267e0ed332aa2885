package replication.backlog.conformance.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.conformance.run.ScriptRun;
import replication.backlog.conformance.run.Shrinker;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.faults.Fault;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;

/** Puts the same scripts to many implementations, each until it diverges: a script is made and resolved once for all. */
final class FaultRace {

    /**
     * How a fault was found.
     *
     * @param test by the how manieth script, from 1
     * @param rule the rule that was named
     * @param calls how many calls the script has that is shown
     */
    record Kill(int test, Rule rule, int calls) {}

    private final Map<Fault, Subject> running = new LinkedHashMap<>();
    private final Map<Fault, Kill> kills = new LinkedHashMap<>();
    private long steps;

    FaultRace(Collection<Fault> faults) {
        faults.forEach(fault -> running.put(fault, fault.subject()));
    }

    /** Runs scripts for as long as somebody has not diverged. */
    FaultRace run(Stream<Script> scripts, boolean shrinks) {
        Iterator<Script> it = scripts.iterator();
        for (int test = 1; it.hasNext() && !running.isEmpty(); test++) {
            Script script = it.next();
            List<Exchange> exchanges = script.resolve(Framing.RESP);
            steps += exchanges.size();
            for (Fault fault : List.copyOf(running.keySet())) {
                if (diverges(running.get(fault), exchanges)) {
                    kills.put(fault, kill(test, script, exchanges, running.remove(fault), shrinks));
                }
            }
        }
        return this;
    }

    /** How those were found that were. */
    Map<Fault, Kill> kills() {
        return kills;
    }

    /** How many replies were judged of one that did not diverge. */
    long steps() {
        return steps;
    }

    private static boolean diverges(Subject subject, List<Exchange> exchanges) {
        List<Request> requests = new ArrayList<>(exchanges.size());
        exchanges.forEach(exchange -> requests.add(exchange.request()));
        List<Reply> replies = subject.exchange(requests);
        for (int i = 0; i < exchanges.size(); i++) {
            if (!Judge.accepts(exchanges.get(i), replies.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static Kill kill(int test, Script script, List<Exchange> exchanges, Subject subject, boolean shrinks) {
        ScriptRun run = new ScriptRun(subject, Deviations.NONE);
        run.play(exchanges);
        Divergence first = run.divergence().orElseThrow();
        Divergence shown = shrinks
                ? Shrinker.shrink(subject, Deviations.NONE, script, first).divergence()
                : first;
        return new Kill(test, shown.rule(), shown.shortScript().size());
    }
}
