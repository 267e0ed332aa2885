package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;
import replication.backlog.wire.SharedArgv;

/** What only the deque promises, and what only its own package can set up. */
class DequeBacklogTest {

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");
    private static final int FRAME = 35;

    @Test
    void countsBytesBeyond32BitsWithoutDrift() {
        // Every frame shares one array: what is booked is far more than what is allocated.
        byte[] shared = new byte[64 << 20];
        long budget = 5L << 30;
        DequeBacklog backlog = new DequeBacklog(budget, 0, (offset, argv) -> shared);
        for (long pushed = 1; pushed <= 100; pushed++) {
            backlog.push(ARGV);
            assertThat(backlog.bufferedBytes()).isEqualTo(Math.min(pushed, 80) * shared.length);
        }
        assertThat(backlog.bufferedBytes()).isEqualTo(budget);
        backlog.checkInvariants();
        backlog.dropUpTo(60);
        assertThat(backlog.bufferedBytes()).isEqualTo(40L * shared.length);
        backlog.dropUpTo(100);
        assertThat(backlog.bufferedBytes()).isZero();
    }

    @Test
    void theRingGrowsOnlyWhenItIsFullAndNothingLeaves() {
        DequeBacklog backlog = DequeBacklog.resume(17 * (FRAME + 1), 10); // all offsets here have two digits
        for (int pushed = 1; pushed <= 16; pushed++) {
            backlog.push(ARGV);
            assertThat(backlog.ring).hasSize(16);
        }
        backlog.push(
                Argv.ofUtf8("SET", "k", "long enough to have the oldest two evicted, in whose slots there is room"));
        assertThat(backlog.ring).hasSize(16);
        backlog.dropUpTo(backlog.nextOffset());
        for (int pushed = 1; pushed <= 17; pushed++) {
            backlog.push(ARGV);
        }
        assertThat(backlog.ring).hasSize(32);
    }

    @Test
    void checksItsInvariants() {
        DequeBacklog backlog = new DequeBacklog(2 * FRAME);
        backlog.push(ARGV);
        Frame[] ring = backlog.ring;
        backlog.ring = Arrays.copyOf(ring, 17);
        assertThatIllegalStateException()
                .isThrownBy(backlog::checkInvariants)
                .withMessage("Invariant broken: the ring's size is no power of two"
                        + " (next 1, held 0..0, 35 bytes of 70).");
        backlog.ring = Arrays.copyOf(ring, 16);
        backlog.ring[15] = ring[0];
        assertThatIllegalStateException()
                .isThrownBy(backlog::checkInvariants)
                .withMessage("Invariant broken: the ring holds on to 2 frames (next 1, held 0..0, 35 bytes of 70).");
        backlog.ring[15] = null;
        backlog.ring[0] = Frame.encode(1, ARGV);
        assertThatIllegalStateException()
                .isThrownBy(backlog::checkInvariants)
                .withMessageContaining("the retained offsets are not consecutive");
        backlog.ring[0] = ring[0];
        backlog.checkInvariants();
    }

    @Test
    void takesTheLargestBudgetAsUnsigned() {
        Backlog backlog = new DequeBacklog(-1);
        IntStream.range(0, 100).forEach(i -> backlog.push(ARGV));
        assertThat(backlog.length()).isEqualTo(100);
        assertThat(backlog.maxBytes()).isEqualTo(-1);
    }

