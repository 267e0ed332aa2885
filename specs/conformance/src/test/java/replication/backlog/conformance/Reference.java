package replication.backlog.conformance;

import java.util.Optional;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.wire.FrameDecoder;

/** Backlogs beside the reference's decoder. */
public final class Reference {

    private Reference() {}

    /** {@return a subject that decodes as the reference does} */
    public static BacklogSubject subject(String description, BacklogSubject.Factory factory) {
        return new BacklogSubject(description, factory, Optional.of(() -> new FrameDecoder()::decode));
    }
}
