package replication.backlog.tck;

import java.util.ArrayList;
import java.util.List;
import replication.backlog.spec.BacklogModel;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.Observations;
import replication.backlog.spec.Operation;
import replication.backlog.spec.Request;
import replication.backlog.spec.Step;

/** The model and a subject side by side: what an action chain walks over. After every action all is compared. */
public final class Pair {

    private final Trial trial;
    private final List<Operation> operations = new ArrayList<>();

    /**
     * Creates a pair in which nothing has begun.
     *
     * @param subject the subject
     */
    public Pair(Subject subject) {
        this.trial = new Trial(subject);
    }

    /** Whether a backlog was created. */
    public boolean hasBegun() {
        return !operations.isEmpty();
    }

    /** Creates the backlog, on both sides. */
    public Pair begin(Request.New creation) {
        return carryOut(new Operation(BacklogModel.empty(0, 0), creation));
    }

    /** Takes a step, on both sides. */
    public Pair take(Step step) {
        BacklogModel model = operations.get(operations.size() - 1).after();
        return carryOut(new Operation(model, step.resolve(model)));
    }

    private Pair carryOut(Operation operation) {
        operations.add(operation);
        List<Exchange> exchanges = new ArrayList<>();
        exchanges.add(Exchange.of(operation));
        Observations.of(operation.after())
                .forEach(observation -> exchanges.add(Exchange.observing(operation, observation)));
        trial.play(exchanges);
        trial.divergence().ifPresent(divergence -> {
            throw new DivergenceError(divergence);
        });
        return this;
    }

    /** Returns what was done so far. */
    public List<Operation> operations() {
        return operations;
    }

    /** Returns how the subject fared. */
    public Trial trial() {
        return trial;
    }
}
