package replication.backlog.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import replication.backlog.ArenaBacklog;
import replication.backlog.Copy;
import replication.backlog.LockedBacklog;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** A primary with three replicas, each with a map that commands are applied to; one thread for each end of a connection. */
final class OwnPrimary implements FanOut.Primary {

    /** Nothing that a replica lacks is evicted: how far one may lag is not what is measured. */
    private static final long BUDGET = 1 << 30;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final LockedBacklog backlog = new LockedBacklog(new ArenaBacklog(BUDGET));
    private final ServerSocketChannel clients = listening();
    private final ServerSocketChannel replicas = listening();
    private final List<FutureTask<Map<String, byte[]>>> data = new ArrayList<>();

    /**
     * Starts all threads.
     *
     * @param commands how many commands will come
     */
    OwnPrimary(long commands) throws IOException {
        for (int i = 0; i < FanOut.REPLICAS; i++) {
            SocketChannel replica = SocketChannel.open(replicas.getLocalAddress());
            SocketChannel link = replicas.accept();
            FanOut.started("link", () -> stream(link, commands));
            data.add(FanOut.started("replica", () -> replicate(replica, commands)));
        }
        data.add(FanOut.started("primary", () -> serve(commands)));
    }

    private static ServerSocketChannel listening() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public SocketAddress address() {
        try {
            return clients.getLocalAddress();
        } catch (IOException closed) {
            throw new IllegalStateException(closed);
        }
    }

    @Override
    public void awaitApplied(SocketChannel client, long commands) throws Exception {
        for (FutureTask<?> each : data) {
            each.get();
        }
    }

    /** {@return what each replica, and last the primary, has in its map; waits until all was applied} */
    List<Map<String, byte[]>> data() throws Exception {
        List<Map<String, byte[]>> maps = new ArrayList<>();
        for (FutureTask<Map<String, byte[]>> each : data) {
            maps.add(each.get());
        }
        return maps;
    }

    private Map<String, byte[]> serve(long commands) throws IOException {
        Map<String, byte[]> map = new HashMap<>();
        CommandParser parser = new CommandParser();
        ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
        ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (SocketChannel client = clients.accept()) {
            long left = commands;
            while (left > 0) {
                receive(client, in);
                while (parser.parse(in) instanceof Command.Complete command) {
                    apply(command.argv(), map);
                    backlog.push(command.argv());
                    out.put(FanOut.OK);
                    left--;
                }
                in.compact();
                FanOut.write(client, out.flip());
                out.clear();
            }
        }
        return map;
    }

    private Void stream(SocketChannel link, long commands) throws IOException, InterruptedException {
        ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        long from = 0;
        try (link) {
            while (from < commands) {
                backlog.awaitBeyond(from, SOON);
                if (!(backlog.copyFrom(from, out) instanceof Copy.Copied copied)) {
                    throw new IllegalStateException("evicted before it was sent");
                }
                from = copied.nextFrom();
                FanOut.write(link, out.flip());
                out.clear();
            }
        }
        return null;
    }

    private static Map<String, byte[]> replicate(SocketChannel primary, long commands) throws IOException {
        Map<String, byte[]> map = new HashMap<>();
        FrameDecoder decoder = new FrameDecoder();
        ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
        try (primary) {
            for (long next = 0; next < commands; ) {
                receive(primary, in);
                while (decoder.decode(in) instanceof Decoded.Complete frame) {
                    if (frame.offset() != next) {
                        throw new IllegalStateException("expected frame " + next + ", but it is " + frame.offset());
                    }
                    apply(frame.argv(), map);
                    next++;
                }
                in.compact();
            }
        }
        return map;
    }

    private static void receive(SocketChannel from, ByteBuffer in) throws IOException {
        if (from.read(in) < 0) {
            throw new EOFException("the other end closed the connection early");
        }
        in.flip();
    }

    /** Does what {@code SET key value} says. */
    private static void apply(Argv argv, Map<String, byte[]> map) {
        map.put(new String(argument(argv, 1), ISO_8859_1), argument(argv, 2));
    }

    private static byte[] argument(Argv argv, int index) {
        byte[] bytes = new byte[argv.length(index)];
        argv.copyTo(index, 0, bytes.length, bytes, 0);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        backlog.close();
        clients.close();
        replicas.close();
    }
}
