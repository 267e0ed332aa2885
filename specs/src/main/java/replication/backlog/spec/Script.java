package replication.backlog.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * A scenario from a fresh backlog on.
 *
 * @param id what it is called in reports
 * @param steps its steps; the first one creates the backlog
 * @param observed whether everything observable is looked at after every step
 */
public record Script(String id, List<Step> steps, boolean observed) {

    /** Resolves the steps one after the other, and predicts the replies. */
    public List<Exchange> resolve() {
        List<Exchange> exchanges = new ArrayList<>();
        BacklogModel model = BacklogModel.empty(0, 0);
        Operation change = null;
        for (Step step : steps) {
            Operation operation = new Operation(model, step.resolve(model));
            boolean asks = !observed && !operation.changes() && change != null;
            if (asks) {
                exchanges.add(Exchange.observing(change, operation.request()));
            } else {
                change = operation;
                exchanges.addAll(observed ? observed(operation) : List.of(Exchange.of(operation)));
            }
            model = operation.after();
        }
        return exchanges;
    }

    /** An operation, and everything that can be observed after it. */
    public static List<Exchange> observed(Operation operation) {
        List<Exchange> exchanges = new ArrayList<>();
        exchanges.add(Exchange.of(operation));
        Observations.of(operation.after())
                .forEach(observation -> exchanges.add(Exchange.observing(operation, observation)));
        return exchanges;
    }
}
