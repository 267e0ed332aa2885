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
import replication.backlog.conformance.judge.DivergenceText;
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
     * @param shown what is shown, below what the script is called, if it has a name
     */
    record Kill(int test, Rule rule, int calls, String shown) {}

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
            int number = test;
            // Each has its own state: they run side by side, and are told in their order.
            running.entrySet().parallelStream()
                    .filter(runner -> diverges(runner.getValue(), exchanges))
                    .map(runner ->
                            Map.entry(runner.getKey(), kill(number, script, exchanges, runner.getValue(), shrinks)))
                    .toList()
                    .forEach(kill -> {
                        running.remove(kill.getKey());
                        kills.put(kill.getKey(), kill.getValue());
                    });
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
        // That a line of SPEC.md moves changes nothing that is shown.
        String name = (" " + script.id()).replaceAll(" \\(SPEC.md:[0-9]+\\)", "");
        return new Kill(
                test,
                shown.rule(),
                shown.shortScript().size(),
                name.stripTrailing() + "\n" + DivergenceText.of(shown) + "\n");
    }
}
