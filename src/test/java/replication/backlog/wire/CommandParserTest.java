package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static replication.backlog.wire.ArrayScannerTest.bytes;
import static replication.backlog.wire.ArrayScannerTest.overwritten;
import static replication.backlog.wire.ArrayScannerTest.part;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A parser reads nothing twice. In the texts, r and n are CR and LF. */
class CommandParserTest {

    @Test
    void whatWasReadInPartIsForgottenOnDemand() {
        CommandParser parser = new CommandParser();
        assertThat(parser.parse(bytes("*2rn$1rnarn"))).isInstanceOf(Command.Incomplete.class);
        parser.reset();
        Command.Complete complete = (Command.Complete) parser.parse(bytes("*1rn$4rnPINGrn"));
        assertThat(complete.argv().argument(0)).asString().isEqualTo("PING");
    }

    @Test
    void whatWasReadIsNotReadAgain() {
        String command = "*2rn$4rnPINGrn$1rnarn";
        for (int first = 14; first < bytes(command).limit(); first++) {
            CommandParser parser = new CommandParser();
            assertThat(parser.parse(part(command, first))).isInstanceOf(Command.Incomplete.class);
            Command rest = parser.parse(overwritten(command, 4, 12));
            assertThat(rest).isInstanceOf(Command.Complete.class);
        }
    }

    @Test
    void whereNothingCameItIsIncompleteAsBefore() {
        String command = "*2rn$1rnarn$1rnbrn";
        for (int length = 0; length < bytes(command).limit(); length++) {
            CommandParser parser = new CommandParser();
            assertThat(parser.parse(part(command, length))).isInstanceOf(Command.Incomplete.class);
            assertThat(parser.parse(part(command, length))).isInstanceOf(Command.Incomplete.class);
            assertThat(parser.parse(bytes(command))).isInstanceOf(Command.Complete.class);
        }
    }

    @Test
    void everyBeginningIsIncompleteAndConsumesNothing() {
        String command = "*2rn$4rnPINGrn$100rn" + "a".repeat(100) + "rn";
        for (int length = 0; length < bytes(command).limit(); length++) {
            ByteBuffer part = part(command, length).slice();
            assertThat(new CommandParser().parse(part)).isInstanceOf(Command.Incomplete.class);
            assertThat(part.position()).isZero();
        }
    }

    @Test
    void commandsAreConsumedOneByOneAndARefusalIsForgotten() {
        String command = "*1rn$4rnPINGrn";
        CommandParser parser = new CommandParser();
        ByteBuffer in = bytes(command + command + "*1rn!");
        for (int consumed = 1; consumed <= 2; consumed++) {
            assertThat(parser.parse(in)).isInstanceOf(Command.Complete.class);
            assertThat(in.position()).isEqualTo(consumed * bytes(command).limit());
        }
        assertThat(parser.parse(in)).isInstanceOf(Command.Malformed.class);
        assertThat(parser.parse(bytes(command))).isInstanceOf(Command.Complete.class);
    }
}
