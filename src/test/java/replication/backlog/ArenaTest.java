package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameWriter;

/** Chunks come one at a time, move from behind the window to its front, and leave when there are too many. */
class ArenaTest {

    private static final int CHUNK = 64;

    private int allocated;
    private int most = Integer.MAX_VALUE;

    private final Arena arena = new Arena(6, 160, length -> {
        if (allocated == most) {
            throw new OutOfMemoryError("injected");
        }
        assertThat(++allocated)
                .as("chunks that are enough for all that is done here")
                .isLessThan(100);
        return new byte[length];
    });

    @Test
    void makesRoomByTheChunk() {
        assertThat(new Arena(6, 128, byte[]::new).footprint()).isZero();
        assertThat(arena.footprint()).isEqualTo(CHUNK);
        arena.checkInvariants(160, 160);
        arena.reserve(192);
        assertThat(arena.footprint()).isEqualTo(CHUNK);
        arena.reserve(193);
        assertThat(arena.footprint()).isEqualTo(2 * CHUNK);
        arena.reserve(170);
        assertThat(allocated).isEqualTo(2);
        assertThat(arena.index(193)).isEqualTo(1);
        assertThat(arena.chunk(193)).hasSize(CHUNK).isNotSameAs(arena.chunk(191));
        assertThat(arena.chunk(128)).isSameAs(arena.chunk(191));
    }

    @Test
    void whatIsFarFromTheWindowHasNoChunk() {
        for (long position : new long[] {127, 128 + 2 * CHUNK}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> arena.chunk(position));
        }
    }

    @Test
    void aChunkThatIsLeftIsUsedAgainInFront() {
        arena.reserve(330);
        byte[] first = arena.chunk(160);
        byte[] last = arena.chunk(330);
        arena.move(191, 330);
        assertThat(arena.chunk(191)).isSameAs(first);
        arena.move(192, 330);
        arena.checkInvariants(192, 330);
        assertThat(arena.chunk(384)).isSameAs(first);
        assertThat(arena.chunk(330)).isSameAs(last);
        arena.reserve(448);
        assertThat(allocated).isEqualTo(4);
        assertThat(arena).hasToString("window up to 330, chunks of 64 bytes for 192 to 448");
    }

    @Test
    void asMuchMayBeSpareAsIsInUseAndTwoChunks() {
        arena.reserve(128 + 9 * CHUNK);
        arena.move(160, 128 + 3 * CHUNK + 32);
        assertThat(arena.footprint()).isEqualTo(9 * CHUNK);
        arena.move(160, 128 + 3 * CHUNK + 31);
        assertThat(arena.footprint()).isEqualTo(8 * CHUNK);
        arena.move(128 + 3 * CHUNK, 128 + 3 * CHUNK);
        assertThat(arena.footprint()).isEqualTo(2 * CHUNK);
        arena.checkInvariants(128 + 3 * CHUNK, 128 + 3 * CHUNK);
    }

    /** Wherever it is moved from and to: with chunks of 4 bytes, to every place that 9 of them have. */
    @Test
    void movesToAnyPlaceThatThereIsRoomFor() {
        for (int end = 0; end <= 36; end++) {
            for (int from = 0; from <= end; from++) {
                Arena moved = new Arena(2, 0, byte[]::new);
                moved.reserve(end);
                moved.move(from, end);
                moved.checkInvariants(from, end);
                moved.reserve(end + 36);
                moved.move(end, end + 36);
                moved.checkInvariants(end, end + 36);
                moved.move(end + 36, end + 36);
                moved.checkInvariants(end + 36, end + 36);
            }
        }
    }

    @Test
    void movesNowhereElse() {
        arena.reserve(330);
        arena.move(160, 330);
        long slotsEnd = 128 + (long) CHUNK * arena.chunks.length;
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> arena.move(slotsEnd, slotsEnd));
        arena.checkInvariants(160, 330);
    }

    @Test
    void halfTheMemoryIsNoMemory() {
        most = 7;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> arena.reserve(128 + 9 * CHUNK));
        arena.trim();
        assertThat(arena.footprint()).isEqualTo(3 * CHUNK);
        arena.checkInvariants(160, 160);
    }

    /** A long frame leaves no more behind than its chunks took. */
    @Test
    void slotsThatAreNoLongerNeededAreGivenBack() {
        Arena large = new Arena(6, 0, byte[]::new);
        for (int chunks = 1; chunks <= 200; chunks++) {
            large.reserve((long) chunks * CHUNK);
            large.move(0, (long) chunks * CHUNK);
            large.checkInvariants(0, (long) chunks * CHUNK);
        }
        assertThat(large.chunks.length).isEqualTo(256);
        byte[] last = large.chunk(199 * CHUNK);
        int slots = 256;
        for (int chunk = 0; chunk < 200; chunk++) {
            large.move((long) chunk * CHUNK, 200 * CHUNK);
            large.checkInvariants((long) chunk * CHUNK, 200 * CHUNK);
            slots = large.footprint() / CHUNK < slots / 4 ? slots / 2 : slots;
            assertThat(large.chunks.length).isEqualTo(slots);
        }
        assertThat(slots).isEqualTo(16);
        assertThat(large.chunk(199 * CHUNK)).isSameAs(last);
    }

    @Test
    void theCheckSeesWhatIsWrong() {
        arena.reserve(260);
        arena.move(160, 200);
        arena.checkInvariants(160, 200);
        assertBroken(192, 200, "the first chunk is not that of 192");
        assertBroken(160, 201, "the window does not end at 201");
        arena.chunks[1] = new byte[CHUNK];
        assertBroken(160, 200, "slot of 320");
        arena.chunks[1] = null;
        arena.chunks[3] = null;
        assertBroken(160, 200, "slot of 192");
    }

    @Test
    void theCheckSeesAWindowWithoutRoom() {
        arena.move(160, 200);
        assertBroken(160, 200, "the window does not end at 200");
    }

    @Test
    void theCheckSeesRoomThatIsNotNeeded() {
        arena.reserve(160 + 4 * CHUNK);
        assertBroken(160, 160, "too much is spare");
    }

    @Test
    void aFrameThatJustFitsIsWrittenAsAWhole() {
        Argv argv = Argv.ofUtf8("x".repeat(CHUNK - 19));
        FrameWriter writer = new FrameWriter(7);
        assertThat(writer.length(argv)).isEqualTo(CHUNK);
        arena.reserve(192 + CHUNK);
        arena.write(192, CHUNK, writer, argv);
        assertThat(arena.chunk(192)).isEqualTo(Frame.encode(7, argv).toByteArray());
    }

    private void assertBroken(long from, long to, String what) {
        assertThatIllegalStateException()
                .isThrownBy(() -> arena.checkInvariants(from, to))
                .withMessageContaining(what);
    }
}
