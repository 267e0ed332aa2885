package replication.backlog.conformance.race;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import replication.backlog.model.Framing;
import replication.backlog.model.Orders;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** The calls of a scenario made by one thread: what goes wrong then as well is no fault between threads. */
public final class OneByOne {

    private static final int MOST = 30;

    private OneByOne() {}

    /** {@return scripts of the calls, in several orders; nobody waits in them, and none goes on after the backlog was closed} */
    public static Stream<Script> of(Scenario scenario, Framing framing) {
        return Orders.of(scenario, framing).outcomes().values().stream()
                .limit(MOST)
                .map(order -> script(scenario, order));
    }

    private static Script script(Scenario scenario, List<Integer> order) {
        List<Request> calls = new ArrayList<>();
        calls.add(new Request.New(scenario.maxBytes(), scenario.nextOffset()));
        calls.addAll(scenario.before());
        int[] made = new int[scenario.threads().size()];
        order.forEach(thread -> calls.add(scenario.threads().get(thread).get(made[thread]++)));
        calls.addAll(scenario.after());
        Stream<Step> steps = calls.stream()
                .takeWhile(call -> !(call instanceof Request.Close))
                .filter(call -> !(call instanceof Request.Await))
                .map(Step.Absolute::new);
        return new Script("", steps.toList(), Script.Look.NEVER);
    }
}
