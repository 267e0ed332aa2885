package replication.backlog.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the calls of a scenario were answered in one round. Two rounds with equal replies have one outcome.
 *
 * @param threads the replies to each thread's calls
 * @param after the replies to the calls after all threads have ended
 */
public record Outcome(List<List<Reply>> threads, List<Reply> after) {

    /** {@return all replies: those of the first thread first, those after the threads last} */
    public Stream<Reply> replies() {
        return Stream.concat(threads.stream().flatMap(List::stream), after.stream());
    }
}
