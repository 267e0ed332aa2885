package replication.backlog.model;

import java.util.List;

/**
 * One request and the replies that are right.
 *
 * @param operation the operation under test: the request itself, or the one whose effect the request observes
 * @param request what is asked
 * @param allowed the right replies; empty where any reply is
 */
public record Exchange(Operation operation, Request request, List<Reply> allowed) {

    /** The exchange that carries an operation out. */
    public static Exchange of(Operation operation) {
        return new Exchange(operation, operation.request(), operation.allowed());
    }

    /** The exchange that observes something after an operation. */
    public static Exchange observing(Operation operation, Request observation) {
        return new Exchange(
                operation,
                observation,
                Operation.of(operation.after(), observation).allowed());
    }

    /** Whether the request observes the effect of an operation before it. */
    public boolean isObservation() {
        return request != operation.request();
    }
}
