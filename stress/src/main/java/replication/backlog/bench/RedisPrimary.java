package replication.backlog.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Redis with three replicas, by the {@code redis-server} on the path: in memory alone, and on the loopback address. */
final class RedisPrimary implements FanOut.Primary {

    private static final String PROGRAM = "redis-server";

    private final List<Process> servers = new ArrayList<>();
    private final InetSocketAddress address;

    /**
     * Starts them, and returns when all replicas follow.
     *
     * @param folder for their files and logs
     */
    RedisPrimary(Path folder) throws IOException {
        Path files = Files.createDirectories(folder.resolve("redis"));
        this.address = start(files, List.of());
        try {
            for (int i = 0; i < FanOut.REPLICAS; i++) {
                start(files, List.of("--replicaof", address.getHostString(), String.valueOf(address.getPort())));
            }
            try (SocketChannel client = connected()) {
                ask(client, "SET begin 1");
                awaitApplied(client, 1);
            }
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** {@return its version as it says it itself} */
    static String version(Path folder) throws IOException, InterruptedException {
        return ExternalProgram.run(folder.resolve("redis.txt").toFile(), List.of(PROGRAM, "--version"))
                .replaceFirst("(?s).*v=(\\S+).*", "$1");
    }

    private InetSocketAddress start(Path files, List<String> options) throws IOException {
        InetSocketAddress free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = new InetSocketAddress(InetAddress.getLoopbackAddress().getHostAddress(), socket.getLocalPort());
        }
        List<String> command = new ArrayList<>(List.of(PROGRAM, "--bind", free.getHostString()));
        command.addAll(List.of("--port", String.valueOf(free.getPort()), "--dir", files.toString()));
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        command.addAll(List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
        command.addAll(List.of("--client-output-buffer-limit", "replica", "0", "0", "0"));
        command.addAll(options);
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(files.resolve(free.getPort() + ".log").toFile())
                .start();
        servers.add(server);
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        return free;
    }

    /** Tries until it listens. */
    private SocketChannel connected() throws IOException {
        while (true) {
            try {
                return SocketChannel.open(address);
            } catch (IOException notYet) {
                if (!servers.get(0).isAlive()) {
                    throw new IOException(PROGRAM + " has ended", notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    /** Redis counts bytes and not commands: what was written before is what is waited for. */
    @Override
    public void awaitApplied(SocketChannel client, long commands) throws IOException {
        while (!ask(client, "WAIT " + FanOut.REPLICAS + " 1000").equals(":" + FanOut.REPLICAS)) {
            if (!servers.stream().allMatch(Process::isAlive)) {
                throw new IOException("a " + PROGRAM + " has ended");
            }
        }
    }

    private static String ask(SocketChannel client, String command) throws IOException {
        FanOut.write(client, ByteBuffer.wrap((command + "\r\n").getBytes(US_ASCII)));
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (client.read(one) == 1) {
            reply.write(one.flip().get());
            one.clear();
            if (reply.toString(US_ASCII).endsWith("\r\n")) {
                return reply.toString(US_ASCII).strip();
            }
        }
        throw new IOException("Redis closed the connection after " + command);
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
    }
}
