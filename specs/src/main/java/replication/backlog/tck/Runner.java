package replication.backlog.tck;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.spec.Script;

/** Puts many scripts to a subject, many at a time, so that the way there and back costs little; memory stays flat. */
public final class Runner {

    private static final int REQUESTS_AT_A_TIME = 2048;

    private final Subject subject;

    /**
     * Creates a runner.
     *
     * @param subject what the scripts are put to
     */
    public Runner(Subject subject) {
        this.subject = subject;
    }

    /** Runs scripts in order, and hands over each with its trial when it is over. */
    public void run(Stream<Script> scripts, BiConsumer<Script, Trial> done) {
        run(scripts, exchanges -> true, done);
    }

    /** Runs those scripts in order whose exchanges are wanted, and hands over each with its trial when it is over. */
    public void run(Stream<Script> scripts, Predicate<List<Exchange>> wanted, BiConsumer<Script, Trial> done) {
        List<Prepared> batch = new ArrayList<>();
        int requests = 0;
        for (Iterator<Script> it = scripts.iterator(); it.hasNext(); ) {
            Script script = it.next();
            Trial trial = new Trial(subject);
            Prepared prepared = new Prepared(script, trial.possible(script.resolve()), trial);
            if (!wanted.test(prepared.exchanges)) {
                continue;
            }
            batch.add(prepared);
            requests += prepared.exchanges.size();
            if (requests >= REQUESTS_AT_A_TIME) {
                run(batch, done);
                batch.clear();
                requests = 0;
            }
        }
        run(batch, done);
    }

    /** Runs a batch at once. Where the subject breaks, that script is over, and those after it meet a fresh one. */
    private void run(List<Prepared> batch, BiConsumer<Script, Trial> done) {
        for (int first = 0; first < batch.size(); ) {
            List<Request> requests = batch.subList(first, batch.size()).stream()
                    .flatMap(prepared -> prepared.exchanges.stream())
                    .map(Exchange::request)
                    .toList();
            List<Reply> replies = subject.exchange(requests);
            int judged = first;
            for (int at = 0; at < replies.size(); judged++) {
                Prepared prepared = batch.get(judged);
                int end = Math.min(at + prepared.exchanges.size(), replies.size());
                prepared.trial.judge(prepared.exchanges, replies.subList(at, end));
                at = end;
            }
            // Only now: whoever gets a trial may ask the subject more, and its diagnostics are of the last exchange.
            for (; first < judged; first++) {
                done.accept(batch.get(first).script, batch.get(first).trial);
            }
        }
    }

    private record Prepared(Script script, List<Exchange> exchanges, Trial trial) {}
}
