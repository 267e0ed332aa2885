package replication.backlog.faults;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.model.Rule;

/**
 * One fault, as real backlogs had it, in an implementation that is right otherwise.
 *
 * @param what what it does wrong, in a few words that start with a verb
 * @param breaks the rules that it breaks
 * @param backlogs makes backlogs
 * @param decoders makes a decoder for each stream
 */
public record Fault(
        String what, Set<Rule> breaks, BacklogSubject.Factory backlogs, Supplier<BacklogSubject.Decoder> decoders) {

    /** What is right: no fault at all. */
    public static final Fault NONE = none("is right", PlainBacklog::new);

    /**
     * Faults of one kind.
     *
     * @param name what they are faults in
     * @param faults the faults
     */
    public record Area(String name, List<Fault> faults) {}

    /** All faults there are. */
    public static final List<Area> AREAS = List.of(
            new Area("Eviction", EvictionFaults.ALL),
            new Area("Watermark", WatermarkFaults.ALL),
            new Area("Frames from an offset", FetchFaults.ALL),
            new Area("Counters and widths", CountingFaults.ALL),
            new Area("Deep", DeepFaults.ALL),
            new Area("Encoding", EncodingFaults.ALL),
            new Area("Decoding", DecodingFaults.ALL),
            new Area("Decoding in pieces", PiecewiseFaults.ALL),
            new Area("Sizes and repetitions", SizeFaults.ALL),
            new Area("Contents", ContentFaults.ALL),
            new Area("Grammar", GrammarFaults.ALL));

    /** {@return no fault, in a backlog that is somebody else's} */
    public static Fault none(String what, BacklogSubject.Factory backlogs) {
        return of(what, Set.of(), backlogs);
    }

    static Fault of(String what, Set<Rule> breaks, BacklogSubject.Factory backlogs) {
        return new Fault(what, breaks, backlogs, () -> new PlainDecoder()::decode);
    }

    static Fault of(String what, Set<Rule> breaks, Supplier<PlainDecoder> decoder) {
        return new Fault(what, breaks, PlainBacklog::new, () -> decoder.get()::decode);
    }

    static Fault fed(String what, Set<Rule> breaks, Supplier<BacklogSubject.Decoder> decoders) {
        return new Fault(what, breaks, PlainBacklog::new, decoders);
    }

    /** {@return an implementation with the fault} */
    public BacklogSubject subject() {
        return new BacklogSubject(what, backlogs, Optional.of(decoders));
    }

    /** Whether it is one in the bytes of a frame: written or read. */
    public boolean isInBytes() {
        return EncodingFaults.ALL.contains(this) || isInDecoding();
    }

    /** Whether it is one in reading frames: no call of a backlog shows it. */
    public boolean isInDecoding() {
        return DecodingFaults.ALL.contains(this)
                || PiecewiseFaults.ALL.contains(this)
                || GrammarFaults.ALL.contains(this);
    }

    /** Whether it lies where the suites go and the properties need not: what they draw is small. */
    public boolean isForTheSuitesAlone() {
        return SizeFaults.ALL.contains(this) || ContentFaults.ALL.contains(this) || GrammarFaults.ALL.contains(this);
    }
}
