package replication.backlog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;

/** A primary of few lines: a plain map, the backlog of its writes, and a loop to serve a replica with. The README shows it. */
final class Primary {

    final LockedBacklog backlog;
    final AtomicInteger snapshots = new AtomicInteger();

    private final Map<String, String> data = new TreeMap<>();
    private final Replicas replicas;

    Primary(LockedBacklog backlog) {
        this.backlog = backlog;
        this.replicas = new Replicas(backlog);
    }

    // README: push
    /** Applies a write that a client sent, and keeps it for the replicas. */
    long apply(ByteBuffer received, CommandParser parser) {
        if (parser.parse(received) instanceof Command.Complete command) {
            synchronized (data) { // one order for the map and for the backlog
                data.put(text(command.argv(), 1), text(command.argv(), 2));
                return backlog.push(command.argv()); // the view is borrowed from the buffer; push copies it
            }
        }
        throw new IllegalArgumentException("incomplete or malformed: read on, or close the connection");
    }
    // README: end

    // README: stream
    /** Serves a replica from the first offset that it lacks, on a thread of its own, until the backlog is closed. */
    void serve(Replicas.Served replica, OutputStream out) throws IOException, InterruptedException {
        long from = replica.lacks();
        ByteBuffer frames = ByteBuffer.allocate(64 << 10);
        for (Awaited more = Awaited.DUE;
                more != Awaited.CLOSED;
                more = backlog.awaitBeyond(from, Duration.ofMinutes(1))) {
            Copy answer = backlog.copyFrom(from, frames.clear());
            if (answer instanceof Copy.Copied copied) {
                out.write(frames.array(), 0, frames.position());
                from = copied.nextFrom();
                if (copied.needs() > frames.capacity()) {
                    frames = ByteBuffer.allocate(copied.needs());
                }
            } else if (answer instanceof Fetch.TooOld) {
                from = sendSnapshot(replica, out); // it fell off the back: start over
            } else if (answer instanceof Fetch.Future future) {
                throw new IOException("replica asks for " + from + ", but next is " + future.nextOffset()
                        + ": it has another history"); // never serve it
            }
        }
    }

    /** Sends everything below next as one frame, in the place of the last of them; returns next. */
    private long sendSnapshot(Replicas.Served replica, OutputStream out) throws IOException {
        Frame snapshot;
        synchronized (data) { // no write comes between the map and the offset
            List<String> argv = new ArrayList<>(List.of("SNAPSHOT"));
            data.forEach((key, value) -> argv.addAll(List.of(key, value)));
            snapshot = Frame.encode(backlog.nextOffset() - 1, Argv.ofUtf8(argv.toArray(String[]::new)));
            replica.restart(backlog.nextOffset()); // from here on, nothing that it lacks is dropped
        }
        snapshot.writeTo(out);
        snapshots.incrementAndGet();
        return snapshot.offset() + 1;
    }
    // README: end

    // README: watermark
    /** A replica has connected, and tells which is the first offset that it lacks. Close it when it has left. */
    Replicas.Served connected(long from) {
        return replicas.enter(from); // before the first read: what it lacks is not dropped
    }

    /** Takes note of what a replica has, and drops what every one of them has. */
    void acknowledged(Replicas.Served replica, long next) {
        replica.acknowledge(next);
    }
    // README: end

    Map<String, String> data() {
        synchronized (data) {
            return new TreeMap<>(data);
        }
    }

    private static String text(Argv argv, int index) {
        return new String(argv.argument(index), StandardCharsets.UTF_8);
    }
}
