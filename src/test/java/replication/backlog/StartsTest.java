package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four bytes are enough for any position, with invented frames of up to 2 GiB. */
class StartsTest {

    private static final int LONGEST = Integer.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(longs = {0, 7, (1L << 62) - 5, Backlog.OFFSETS_END - 20})
    void positionsAreExactFarBeyond32Bits(long first) {
        Starts starts = new Starts(first, 3, 5, byte[]::new);
        long[] positions = new long[21];
        positions[0] = 3;
        for (int i = 1; i < positions.length; i++) {
            int length = i % 4 == 0 ? 1 : LONGEST - i;
            positions[i] = positions[i - 1] + length;
            starts.reserve(first + i);
            starts.add(first + i, positions[i]);
            assertThat(starts.length(first + i - 1)).isEqualTo(length);
            assertThat(starts.next(first + i - 1, positions[i - 1])).isEqualTo(positions[i]);
            for (int j = 0; j <= i; j++) {
                assertThat(starts.position(first + j)).isEqualTo(positions[j]);
            }
            starts.release(first);
            starts.checkInvariants(first, 3, first + i, positions[i]);
        }
        assertThat(positions[20]).isGreaterThan(7L << 32);
        for (int i = 0; i < positions.length; i++) {
            starts.release(first + i);
            for (int j = i; j < positions.length; j++) {
                assertThat(starts.position(first + j)).isEqualTo(positions[j]);
            }
            starts.checkInvariants(first + i, positions[i], first + 20, positions[20]);
        }
    }

    @Test
    void aPositionAtTheTurnItselfBelongsBehindIt() {
        Starts starts = new Starts(5, (1L << 32) - 1, 5, byte[]::new);
        starts.reserve(6);
        starts.add(6, 1L << 32);
        assertThat(starts.position(5)).isEqualTo((1L << 32) - 1);
        assertThat(starts.position(6)).isEqualTo(1L << 32);
        assertThat(starts).hasToString("starts up to 4294967296, turns [6]");
        starts.release(6);
        assertThat(starts.position(6)).isEqualTo(1L << 32);
        assertThat(starts).hasToString("starts up to 4294967296, turns []");
    }

    @Test
    void theCheckSeesWhatIsWrong() {
        Starts starts = new Starts(5, 100, 5, byte[]::new);
        starts.reserve(6);
        starts.add(6, 200);
        starts.release(5);
        starts.checkInvariants(5, 100, 6, 200);
        assertThatIllegalStateException()
                .isThrownBy(() -> starts.checkInvariants(5, 101, 6, 200))
                .withMessageContaining("the oldest frame is not at 101");
        assertThatIllegalStateException()
                .isThrownBy(() -> starts.checkInvariants(5, 100, 6, 201))
                .withMessageContaining("the next frame is not at 201");
        starts.turns[0] = 6;
        starts.turnCount = 1;
        starts.checkInvariants(5, 100 - (1L << 32), 6, 200); // as it would be if 6 were a turn
        starts.turns[0] = 5;
        assertThatIllegalStateException()
                .isThrownBy(() -> starts.checkInvariants(5, 100, 6, 200))
                .withMessageContaining("a turn is not retained");
        starts.turnCount = 0;
        starts.arena.chunks[1] = new byte[32];
        assertThatIllegalStateException()
                .isThrownBy(() -> starts.checkInvariants(5, 100, 6, 200))
                .withMessageContaining("slot of 32");
    }
}
