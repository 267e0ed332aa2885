package replication.backlog;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import replication.backlog.wire.Argv;

/** A backlog that names every call to a probe before it passes it on, the reading of a view included; the probe may throw. */
final class ProbedBacklog implements Backlog {

    private final Backlog backlog;
    private final Consumer<String> probe;

    ProbedBacklog(Backlog backlog, Consumer<String> probe) {
        this.backlog = backlog;
        this.probe = probe;
    }

    @Override
    public long push(Argv argv) {
        probe.accept("push");
        return backlog.push(argv);
    }

    @Override
    public void dropUpTo(long watermark) {
        probe.accept("dropUpTo");
        backlog.dropUpTo(watermark);
    }

    @Override
    public Fetch framesFrom(long from) {
        probe.accept("framesFrom");
        Fetch answer = backlog.framesFrom(from);
        return answer instanceof Fetch.Frames frames ? new Fetch.Frames(probed(frames.frames())) : answer;
    }

    @Override
    public Copy copyFrom(long from, ByteBuffer into) {
        probe.accept("copyFrom");
        return Backlog.super.copyFrom(from, into);
    }

    @Override
    public long maxBytes() {
        probe.accept("maxBytes");
        return backlog.maxBytes();
    }

    @Override
    public long nextOffset() {
        probe.accept("nextOffset");
        return backlog.nextOffset();
    }

    @Override
    public OptionalLong oldestOffset() {
        probe.accept("oldestOffset");
        return backlog.oldestOffset();
    }

    @Override
    public OptionalLong newestOffset() {
        probe.accept("newestOffset");
        return backlog.newestOffset();
    }

    @Override
    public long bufferedBytes() {
        probe.accept("bufferedBytes");
        return backlog.bufferedBytes();
    }

    @Override
    public long length() {
        probe.accept("length");
        return backlog.length();
    }

    @Override
    public void checkInvariants() {
        probe.accept("checkInvariants");
        backlog.checkInvariants();
    }

    private List<Frame> probed(List<Frame> frames) {
        return new AbstractList<>() {
            @Override
            public Frame get(int index) {
                probe.accept("frame");
                return frames.get(index);
            }

            @Override
            public int size() {
                probe.accept("frames");
                return frames.size();
            }
        };
    }
}
