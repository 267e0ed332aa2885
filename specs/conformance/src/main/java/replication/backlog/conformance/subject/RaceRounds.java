package replication.backlog.conformance.subject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import replication.backlog.model.Outcome;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;

/**
 * Runs a race in this process: in every round a fresh backlog, real threads that start at one moment, and outcomes counted.
 *
 * <p>The threads live for all rounds, and meet by spinning: what lets a thread sleep would space them out. A race in which a
 * round takes too long is left: its threads are interrupted, and keep no process alive.
 */
final class RaceRounds {

    /** No round takes so long, on a machine however busy, unless a thread is stuck. */
    private static final long LIMIT_SECONDS = 5;

    private static final long LOOKS_MILLIS = 250;

    /** So long a thread that is waited for may be on another processor; then it may need this one. */
    private static final int SPINS = 2000;

    /** Calls that start at the very same moment always meet in the same way: some of these turns come before. */
    private static final int MOST_TURNS = 1024;

    private final Request.Race race;
    private final SharedBacklog.Factory factory;
    private final List<SharedCall> before;
    private final List<List<SharedCall>> calls;
    private final List<SharedCall> after;
    private final int threads;
    private final AtomicInteger arrived = new AtomicInteger();
    private final CountDownLatch ended;
    private final Map<Outcome, Long> outcomes = new LinkedHashMap<>();
    private final List<List<SharedCall.Answer>> answers = new ArrayList<>();
    private volatile int round;
    private volatile Throwable failure;
    private volatile boolean stopped;
    private SharedBacklog backlog;

    RaceRounds(Request.Race race, SharedBacklog.Factory factory) {
        this.race = race;
        this.factory = factory;
        this.before = SharedCall.all(race.scenario().before());
        this.calls = race.scenario().threads().stream().map(SharedCall::all).toList();
        this.after = SharedCall.all(race.scenario().after());
        this.threads = calls.size();
        this.ended = new CountDownLatch(threads);
        calls.forEach(each -> answers.add(List.of()));
    }

    /** Thrown in a thread whose race was left. */
    private static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Left() {
            super(null, null, false, false);
        }
    }

    Reply run() {
        List<Thread> running =
                IntStream.range(0, threads).mapToObj(this::thread).toList();
        running.forEach(Thread::start);
        try {
            int seen = 0;
            for (int looks = 0; !ended.await(LOOKS_MILLIS, TimeUnit.MILLISECONDS); looks++) {
                if (round != seen) {
                    looks = 0;
                    seen = round;
                } else if (looks * LOOKS_MILLIS >= TimeUnit.SECONDS.toMillis(LIMIT_SECONDS)) {
                    return left(running);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            leave(running);
            return new Reply.Broken(Reply.Broken.How.ERROR, "interrupted in round " + (round + 1));
        }
        return failure == null
                ? new Reply.Raced(outcomes)
                : new Reply.Broken(Reply.Broken.How.ERROR, failure.toString());
    }

    private Reply left(List<Thread> running) {
        String where = "round " + (round + 1) + " did not end within " + LIMIT_SECONDS + " s; its threads were left";
        leave(running);
        return new Reply.Broken(Reply.Broken.How.HUNG, where);
    }

    private void leave(List<Thread> running) {
        stopped = true;
        running.forEach(Thread::interrupt);
    }

    private Thread thread(int number) {
        Thread thread = new Thread(
                () -> {
                    try {
                        rounds(number);
                    } catch (Left left) {
                        // Whoever left it knows why.
                    } catch (Throwable broken) {
                        failure = broken;
                        stopped = true;
                    } finally {
                        ended.countDown();
                    }
                },
                "race " + number);
        thread.setDaemon(true);
        return thread;
    }

    private void rounds(int number) {
        int meetings = 0;
        for (int i = 0; i < race.rounds(); i++) {
            if (number == 0) {
                round = i;
                backlog = factory.create(
                        race.scenario().maxBytes(), race.scenario().nextOffset());
                SharedCall.make(before, backlog);
            }
            meet(++meetings);
            turns(i, number);
            answers.set(number, SharedCall.make(calls.get(number), backlog));
            meet(++meetings);
            if (number == 0) {
                outcomes.merge(outcome(SharedCall.make(after, backlog)), 1L, Long::sum);
            }
        }
    }

    private void meet(int meeting) {
        arrived.incrementAndGet();
        for (int spins = 0; arrived.get() - meeting * threads < 0; spins++) {
            if (stopped) {
                throw new Left();
            }
            if (spins > SPINS) {
                Thread.yield();
            }
        }
    }

    /**
     * Lets a moment pass, a different one in every round. Where the threads share a processor, whoever comes last to a meeting would
     * always go on first: so in every other round one of them is let go first.
     */
    private void turns(int at, int number) {
        int random = at * 0x9E3779B9;
        int first = (random >>> 28) % (2 * threads);
        if (first < threads && first != number) {
            Thread.yield();
        }
        // Reading what others write takes time; a hint to the processor that this is all may cost a virtual one.
        for (int i = (random >>> 2 + 6 * number) % MOST_TURNS; i > 0 && round == at; i--) {
            // Only the time counts.
        }
    }

    private Outcome outcome(List<SharedCall.Answer> afterwards) {
        return new Outcome(answers.stream().map(SharedCall::replies).toList(), SharedCall.replies(afterwards));
    }
}
