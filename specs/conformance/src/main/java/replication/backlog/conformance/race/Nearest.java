package replication.backlog.conformance.race;

import java.util.List;
import java.util.Map;
import replication.backlog.model.Framing;
import replication.backlog.model.Orders;
import replication.backlog.model.Outcome;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;

/**
 * The order that comes nearest to an outcome which no order explains: the one whose replies agree with it in most places, and
 * the first place where they do not.
 *
 * @param order by its index, the thread that calls next
 * @param expected what that order gives
 * @param thread the thread whose reply differs first; the number of threads where that is a call after them
 * @param call the index of that call among the thread's
 */
public record Nearest(List<Integer> order, Outcome expected, int thread, int call) {

    /** {@return the order nearest to an outcome of a scenario; some order has to come to an end} */
    public static Nearest of(Scenario scenario, Framing framing, Outcome outcome) {
        Map.Entry<Outcome, List<Integer>> nearest = null;
        long most = -1;
        for (Map.Entry<Outcome, List<Integer>> each :
                Orders.of(scenario, framing).outcomes().entrySet()) {
            long alike = alike(each.getKey(), outcome);
            if (alike > most) {
                most = alike;
                nearest = each;
            }
        }
        return firstDifference(nearest.getKey(), nearest.getValue(), outcome);
    }

    private static long alike(Outcome expected, Outcome actual) {
        List<Reply> right = expected.replies().toList();
        List<Reply> came = actual.replies().toList();
        long alike = 0;
        for (int i = 0; i < right.size(); i++) {
            alike += right.get(i).equals(came.get(i)) ? 1 : 0;
        }
        return alike;
    }

    private static Nearest firstDifference(Outcome expected, List<Integer> order, Outcome actual) {
        int[] made = new int[expected.threads().size()];
        for (int thread : order) {
            int call = made[thread]++;
            if (!expected.threads()
                    .get(thread)
                    .get(call)
                    .equals(actual.threads().get(thread).get(call))) {
                return new Nearest(order, expected, thread, call);
            }
        }
        int call = 0;
        while (expected.after().get(call).equals(actual.after().get(call))) {
            call++;
        }
        return new Nearest(order, expected, made.length, call);
    }

    /** {@return the call that is answered differently first} */
    public Request request(Scenario scenario) {
        return calls(scenario).get(call);
    }

    /** {@return what it should have been answered, in this order} */
    public Reply right() {
        return replies(expected).get(call);
    }

    /** {@return what it was answered instead} */
    public Reply actual(Outcome outcome) {
        return replies(outcome).get(call);
    }

    private List<Request> calls(Scenario scenario) {
        return isAfterwards() ? scenario.after() : scenario.threads().get(thread);
    }

    private List<Reply> replies(Outcome outcome) {
        return isAfterwards() ? outcome.after() : outcome.threads().get(thread);
    }

    /** Whether the difference shows only when all threads have ended. */
    public boolean isAfterwards() {
        return thread == expected.threads().size();
    }

    boolean isAboutAWait(Scenario scenario) {
        return request(scenario) instanceof Request.Await;
    }
}
