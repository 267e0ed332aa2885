package replication.backlog.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scenario from a fresh backlog on.
 *
 * @param id what it is called in reports
 * @param steps its steps; the first one creates the backlog
 * @param look when everything observable is looked at, besides what the steps ask for
 */
public record Script(String id, List<Step> steps, Look look) {

    /** When everything observable is looked at. */
    public enum Look {
        NEVER,
        AT_THE_END,
        AFTER_EVERY_STEP
    }

    /** Resolves the steps one after the other, and predicts the replies; what frames are made of comes from the subject. */
    public List<Exchange> resolve(Framing framing) {
        List<Exchange> exchanges = new ArrayList<>();
        BacklogModel model = BacklogModel.empty(framing, 0, 0);
        Operation change = null;
        for (int i = 0; i < steps.size(); i++) {
            Operation operation = Operation.of(model, steps.get(i).resolve(model));
            if (look == Look.AFTER_EVERY_STEP || (look == Look.AT_THE_END && i == steps.size() - 1)) {
                exchanges.addAll(observed(operation));
            } else if (look == Look.NEVER && !operation.changes() && change != null) {
                exchanges.add(Exchange.observing(change, operation.request()));
            } else {
                exchanges.add(Exchange.of(operation));
                change = operation;
            }
            model = operation.after();
        }
        return exchanges;
    }

    /**
     * {@return the first call that there is no backlog for, because the creation before it is refused, if there is one} Nothing
     * can be right or wrong there.
     */
    public static Optional<Request> withoutBacklog(List<Exchange> exchanges) {
        boolean isThere = false;
        for (Exchange exchange : exchanges) {
            boolean creates = exchange.request() instanceof Request.New;
            boolean races = exchange.request() instanceof Request.Race;
            if (!isThere && !creates && !races) {
                return Optional.of(exchange.request());
            }
            isThere = !races && !exchange.operation().refusesCreation();
        }
        return Optional.empty();
    }

    /** An operation, and everything that can be observed after it; where no backlog was created, that is nothing. */
    public static List<Exchange> observed(Operation operation) {
        List<Exchange> exchanges = new ArrayList<>();
        exchanges.add(Exchange.of(operation));
        if (!operation.refusesCreation() && !(operation.request() instanceof Request.Race)) {
            Observations.of(operation.after())
                    .forEach(observation -> exchanges.add(Exchange.observing(operation, observation)));
        }
        return exchanges;
    }
}
