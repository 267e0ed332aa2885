package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import replication.backlog.wire.Argv;

/** What the wrapper adds to reads and counters: bounds, and that they belong to one moment. */
@Timeout(value = 3, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedBacklogTest {

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");
    private static final int FRAME = 35;

    /** Around the arena, whose memory is used again: what was read has to be a copy. */
    private LockedBacklog backlog = new LockedBacklog(new ArenaBacklog(4 * FRAME));

    /** The bounded reads of the arena, of the deque, and of whoever leaves it to the interface. */
    static Stream<Backlog> backlogs() {
        return Stream.of(
                new ArenaBacklog(4 * FRAME),
                new DequeBacklog(4 * FRAME),
                new ProbedBacklog(new DequeBacklog(4 * FRAME), what -> {}));
    }

    @ParameterizedTest
    @MethodSource("backlogs")
    void aReadIsBoundedInFramesAndInBytes(Backlog one) {
        backlog = new LockedBacklog(one);
        push(4);
        assertThat(read(0, 2, Long.MAX_VALUE)).containsExactly(0L, 1L);
        assertThat(read(1, 9, 2 * FRAME)).containsExactly(1L, 2L);
        assertThat(read(1, 9, 3 * FRAME - 1)).containsExactly(1L, 2L);
        assertThat(read(0, 9, Long.MAX_VALUE)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(read(0, 1, 1)).containsExactly(0L);
        assertThat(read(4, 1, 1)).isEmpty();
    }

    @Test
    void thereIsABacklogToGuard() {
        assertThatNullPointerException().isThrownBy(() -> new LockedBacklog(null));
    }

    @Test
    void everythingElseIsAskedOfTheBacklog() {
        push(5);
        assertThat(backlog.maxBytes()).isEqualTo(4 * FRAME);
        assertThat(backlog.nextOffset()).isEqualTo(5);
        assertThat(backlog.oldestOffset()).hasValue(1);
        assertThat(backlog.newestOffset()).hasValue(4);
        assertThat(backlog.bufferedBytes()).isEqualTo(4 * FRAME);
        assertThat(backlog.length()).isEqualTo(4);
        assertThat(backlog).hasToString("next 5, held 1..4, 140 bytes");
        assertThat(backlog.copyFrom(3, ByteBuffer.allocate(FRAME))).isEqualTo(new Copy.Copied(1, 4, FRAME));
    }

    @ParameterizedTest
    @MethodSource("backlogs")
    void aReadWithoutRoomIsRefused(Backlog one) {
        backlog = new LockedBacklog(one);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backlog.framesFrom(0, 0, 1))
                .withMessage(
                        "A read needs room for at least one frame and one byte, but maxFrames is 0 and maxBytes is 1.");
        assertThatIllegalArgumentException().isThrownBy(() -> backlog.framesFrom(0, 1, 0));
    }

    @ParameterizedTest
    @MethodSource("backlogs")
    void aBoundedReadRefusesAsAnUnboundedOne(Backlog one) {
        backlog = new LockedBacklog(one);
        push(6);
        assertThat(backlog.framesFrom(0, 1, 1)).isEqualTo(backlog.framesFrom(0)).isInstanceOf(Fetch.TooOld.class);
        assertThat(backlog.framesFrom(7, 1, 1)).isEqualTo(backlog.framesFrom(7)).isInstanceOf(Fetch.Future.class);
    }

    @ParameterizedTest
    @MethodSource("backlogs")
    void whatAReadReturnedOutlivesEvictionAndDrop(Backlog one) {
        backlog = new LockedBacklog(one);
        push(2);
        List<Frame> frames = ((Fetch.Frames) backlog.framesFrom(0, 9, Long.MAX_VALUE)).frames();
        push(9);
        backlog.dropUpTo(11);
        assertThat(frames).extracting(Frame::offset).containsExactly(0L, 1L);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(frames::clear);
    }

    @Test
    void concurrentPushesGetGapFreeOffsetsAndSnapshotsAreOfOneMoment() throws Exception {
        int pushes = 20_000;
        Callable<List<Long>> pusher = () ->
                LongStream.range(0, pushes).map(i -> backlog.push(ARGV)).boxed().toList();
        ExecutorService other = Executors.newSingleThreadExecutor();
        List<Long> ours = new ArrayList<>();
        List<Long> all;
        try {
            Future<List<Long>> theirs = other.submit(pusher);
            for (int i = 0; i < pushes; i++) {
                ours.add(backlog.push(ARGV));
                Snapshot now = backlog.snapshot();
                assertThat(now.nextOffset() - now.oldestOffset().orElseThrow()).isEqualTo(now.length());
                assertThat(now.newestOffset().orElseThrow()).isEqualTo(now.nextOffset() - 1);
            }
            all = new ArrayList<>(theirs.get());
        } finally {
            other.shutdownNow();
        }
        assertThat(all).isSorted();
        assertThat(ours).isSorted();
        all.addAll(ours);
        assertThat(all).doesNotHaveDuplicates().hasSize(2 * pushes);
        assertThat(backlog.nextOffset()).isEqualTo(2L * pushes);
        backlog.checkInvariants();
    }

    private void push(int count) {
        for (int i = 0; i < count; i++) {
            backlog.push(ARGV);
        }
    }

    private List<Long> read(long from, int maxFrames, long maxBytes) {
        return ((Fetch.Frames) backlog.framesFrom(from, maxFrames, maxBytes))
                .frames().stream().map(Frame::offset).toList();
    }
}