    @Test
    void aPushThatFailsWhileEncodingChangesNothing() {
        boolean[] failing = {false};
        DequeBacklog backlog = new DequeBacklog(2 * FRAME, 0, (offset, argv) -> {
            if (failing[0]) {
                throw new IllegalStateException("injected");
            }
            return FrameEncoder.encode(offset, argv);
        });
        backlog.push(ARGV);
        backlog.push(ARGV);
        Snapshot before = backlog.snapshot();
        List<Frame> view = ((Fetch.Frames) backlog.framesFrom(0)).frames();
        failing[0] = true;
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> backlog.push(ARGV));
        assertThat(backlog.snapshot()).isEqualTo(before);
        assertThat(view).hasSize(2);
        failing[0] = false;
        assertThat(backlog.push(ARGV)).isEqualTo(2);
    }

    @Test
    void theRingIsAsLargeAsItHasToBe() {
        DequeBacklog backlog = new DequeBacklog(1000 * FRAME);
        for (int pushed = 0; pushed < 1000; pushed++) {
            backlog.push(ARGV);
            backlog.checkInvariants();
        }
        assertThat(backlog.ring).hasSize(1024);
        int slots = 1024;
        for (int watermark = 0; watermark <= 1000; watermark++) {
            backlog.dropUpTo(watermark);
            backlog.checkInvariants();
            slots = backlog.length() < slots / 4 ? Math.max(16, slots / 2) : slots;
            assertThat(backlog.ring).hasSize(slots);
        }
        assertThat(((Fetch.Frames) backlog.framesFrom(1000)).frames()).isEmpty();
    }

    @Test
    void anEvictionGivesBackToo() {
        DequeBacklog backlog = new DequeBacklog(1000 * FRAME);
        IntStream.range(0, 1000).forEach(i -> backlog.push(ARGV));
        for (int slots = 512; slots >= 16; slots /= 2) {
            backlog.push(SharedArgv.of(1, new byte[1000 * FRAME]));
            assertThat(backlog.ring).hasSize(slots);
        }
        backlog.push(ARGV);
        assertThat(backlog.ring).hasSize(16);
        backlog.checkInvariants();
    }

    @Test
    void moreFramesThanAnArrayHasRoomForAreRefused() {
        DequeBacklog backlog = new DequeBacklog(40 * FRAME, 0, FrameEncoder::encode, 32);
        IntStream.range(0, 32).forEach(i -> backlog.push(ARGV));
        Snapshot before = backlog.snapshot();
        assertThatIllegalStateException()
                .isThrownBy(() -> backlog.push(ARGV))
                .withMessage("This backlog retains 32 frames, as many as an array has room for:"
                        + " drop some, or give it a smaller budget.");
        assertThat(backlog.snapshot()).isEqualTo(before);
        backlog.dropUpTo(1);
        assertThat(backlog.push(ARGV)).isEqualTo(32);
        backlog.checkInvariants();
    }

    /** That many are not there: the run of offsets just begins so far back. */
    @Test
    void aListOfMoreFramesThanAListCanHaveShowsTheFirst() {
        long frames = (1L << 32) + 5;
        Backlog backlog = new AbstractBacklog(1, frames) {
            {
                removedBelow(0);
            }

            @Override
            Frame frame(long offset) {
                return Frame.encode(offset, ARGV);
            }

            @Override
            int length(long offset) {
                return FRAME;
            }

            @Override
            void removeBelow(long offset) {
                removedBelow(offset);
            }

            @Override
            public long push(Argv argv) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long bufferedBytes() {
                return FRAME * length();
            }
        };
        List<Frame> all = ((Fetch.Frames) backlog.framesFrom(0)).frames();
        assertThat(all.size()).isEqualTo(Integer.MAX_VALUE);
        assertThat(all.get(Integer.MAX_VALUE - 1).offset()).isEqualTo(Integer.MAX_VALUE - 1);
        List<Frame> last = ((Fetch.Frames) backlog.framesFrom(frames - 3)).frames();
        assertThat(last).extracting(Frame::offset).containsExactly(frames - 3, frames - 2, frames - 1);
        assertThat(((Fetch.Frames) backlog.framesFrom(frames - 3, 2, 9 * FRAME)).frames())
                .extracting(Frame::offset)
                .containsExactly(frames - 3, frames - 2);
    }

    @Test
    void aViewIsGoodUntilTheBacklogChanges() {
        Backlog backlog = new DequeBacklog(1024);
        backlog.push(ARGV);
        backlog.push(ARGV);
        Fetch.Frames view = (Fetch.Frames) backlog.framesFrom(0);
        backlog.dropUpTo(0);
        backlog.framesFrom(1);
        assertThat(view.frames()).extracting(Frame::offset).containsExactly(0L, 1L);
        Iterator<Frame> iterator = view.iterator();
        iterator.next();
        backlog.push(ARGV);
        assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(iterator::next);
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> view.frames().get(0));
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> view.frames().size())
                .withMessage("The backlog changed after these frames were asked for: ask again, or copy them before.");
    }

    @Test
    void aViewFailsAfterADropToo() {
        Backlog backlog = new DequeBacklog(1024);
        backlog.push(ARGV);
        Fetch.Frames view = (Fetch.Frames) backlog.framesFrom(1);
        assertThat(view.frames()).isEmpty();
        backlog.dropUpTo(1);
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> view.iterator().hasNext());
    }

    @Test
    void aViewCannotBeWrittenTo() {
        Backlog backlog = new DequeBacklog(1024);
        backlog.push(ARGV);
        List<Frame> frames = ((Fetch.Frames) backlog.framesFrom(0)).frames();
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(frames::clear);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> frames.add(frames.get(0)));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> frames.get(1));
    }

    @Test
    void copiesWholeFrames() {
        Backlog backlog = new DequeBacklog(3 * FRAME);
        IntStream.range(0, 5).forEach(i -> backlog.push(ARGV));
        ByteBuffer into = ByteBuffer.allocate(2 * FRAME + 1);
        assertThat(backlog.copyFrom(2, into)).isEqualTo(new Copy.Copied(2, 4, FRAME));
        assertThat(into.position()).isEqualTo(2 * FRAME);
        assertThat(backlog.copyFrom(4, into.clear())).isEqualTo(new Copy.Copied(1, 5, 0));
        assertThat(into.flip()).isEqualTo(Frame.encode(4, ARGV).bytes());
        assertThat(backlog.copyFrom(1, into)).isEqualTo(backlog.framesFrom(1)).isInstanceOf(Fetch.TooOld.class);
        assertThat(backlog.copyFrom(6, into)).isEqualTo(backlog.framesFrom(6)).isInstanceOf(Fetch.Future.class);
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> backlog.copyFrom(6, into.asReadOnlyBuffer()));
    }

    @Test
    void refusalsSayWhatWasWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DequeBacklog(0))
                .withMessage("A backlog needs a budget of at least 1 byte, but maxBytes is 0.");
        assertThatExceptionOfType(OffsetsExhaustedException.class)
                .isThrownBy(() -> DequeBacklog.resume(1, Backlog.OFFSETS_END + 1))
                .withMessage(
                        "A backlog cannot resume at offset 9223372036854775809: offsets end at 9223372036854775808.");
        assertThatExceptionOfType(OffsetsExhaustedException.class)
                .isThrownBy(() -> DequeBacklog.resume(1, Backlog.OFFSETS_END).push(ARGV))
                .withMessage("No offset is left: the last, 9223372036854775807, is assigned.");
    }

    @Test
    void printsItsState() {
        Backlog backlog = DequeBacklog.resume(80, 5);
        assertThat(backlog).hasToString("next 5, empty of 80");
        backlog.push(ARGV);
        assertThat(backlog).hasToString("next 6, held 5..5, 35 bytes of 80");
    }
}
