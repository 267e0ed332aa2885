package replication.backlog.conformance.run;

import java.util.ArrayList;
import java.util.List;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.DivergenceText;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Framing;
import replication.backlog.model.Operation;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * What an action chain walks over: the model, and a subject beside it. After every step everything observable is compared.
 * Without a subject the walk is only written down, to be run later.
 */
public final class Walk {

    private final BacklogSubject subject;
    private final ScriptRun run;
    private final List<Step> steps = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();

    /** Creates a walk of the model alone. */
    public Walk() {
        this(null, Deviations.NONE);
    }

    /**
     * Creates a walk of the model and a subject.
     *
     * @param subject the subject
     * @param deviations how it may differ
     */
    public Walk(BacklogSubject subject, Deviations deviations) {
        this.subject = subject;
        this.run = subject == null ? null : new ScriptRun(subject, deviations);
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
        BacklogModel model =
                hasBegun() ? operations.get(operations.size() - 1).after() : BacklogModel.empty(Framing.RESP, 0, 0);
        Operation operation = Operation.of(model, step.resolve(model));
        steps.add(step);
        operations.add(operation);
        if (subject != null) {
            run.play(Script.observed(operation));
            run.divergence().ifPresent(divergence -> {
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
    public ScriptRun run() {
        return run;
    }

    /** {@return the walk as a script} */
    public Script script(String id) {
        return new Script(id, List.copyOf(steps), Script.Look.AFTER_EVERY_STEP);
    }
}
