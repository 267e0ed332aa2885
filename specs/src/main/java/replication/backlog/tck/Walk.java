package replication.backlog.tck;

import java.util.ArrayList;
import java.util.List;
import replication.backlog.spec.BacklogModel;
import replication.backlog.spec.Operation;
import replication.backlog.spec.Script;
import replication.backlog.spec.Step;

/**
 * What an action chain walks over: the model, and a subject beside it. After every step everything observable is compared.
 * Without a subject the walk is only written down, to be run later.
 */
public final class Walk {

    private final BacklogSubject subject;
    private final Trial trial;
    private final List<Step> steps = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();

    /** Creates a walk of the model alone. */
    public Walk() {
        this(null);
    }

    /**
     * Creates a walk of the model and a subject.
     *
     * @param subject the subject
     */
    public Walk(BacklogSubject subject) {
        this.subject = subject;
        this.trial = subject == null ? null : new Trial(subject);
    }

    /** Whether a backlog was created. */
    public boolean hasBegun() {
        return !steps.isEmpty();
    }

    /**
     * Takes a step, on both sides.
     *
     * @throws AssertionError if the sides differ
     * @throws IllegalStateException if the subject's own invariants are broken
     */
    public void take(Step step) {
        BacklogModel model = hasBegun() ? operations.get(operations.size() - 1).after() : BacklogModel.empty(0, 0);
        Operation operation = Operation.of(model, step.resolve(model));
        steps.add(step);
        operations.add(operation);
        if (subject != null) {
            trial.play(Script.observed(operation));
            trial.divergence().ifPresent(divergence -> {
                throw new AssertionError(DivergenceText.of(divergence));
            });
            subject.checkInvariants();
        }
    }

    /** {@return what was done so far} */
    public List<Operation> operations() {
        return operations;
    }

    /** {@return how the subject fared} */
    public Trial trial() {
        return trial;
    }

    /** {@return the walk as a script} */
    public Script script(String id) {
        return new Script(id, List.copyOf(steps), Script.Look.AFTER_EVERY_STEP);
    }
}
