package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** The README's Java, as it stands there, and that it does what the README says. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadmeExampleTest {

    private static final int FRAME = 35;

    private final LockedBacklog backlog = new LockedBacklog(new DequeBacklog(3 * FRAME));
    private final List<Long> snapshots = new ArrayList<>();

    // README: push
    long applied(ByteBuffer received, CommandParser parser, LockedBacklog backlog) {
        if (parser.parse(received) instanceof Command.Complete command) {
            // … apply the write, then keep it for the replicas; the view is borrowed, push copies it
            return backlog.push(command.argv());
        }
        throw new IllegalArgumentException("incomplete or malformed: read on, or close the connection");
    }
    // README: end

    // README: stream
    /** Sends a replica everything from an offset on, until it is idle; returns the next offset it lacks. */
    long stream(LockedBacklog backlog, long from, OutputStream replica) throws IOException, InterruptedException {
        while (backlog.awaitBeyond(from, Duration.ofSeconds(1)) == Awaited.DUE || from > backlog.nextOffset()) {
            Fetch answer = backlog.framesFrom(from, 64, 1 << 20);
            if (answer instanceof Fetch.Frames frames) {
                for (Frame frame : frames) {
                    frame.writeTo(replica);
                    from = frame.offset() + 1;
                }
            } else if (answer instanceof Fetch.TooOld tooOld) {
                from = sendSnapshot(tooOld.nextOffset(), replica); // it fell off the back: start over from a snapshot
            } else if (answer instanceof Fetch.Future future) {
                throw new IOException("replica asks for " + from + ", but next is " + future.nextOffset()
                        + ": it has another history"); // never serve it
            }
        }
        return from;
    }
    // README: end

    // README: watermark
    void acknowledged(LockedBacklog backlog, List<Long> nextOffsetOfEachReplica) {
        backlog.dropUpTo(
                nextOffsetOfEachReplica.stream().min(Long::compareUnsigned).orElse(0L));
    }
    // README: end

    private long sendSnapshot(long nextOffset, OutputStream replica) {
        snapshots.add(nextOffset);
        return nextOffset;
    }

    @Test
    void aReplicaGetsWhatWasPushed() throws Exception {
        push(2);
        ByteArrayOutputStream replica = new ByteArrayOutputStream();
        assertThat(stream(backlog, 0, replica)).isEqualTo(2);
        assertThat(decoded(replica)).containsExactly(0L, 1L);
        assertThat(snapshots).isEmpty();
    }

    @Test
    void aReplicaThatIsTooOldGetsASnapshot() throws Exception {
        push(9);
        ByteArrayOutputStream replica = new ByteArrayOutputStream();
        assertThat(stream(backlog, 1, replica)).isEqualTo(9);
        assertThat(snapshots).containsExactly(9L);
        assertThat(replica.size()).isZero();
    }

    @Test
    void aReplicaFromAnotherHistoryIsTurnedAway() {
        push(1);
        assertThatIOException()
                .isThrownBy(() -> stream(backlog, 5, new ByteArrayOutputStream()))
                .withMessage("replica asks for 5, but next is 1: it has another history");
    }

    @Test
    void whatEveryReplicaHasIsDropped() {
        push(3);
        acknowledged(backlog, List.of(2L, 1L, 3L));
        assertThat(backlog.oldestOffset()).hasValue(1);
        acknowledged(backlog, List.of());
        assertThat(backlog.oldestOffset()).hasValue(1);
    }

    @Test
    void theReadmeShowsThisCode() throws IOException {
        Path test = Path.of("test/java/replication/backlog/ReadmeExampleTest.java");
        String readme = Files.readString(Path.of("../README.md"));
        String[] regions = Files.readString(test).split("    // README: [a-z]+\n");
        for (int i = 1; i < regions.length - 1; i += 2) {
            assertThat(readme).contains(regions[i].indent(-4).strip());
        }
        assertThat(regions).hasSize(7);
    }

    private void push(int count) {
        for (int i = 0; i < count; i++) {
            byte[] received = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n".getBytes();
            assertThat(applied(ByteBuffer.wrap(received), new CommandParser(), backlog))
                    .isEqualTo(i);
        }
    }

    private static List<Long> decoded(ByteArrayOutputStream stream) {
        List<Long> offsets = new ArrayList<>();
        FrameDecoder decoder = new FrameDecoder();
        ByteBuffer in = ByteBuffer.wrap(stream.toByteArray());
        while (decoder.decode(in) instanceof Decoded.Complete frame) {
            offsets.add(frame.offset());
        }
        return offsets;
    }
}
