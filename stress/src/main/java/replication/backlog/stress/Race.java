package replication.backlog.stress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.conformance.suite.RaceScripts;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;

/**
 * What two threads do at the same time to a backlog that was prepared, and what may come of it: exactly what comes of some
 * order of the same calls, one at a time, on the model (LOCK-1). Nobody writes the outcomes down.
 */
public final class Race {

    private final long maxBytes;
    private final List<BacklogCall> before;
    private final List<BacklogCall> one;
    private final List<BacklogCall> other;

    /** What the model makes of each order. */
    private final Set<String> predicted = new LinkedHashSet<>();

    /**
     * Describes a race.
     *
     * @param maxBytes the backlog's budget
     * @param before what is called before the race
     * @param one what one thread calls, in this order
     * @param other what the other thread calls, in this order
     */
    public Race(long maxBytes, List<BacklogCall> before, List<BacklogCall> one, List<BacklogCall> other) {
        this.maxBytes = maxBytes;
        this.before = before;
        this.one = one;
        this.other = other;
        predict(new ArrayList<>());
    }

    /** {@return the race that the suite of races knows by a name; who waits does so for as long as it takes} */
    static Race known(String name) {
        return known(name, Duration.ofSeconds(20));
    }

    /**
     * {@return the same}
     *
     * @param name what it is called, behind its rule
     * @param atMost how long somebody waits in it
     */
    static Race known(String name, Duration atMost) {
        Scenario scenario = RaceScripts.known().stream()
                .filter(known -> known.id().endsWith("/" + name))
                .findFirst()
                .orElseThrow()
                .scenario();
        return new Race(
                scenario.maxBytes(),
                calls(scenario.before(), atMost),
                calls(scenario.threads().get(0), atMost),
                calls(scenario.threads().get(1), atMost));
    }

    private static List<BacklogCall> calls(List<Request> requests, Duration atMost) {
        return requests.stream().map(request -> BacklogCall.of(request, atMost)).toList();
    }

    long maxBytes() {
        return maxBytes;
    }

    /** Makes the calls that come before the race. */
    void prepare(SharedBacklog backlog) {
        BacklogCall.all(before, backlog);
    }

    /** Makes one thread's calls and returns the replies. */
    List<Object> one(SharedBacklog backlog) {
        return BacklogCall.all(one, backlog);
    }

    /** Makes the other thread's calls and returns the replies. */
    List<Object> other(SharedBacklog backlog) {
        return BacklogCall.all(other, backlog);
    }

    /** {@return what was observed, and whether that is what some order gives} */
    String judge(List<Object> repliesOfOne, List<Object> repliesOfOther, SharedBacklog afterwards) {
        String observed = observed(repliesOfOne, repliesOfOther, afterwards);
        return (predicted.contains(observed) ? "in order: " : "in no order: ") + observed;
    }

    Set<String> predicted() {
        return predicted;
    }

    /** Tries both threads as the next to call, until both have called everything. */
    private void predict(List<Boolean> turns) {
        long byOne = turns.stream().filter(turn -> turn).count();
        if (turns.size() == one.size() + other.size()) {
            play(turns);
            return;
        }
        for (boolean turn : new boolean[] {true, false}) {
            if (turn ? byOne < one.size() : turns.size() - byOne < other.size()) {
                turns.add(turn);
                predict(turns);
                turns.remove(turns.size() - 1);
            }
        }
    }

    private void play(List<Boolean> turns) {
        SharedBacklog model = new OneAtATime(new ModelBacklog(maxBytes, 0));
        prepare(model);
        List<Object> repliesOfOne = new ArrayList<>();
        List<Object> repliesOfOther = new ArrayList<>();
        for (boolean turn : turns) {
            List<Object> replies = turn ? repliesOfOne : repliesOfOther;
            Object reply = (turn ? one : other).get(replies.size()).reply(model, BacklogCall.last(replies));
            if (reply instanceof OneAtATime.WaitsForEver) {
                return;
            }
            replies.add(reply);
        }
        predicted.add(observed(repliesOfOne, repliesOfOther, model));
    }

    private static String observed(List<Object> one, List<Object> other, SharedBacklog afterwards) {
        Object state = BacklogCall.state().reply(afterwards, null);
        Object frames = BacklogCall.readRetained().reply(afterwards, null);
        return BacklogCall.text(one) + " ; " + BacklogCall.text(other) + " ; "
                + BacklogCall.text(List.of(state, frames));
    }
}
