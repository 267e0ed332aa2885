package replication.backlog.conformance.subject;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Framing;
import replication.backlog.model.Reply;
import replication.backlog.wire.Argv;

/** The model in the production code's clothes: slow, plain, and right by definition. */
public final class ModelBacklog implements Backlog {

    private BacklogModel model;

    /**
     * Creates a backlog.
     *
     * @param maxBytes the budget in bytes, unsigned
     * @param nextOffset where to resume, unsigned; 0 for a fresh backlog
     * @throws IllegalArgumentException if the budget is 0 (NEW-1)
     * @throws OffsetsExhaustedException if {@code nextOffset} is beyond 2^63 (NEW-3)
     */
    public ModelBacklog(long maxBytes, long nextOffset) {
        if (maxBytes == 0) {
            throw new IllegalArgumentException("A backlog needs a budget of at least 1 byte, but maxBytes is 0.");
        }
        if (Long.compareUnsigned(nextOffset, OFFSETS_END) > 0) {
            throw new OffsetsExhaustedException("A backlog cannot resume beyond offset 2^63.");
        }
        this.model = BacklogModel.empty(Framing.RESP, maxBytes, nextOffset);
    }

    @Override
    public long push(Argv argv) {
        if (!model.canPush()) {
            throw new OffsetsExhaustedException("No offset is left.");
        }
        model = model.push(IntStream.range(0, argv.size())
                .mapToObj(i -> BacklogSubject.text(argv.argument(i)))
                .toList());
        return model.next() - 1;
    }

    @Override
    public void dropUpTo(long watermark) {
        model = model.dropUpTo(watermark);
    }

    @Override
    public Fetch framesFrom(long from) {
        if (model.isFuture(from)) {
            return new Fetch.Future(oldestOffset(), model.next());
        }
        if (model.isTooOld(from)) {
            return new Fetch.TooOld(oldestOffset(), model.next());
        }
        List<Frame> frames = model.framesFrom(from).stream()
                .map(frame -> Frame.copyOf(frame.offset(), BacklogSubject.bytes(frame.bytes())))
                .toList();
        return new Fetch.Frames(frames);
    }

    @Override
    public long maxBytes() {
        return model.maxBytes();
    }

    @Override
    public long nextOffset() {
        return model.next();
    }

    @Override
    public OptionalLong oldestOffset() {
        return Reply.Counters.of(model).oldest();
    }

    @Override
    public OptionalLong newestOffset() {
        return Reply.Counters.of(model).newest();
    }

    @Override
    public long bufferedBytes() {
        return model.buffered();
    }

    @Override
    public long length() {
        return model.retained().size();
    }
}
