package replication.backlog.faults;

import java.util.Optional;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.SharedBacklog;

/**
 * A fault that only several threads at once can show: one thread alone finds the backlog right.
 *
 * @param what what it does wrong, in a few words that start with a verb
 * @param shared makes backlogs with it
 */
public record RaceFault(String what, SharedBacklog.Factory shared) {

    /** What is right: no fault at all. */
    public static final RaceFault NONE = new RaceFault("is right", PlainShared::new);

    /** What one thread alone shows, too. */
    public static final RaceFault DROPS_TOO_MUCH = new RaceFault("drops too much", (m, n) -> new PlainShared(m, n) {
        @Override
        void dropped(long watermark) {
            super.dropped(watermark + 1);
        }
    });

    /** {@return an implementation with the fault} */
    public BacklogSubject subject() {
        return new BacklogSubject(
                what,
                (maxBytes, nextOffset) -> shared.create(maxBytes, nextOffset).backlog(),
                Optional.empty(),
                Optional.of(shared));
    }
}
