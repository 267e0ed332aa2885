package replication.backlog;

import java.io.DataInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets replicas connect to a primary over loopback: each sends the first offset it lacks, and later what it has. */
final class ReplicationServer implements AutoCloseable {

    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();

    private final Primary primary;
    private final boolean acknowledgements;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    /**
     * Opens.
     *
     * @param acknowledgements whether what every replica has is dropped
     */
    ReplicationServer(Primary primary, boolean acknowledgements) throws IOException {
        this.primary = primary;
        this.acknowledgements = acknowledgements;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Lets nobody in any more, and lets those that are served get what there is. */
    @Override
    public void close() throws IOException {
        primary.backlog.close();
        server.close();
    }

    private void start(Runnable run) {
        Thread thread = new Thread(run, "primary " + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSendBufferSize(4096); // so that a slow replica is felt here soon
            DataInputStream in = new DataInputStream(socket.getInputStream());
            try (Replicas.Served replica = primary.connected(in.readLong())) {
                primary.serve(replica, listening(replica, in, socket.getOutputStream()));
            }
        } catch (IOException left) {
            refusals.add(left.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before each write looks for what the replica has acknowledged. */
    private OutputStream listening(Replicas.Served replica, DataInputStream in, OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                while (in.available() >= Long.BYTES) {
                    long next = in.readLong();
                    if (acknowledgements) {
                        primary.acknowledged(replica, next);
                    }
                }
                out.write(bytes, from, length);
            }
        };
    }
}
