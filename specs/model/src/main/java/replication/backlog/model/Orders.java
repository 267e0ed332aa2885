package replication.backlog.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every order in which the calls of a scenario can be made one at a time, with each thread's own order kept, and what comes of
 * it: what may be seen when they are made at once (LOCK-1).
 *
 * @param outcomes each outcome that some order gives, with the first such order: by its index, the thread that calls next
 * @param inTurn the outcomes of those orders in which each thread makes all its calls in one go
 * @param endless whether there is an order in which all that is left to do is to wait
 */
public record Orders(Map<Outcome, List<Integer>> outcomes, Set<Outcome> inTurn, boolean endless) {

    /** {@return the orders of a scenario} Three threads of three calls each have 1,680. */
    public static Orders of(Scenario scenario, Framing framing) {
        Search search = new Search(scenario);
        SharedModel start =
                new SharedModel(BacklogModel.empty(framing, scenario.maxBytes(), scenario.nextOffset()), false);
        for (Request request : scenario.before()) {
            Optional<SharedModel.Call> call = start.call(request);
            if (call.isEmpty()) {
                return new Orders(Map.of(), Set.of(), true);
            }
            start = call.get().after();
        }
        List<List<Reply>> none = new ArrayList<>();
        scenario.threads().forEach(thread -> none.add(List.of()));
        search.from(start, none, List.of());
        return new Orders(search.outcomes, search.inTurn, search.endless);
    }

    /** Tries each thread as the next to call, until all have called everything. */
    private static final class Search {

        private final Scenario scenario;
        private final Map<Outcome, List<Integer>> outcomes = new LinkedHashMap<>();
        private final Set<Outcome> inTurn = new LinkedHashSet<>();
        private boolean endless;

        Search(Scenario scenario) {
            this.scenario = scenario;
        }

        void from(SharedModel model, List<List<Reply>> replies, List<Integer> order) {
            boolean ended = true;
            boolean stuck = true;
            for (int thread = 0; thread < replies.size(); thread++) {
                List<Request> calls = scenario.threads().get(thread);
                int made = replies.get(thread).size();
                if (made < calls.size()) {
                    ended = false;
                    Optional<SharedModel.Call> call = model.call(calls.get(made));
                    if (call.isPresent()) {
                        stuck = false;
                        from(
                                call.get().after(),
                                with(replies, thread, call.get().reply()),
                                with(order, thread));
                    }
                }
            }
            if (ended) {
                end(model, replies, order);
            } else {
                endless |= stuck;
            }
        }

        private void end(SharedModel model, List<List<Reply>> replies, List<Integer> order) {
            SharedModel last = model;
            List<Reply> after = new ArrayList<>();
            for (Request request : scenario.after()) {
                Optional<SharedModel.Call> call = last.call(request);
                if (call.isEmpty()) {
                    endless = true;
                    return;
                }
                after.add(call.get().reply());
                last = call.get().after();
            }
            Outcome outcome = new Outcome(replies, List.copyOf(after));
            outcomes.putIfAbsent(outcome, order);
            if (isInTurn(order)) {
                inTurn.add(outcome);
            }
        }

        private boolean isInTurn(List<Integer> order) {
            long changes = 0;
            for (int i = 1; i < order.size(); i++) {
                changes += order.get(i).equals(order.get(i - 1)) ? 0 : 1;
            }
            return changes < order.stream().distinct().count();
        }

        private static List<List<Reply>> with(List<List<Reply>> replies, int thread, Reply reply) {
            List<List<Reply>> more = new ArrayList<>(replies);
            more.set(thread, with(replies.get(thread), reply));
            return List.copyOf(more);
        }

        private static <T> List<T> with(List<T> list, T one) {
            List<T> more = new ArrayList<>(list);
            more.add(one);
            return List.copyOf(more);
        }
    }
}
