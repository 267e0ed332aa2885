package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static replication.backlog.wire.ArrayScannerTest.bytes;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Borrowed arguments show what lies in the buffer, and owned ones what lay there. In the texts, r and n are CR and LF. */
class BorrowedArgvTest {

    @Test
    void ownedArgumentsOutliveTheBuffer() {
        ByteBuffer received = bytes("*2rn$4rnPINGrn$2rnabrn");
        Argv borrowed = ((Command.Complete) new CommandParser().parse(received)).argv();
        assertThat(borrowed.size()).isEqualTo(2);
        assertThat(borrowed.length(1)).isEqualTo(2);
        Argv owned = borrowed.owned();
        Arrays.fill(received.array(), (byte) '?');
        assertThat(borrowed.argument(0)).asString().isEqualTo("????");
        assertThat(owned.argument(0)).asString().isEqualTo("PING");
        assertThat(owned.argument(1)).asString().isEqualTo("ab");
    }

    @Test
    void whereTheCallerReadsOnDoesNotMatter() {
        ByteBuffer received = bytes("*1rn$4rnPINGrn");
        Argv borrowed = ((Command.Complete) new CommandParser().parse(received)).argv();
        received.position(0).limit(0);
        assertThat(borrowed.argument(0)).asString().isEqualTo("PING");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, Integer.MIN_VALUE})
    void thereAreNoOtherArguments(int index) {
        Argv borrowed = ((Command.Complete) new CommandParser().parse(bytes("*1rn$4rnPINGrn"))).argv();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> borrowed.length(index));
    }
}
