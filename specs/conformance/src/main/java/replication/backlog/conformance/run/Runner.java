package replication.backlog.conformance.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Exchange;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Script;

/**
 * Puts many scripts to a subject, many at a time, so that the way there and back costs little, and judges them and prepares
 * the next ones while the subject is at work; memory stays flat.
 */
public final class Runner {

    private static final int FEWEST_REQUESTS = 64;
    private static final int MOST_REQUESTS = 2048;

    /** Between two exchanges one can stop, and tell how far it has come: neither waits long for a slow subject. */
    private static final long LONG_NANOS = 500_000_000;

    private static final long SHORT_NANOS = 100_000_000;

    private final Subject subject;
    private final Deviations deviations;
    private volatile int requestsAtATime = FEWEST_REQUESTS;

    /**
     * Creates a runner.
     *
     * @param subject what the scripts are put to
     * @param deviations how it may differ
     */
    public Runner(Subject subject, Deviations deviations) {
        this.subject = subject;
        this.deviations = deviations;
    }

    /** Runs scripts in order, and hands over each with its run when it is over. */
    public void run(Stream<Script> scripts, BiConsumer<Script, ScriptRun> done) {
        run(scripts, exchanges -> true, () -> true, done);
    }

    /**
     * Runs scripts in order.
     *
     * @param scripts the scripts; a few may be taken that are not run
     * @param wanted which of them to run, by their exchanges
     * @param goesOn whether to go on, asked before every exchange with the subject
     * @param done gets each script with its run when it is over; the subject does nothing else meanwhile
     */
    public void run(
            Stream<Script> scripts,
            Predicate<List<Exchange>> wanted,
            BooleanSupplier goesOn,
            BiConsumer<Script, ScriptRun> done) {
        Iterator<Script> it = scripts.iterator();
        List<Prepared> batch = prepare(it, wanted);
        while (!batch.isEmpty() && goesOn.getAsBoolean()) {
            List<Prepared> asked = batch;
            FutureTask<Integer> exchange = new FutureTask<>(() -> exchange(asked));
            start(exchange);
            List<Prepared> next = prepare(it, wanted);
            List<Prepared> rest = handOver(batch, result(exchange), done);
            while (!rest.isEmpty() && goesOn.getAsBoolean()) {
                rest = handOver(rest, exchange(rest), done);
            }
            batch = next;
        }
    }

    private List<Prepared> prepare(Iterator<Script> scripts, Predicate<List<Exchange>> wanted) {
        List<Prepared> batch = new ArrayList<>();
        for (int requests = 0; requests < requestsAtATime && scripts.hasNext(); ) {
            Script script = scripts.next();
            ScriptRun run = new ScriptRun(subject, deviations);
            List<Exchange> exchanges = run.possible(script.resolve(subject.framing()));
            if (wanted.test(exchanges)) {
                batch.add(new Prepared(script, exchanges, run));
                requests += exchanges.size();
            }
        }
        return batch;
    }

    /** Puts a batch to the subject, judges each reply as it comes, and returns how many of the scripts came to their end. */
    private int exchange(List<Prepared> batch) {
        List<Request> requests = new ArrayList<>();
        batch.forEach(prepared -> prepared.exchanges.forEach(exchange -> requests.add(exchange.request())));
        Replies replies = new Replies(batch);
        long start = System.nanoTime();
        subject.exchange(requests, replies);
        long nanos = System.nanoTime() - start;
        if (nanos > LONG_NANOS) {
            requestsAtATime = Math.max(FEWEST_REQUESTS / 4, requestsAtATime / 4);
        } else if (nanos < SHORT_NANOS) {
            requestsAtATime = Math.min(MOST_REQUESTS, requestsAtATime * 2);
        }
        return replies.scripts();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "exchange");
        thread.setDaemon(true);
        thread.start();
    }

    private static int result(FutureTask<Integer> exchange) {
        try {
            return exchange.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Hands over what came to its end. Where the subject broke, the rest is returned, to meet a fresh one. */
    private static List<Prepared> handOver(List<Prepared> batch, int ended, BiConsumer<Script, ScriptRun> done) {
        batch.subList(0, ended).forEach(prepared -> prepared.run.conclude());
        // Only now: whoever gets a run may ask the subject more, and its diagnostics are of the last exchange.
        batch.subList(0, ended).forEach(prepared -> done.accept(prepared.script, prepared.run));
        return batch.subList(ended, batch.size());
    }

    private record Prepared(Script script, List<Exchange> exchanges, ScriptRun run) {}

    /** Takes each reply to the script that it is for. */
    private static final class Replies implements Consumer<Reply> {

        private final List<Prepared> batch;
        private int script;
        private int exchange;

        Replies(List<Prepared> batch) {
            this.batch = batch;
        }

        @Override
        public void accept(Reply reply) {
            Prepared prepared = batch.get(script);
            prepared.run.judge(prepared.exchanges.get(exchange), reply);
            exchange++;
            if (exchange == prepared.exchanges.size()) {
                script++;
                exchange = 0;
            }
        }

        /** The scripts that got all their replies, or broke the subject. */
        int scripts() {
            return exchange == 0 ? script : script + 1;
        }
    }
}
