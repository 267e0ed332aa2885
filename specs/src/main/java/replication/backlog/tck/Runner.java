package replication.backlog.tck;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.spec.Script;

/**
 * Puts many scripts to a subject, many at a time, so that the way there and back costs little, and prepares the next ones
 * while the subject is at work; memory stays flat.
 */
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
        run(scripts, exchanges -> true, () -> true, done);
    }

    /**
     * Runs scripts in order.
     *
     * @param scripts the scripts; a few may be taken that are not run
     * @param wanted which of them to run, by their exchanges
     * @param goesOn whether to go on, asked before every exchange with the subject
     * @param done gets each script with its trial when it is over; the subject does nothing else meanwhile
     */
    public void run(
            Stream<Script> scripts,
            Predicate<List<Exchange>> wanted,
            BooleanSupplier goesOn,
            BiConsumer<Script, Trial> done) {
        Iterator<Script> it = scripts.iterator();
        List<Prepared> batch = prepare(it, wanted);
        while (!batch.isEmpty() && goesOn.getAsBoolean()) {
            List<Request> requests = requests(batch);
            FutureTask<List<Reply>> exchange = new FutureTask<>(() -> subject.exchange(requests));
            start(exchange);
            List<Prepared> next = prepare(it, wanted);
            List<Prepared> rest = judge(batch, result(exchange), done);
            while (!rest.isEmpty() && goesOn.getAsBoolean()) {
                rest = judge(rest, subject.exchange(requests(rest)), done);
            }
            batch = next;
        }
    }

    private List<Prepared> prepare(Iterator<Script> scripts, Predicate<List<Exchange>> wanted) {
        List<Prepared> batch = new ArrayList<>();
        for (int requests = 0; requests < REQUESTS_AT_A_TIME && scripts.hasNext(); ) {
            Script script = scripts.next();
            Trial trial = new Trial(subject);
            List<Exchange> exchanges = trial.possible(script.resolve());
            if (wanted.test(exchanges)) {
                batch.add(new Prepared(script, exchanges, trial));
                requests += exchanges.size();
            }
        }
        return batch;
    }

    private static List<Request> requests(List<Prepared> batch) {
        List<Request> requests = new ArrayList<>();
        batch.forEach(prepared -> prepared.exchanges.forEach(exchange -> requests.add(exchange.request())));
        return requests;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "exchange");
        thread.setDaemon(true);
        thread.start();
    }

    private static List<Reply> result(FutureTask<List<Reply>> exchange) {
        try {
            return exchange.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Judges a batch as far as there are replies. Where the subject broke, the rest is returned, to meet a fresh one. */
    private static List<Prepared> judge(List<Prepared> batch, List<Reply> replies, BiConsumer<Script, Trial> done) {
        int judged = 0;
        for (int at = 0; at < replies.size(); judged++) {
            Prepared prepared = batch.get(judged);
            int end = Math.min(at + prepared.exchanges.size(), replies.size());
            prepared.trial.judge(prepared.exchanges, replies.subList(at, end));
            at = end;
        }
        // Only now: whoever gets a trial may ask the subject more, and its diagnostics are of the last exchange.
        batch.subList(0, judged).forEach(prepared -> done.accept(prepared.script, prepared.trial));
        return batch.subList(judged, batch.size());
    }

    private record Prepared(Script script, List<Exchange> exchanges, Trial trial) {}
}
