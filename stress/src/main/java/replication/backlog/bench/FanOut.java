package replication.backlog.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import replication.backlog.wire.Argv;

/**
 * One client, one primary and three replicas over loopback sockets: how many bytes of commands a second go from the client to
 * the map of the last replica. The client does not wait for a reply before it sends on.
 */
public final class FanOut {

    static final int REPLICAS = 3;

    /** Who was measured: this project, and Redis. */
    static final String OWN = "this project";

    static final String REDIS = "Redis";

    private static final int KEYS = 10_000;
    private static final int MEBIBYTE = 1 << 20;

    /** What each command is answered with. */
    static final byte[] OK = {'+', 'O', 'K', '\r', '\n'};

    private final byte[] batch;
    private final int commands;
    private final int batches;

    /**
     * Makes what the client sends.
     *
     * @param value the length of each value, in bytes
     * @param mebibytes about how much is sent
     */
    FanOut(int value, int mebibytes) {
        ByteBuffer all = Workload.received(IntStream.range(0, KEYS)
                .mapToObj(i -> Argv.ofUtf8("SET", String.format(Locale.ROOT, "key:%05d", i), "v".repeat(value)))
                .toList());
        this.batch = all.array();
        this.commands = KEYS;
        this.batches = (int) Math.max(1, (long) mebibytes * MEBIBYTE / batch.length);
    }

    /** A primary that has its replicas. */
    interface Primary extends Closeable {

        SocketAddress address();

        /** Returns when each replica has applied so many commands; the client has had all replies. */
        void awaitApplied(SocketChannel client, long commands) throws Exception;
    }

    /**
     * Warms up, measures, and prints megabytes (10^6) a second.
     *
     * @param args who, the length of a value, MiB to send, and a folder for files
     */
    public static void main(String[] args) throws Exception {
        FanOut load = new FanOut(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        load.run(args[0], Path.of(args[3]));
        System.out.printf(Locale.ROOT, "{\"mb\":%.1f}%n", load.run(args[0], Path.of(args[3])));
    }

    private double run(String who, Path folder) throws Exception {
        try (Primary primary = who.equals(REDIS) ? new RedisPrimary(folder) : new OwnPrimary(total())) {
            return send(primary) / 1e6;
        }
    }

    /** {@return how many commands are sent} */
    long total() {
        return (long) batches * commands;
    }

    /** {@return bytes a second} */
    double send(Primary primary) throws Exception {
        try (SocketChannel client = SocketChannel.open(primary.address())) {
            long start = System.nanoTime();
            FutureTask<Void> replies = started("replies", () -> {
                drain(client, total() * OK.length);
                return null;
            });
            for (int i = 0; i < batches; i++) {
                write(client, ByteBuffer.wrap(batch));
            }
            replies.get();
            primary.awaitApplied(client, total());
            return (double) batches * batch.length / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static void drain(SocketChannel client, long bytes) throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
        for (long left = bytes; left > 0; left -= in.position()) {
            in.clear();
            if (client.read(in) < 0) {
                throw new IOException("the primary closed the connection while " + left + " bytes of replies were due");
            }
        }
    }

    static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Runs something in a thread of its own, which no end of the program waits for. */
    static <T> FutureTask<T> started(String name, Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, name);
        thread.setDaemon(true);
        thread.start();
        return future;
    }
}
