package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static replication.backlog.wire.ArrayScannerTest.bytes;
import static replication.backlog.wire.ArrayScannerTest.overwritten;
import static replication.backlog.wire.ArrayScannerTest.part;

import org.junit.jupiter.api.Test;

/** A parser reads nothing twice. In the texts, r and n are CR and LF. */
class CommandParserTest {

    @Test
    void whatWasReadIsNotReadAgain() {
        String command = "*2rn$4rnPINGrn$1rnarn";
        for (int first = 4; first < bytes(command).limit(); first++) {
            CommandParser parser = new CommandParser();
            assertThat(parser.parse(part(command, first))).isInstanceOf(Command.Incomplete.class);
            Command rest = parser.parse(overwritten(command, 4));
            assertThat(rest).isInstanceOf(Command.Complete.class);
        }
    }
}
