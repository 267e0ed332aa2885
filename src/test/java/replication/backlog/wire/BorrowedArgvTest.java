package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static replication.backlog.wire.ArrayScannerTest.bytes;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
}
