package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** The README's Java, as it stands in {@link Primary}, and that it does what the README says. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadmeExampleTest {

    private static final int FRAME = 35;

    private final LockedBacklog backlog = new LockedBacklog(new ArenaBacklog(3 * FRAME));
    private final Primary primary = new Primary(backlog);
    private final ByteArrayOutputStream replica = new ByteArrayOutputStream();

    @Test
    void aReplicaGetsWhatWasPushed() throws Exception {
        push(2);
        serveToTheEnd(0);
        assertThat(decoded(replica)).containsExactly(0L, 1L);
        assertThat(primary.snapshots).hasValue(0);
    }

    @Test
    void aReplicaThatIsTooOldGetsASnapshotInPlaceOfTheLastFrame() throws Exception {
        push(9);
        serveToTheEnd(1);
        assertThat(decoded(replica)).containsExactly(8L);
        assertThat(replica).hasToString("*2\r\n:8\r\n*3\r\n$8\r\nSNAPSHOT\r\n$1\r\nk\r\n$1\r\nv\r\n");
    }

    @Test
    void aReplicaFromAnotherHistoryIsTurnedAway() {
        push(1);
        assertThatIOException()
                .isThrownBy(() -> primary.serve(primary.connected(5), replica))
                .withMessage("replica asks for 5, but next is 1: it has another history");
        assertThat(replica.size()).isZero();
    }

    @Test
    void whatEveryReplicaHasIsDropped() {
        push(3);
        Replicas.Served one = primary.connected(0);
        Replicas.Served other = primary.connected(0);
        primary.acknowledged(one, 2);
        assertThat(backlog.oldestOffset()).hasValue(0);
        primary.acknowledged(other, 1);
        assertThat(backlog.oldestOffset()).hasValue(1);
        other.close();
        assertThat(backlog.oldestOffset()).hasValue(2);
        primary.acknowledged(one, 3);
        assertThat(backlog.oldestOffset()).isEmpty();
    }

    @Test
    void halfACommandIsNotApplied() {
        ByteBuffer received = ByteBuffer.wrap("*3\r\n$3\r\nSET\r\n".getBytes());
        assertThatIllegalArgumentException().isThrownBy(() -> primary.apply(received, new CommandParser()));
        assertThat(primary.data()).isEmpty();
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void theReadmeShowsThisCode() throws IOException {
        Path example = Path.of("test/java/replication/backlog/Primary.java");
        String readme = Files.readString(Path.of("../README.md"));
        String[] regions = Files.readString(example).split("    // README: [a-z]+\n");
        for (int i = 1; i < regions.length - 1; i += 2) {
            assertThat(readme).contains(regions[i].indent(-4).strip());
        }
        assertThat(regions).hasSize(7);
    }

    /** With the backlog closed, serving ends when the replica has everything. */
    private void serveToTheEnd(long from) throws Exception {
        backlog.close();
        primary.serve(primary.connected(from), replica);
    }

    private void push(int count) {
        for (int i = 0; i < count; i++) {
            byte[] received = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n".getBytes();
            assertThat(primary.apply(ByteBuffer.wrap(received), new CommandParser()))
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
