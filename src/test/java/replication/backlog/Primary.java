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
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    Primary(LockedBacklog backlog) {
        this.backlog = backlog;
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
    void serve(long from, OutputStream replica) throws IOException, InterruptedException {
        for (Awaited more = Awaited.DUE;
                more != Awaited.CLOSED;
                more = backlog.awaitBeyond(from, Duration.ofMinutes(1))) {
            Fetch answer = backlog.framesFrom(from, 64, 1 << 20);
            if (answer instanceof Fetch.Frames frames) {
                for (Frame frame : frames) {
                    frame.writeTo(replica);
                    from = frame.offset() + 1;
                }
            } else if (answer instanceof Fetch.TooOld) {
                from = sendSnapshot(replica); // it fell off the back: start over
            } else if (answer instanceof Fetch.Future future) {
                throw new IOException("replica asks for " + from + ", but next is " + future.nextOffset()
                        + ": it has another history"); // never serve it
            }
        }
    }

    /** Sends everything below next as one frame, in the place of the last of them; returns next. */
    private long sendSnapshot(OutputStream replica) throws IOException {
        Frame snapshot;
        synchronized (data) { // no write comes between the map and the offset
            List<String> argv = new ArrayList<>(List.of("SNAPSHOT"));
            data.forEach((key, value) -> argv.addAll(List.of(key, value)));
            snapshot = Frame.encode(backlog.nextOffset() - 1, Argv.ofUtf8(argv.toArray(String[]::new)));
        }
        snapshot.writeTo(replica);
        snapshots.incrementAndGet();
        return snapshot.offset() + 1;
    }
    // README: end

    // README: watermark
    /** Takes note of what a replica has, and drops what every one of them has. */
    void acknowledged(String replica, long next) {
        acknowledged.put(replica, next);
        acknowledged.values().stream().min(Long::compareUnsigned).ifPresent(backlog::dropUpTo);
    }
    // README: end

    /** A replica that left holds nothing back: it may have to start over from a snapshot. */
    void forget(String replica) {
        acknowledged.remove(replica);
    }

    Map<String, String> data() {
        synchronized (data) {
            return new TreeMap<>(data);
        }
    }

    private static String text(Argv argv, int index) {
        return new String(argv.argument(index), StandardCharsets.UTF_8);
    }
}
