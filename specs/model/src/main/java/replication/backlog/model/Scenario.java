package replication.backlog.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What threads do with one backlog that they share: a few calls before, on one thread; then each thread's calls, all threads
 * at once; then a few calls after, on one thread.
 *
 * @param maxBytes the budget
 * @param nextOffset where the backlog resumes; 0 for a fresh one
 * @param before the calls before the threads start
 * @param threads the calls of each thread, in its order
 * @param after the calls after all threads have ended
 */
public record Scenario(
        long maxBytes, long nextOffset, List<Request> before, List<List<Request>> threads, List<Request> after) {

    /** {@return the calls of all threads} */
    public Stream<Request> calls() {
        return threads.stream().flatMap(List::stream);
    }

    /** {@return every call, in and around the threads} */
    public Stream<Request> allCalls() {
        return Stream.of(before.stream(), calls(), after.stream()).flatMap(calls -> calls);
    }

    /** Whether a thread waits for a push. */
    public boolean waits() {
        return calls().anyMatch(Request.Await.class::isInstance);
    }
}
