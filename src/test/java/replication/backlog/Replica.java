package replication.backlog;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** A replica: it applies what it is sent, and remembers every byte of it. */
final class Replica {

    final String name;
    final Map<String, String> data = new TreeMap<>();

    /** What came since the last snapshot, by offset. */
    final Map<Long, byte[]> received = new TreeMap<>();

    /** The map as each snapshot had it, by the offset that comes behind. */
    final Map<Long, Map<String, String>> snapshots = new TreeMap<>();

    /** The offset that came behind the last snapshot; 0 if there was none. */
    long snapshotNext;

    /** The first offset that it lacks. */
    long next;

    Replica(String name) {
        this.name = name;
    }

    /** Forgets everything, so as to begin with nothing. */
    void wipe() {
        data.clear();
        received.clear();
        snapshotNext = 0;
        next = 0;
    }

    /**
     * Connects, and applies what comes until the connection ends, or until it has had enough.
     *
     * @param enough asked with next before every read
     */
    void replicate(int port, LongPredicate enough) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeLong(next);
            read(socket.getInputStream(), out, enough);
        } catch (SocketException ended) {
            return; // by the primary, with something still on its way to it: the same as the end of the stream
        }
    }

    private void read(InputStream in, DataOutputStream out, LongPredicate enough) throws IOException {
        FrameDecoder decoder = new FrameDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 20).limit(0);
        while (!enough.test(next)) {
            int start = bytes.position();
            if (decoder.decode(bytes) instanceof Decoded.Complete frame) {
                byte[] encoded = new byte[frame.length()];
                bytes.get(start, encoded);
                apply(frame, encoded);
                out.writeLong(next);
            } else if (!fill(in, bytes)) {
                return;
            }
        }
    }

    /** Reads whatever there is, a few bytes at a time; returns false at the end of the stream. */
    private static boolean fill(InputStream in, ByteBuffer bytes) throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), Math.min(bytes.remaining(), 100));
        bytes.position(bytes.position() + Math.max(count, 0)).flip();
        return count >= 0;
    }

    private void apply(Decoded.Complete frame, byte[] encoded) {
        Argv argv = frame.argv();
        if (text(argv, 0).equals("SNAPSHOT")) {
            wipe();
            for (int i = 1; i < argv.size(); i += 2) {
                data.put(text(argv, i), text(argv, i + 1));
            }
            snapshotNext = frame.offset() + 1;
            snapshots.put(snapshotNext, new TreeMap<>(data));
        } else if (frame.offset() == next) {
            data.put(text(argv, 1), text(argv, 2));
            received.put(next, encoded);
        } else {
            throw new IllegalStateException(name + " lacks " + next + " and was sent " + frame.offset());
        }
        next = frame.offset() + 1;
    }

    private static String text(Argv argv, int index) {
        return new String(argv.argument(index), StandardCharsets.UTF_8);
    }
}
