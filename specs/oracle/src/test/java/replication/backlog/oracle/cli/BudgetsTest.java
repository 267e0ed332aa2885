package replication.backlog.oracle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.evidence.Generated;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;

/** README's table of budgets follows from the lengths of frames. */
class BudgetsTest {

    private static final int KEY_BYTES = 16;
    private static final int[] VALUES = {16, 256, 4096, 65_536};
    private static final int[] WRITES_A_SECOND = {1000, 10_000, 100_000};
    private static final int[] SECONDS_AWAY = {10, 60, 600};

    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    @Test
    void whatIsWrittenAboutThemIsTrue() throws IOException {
        Generated.part(Path.of("../../README.md"), "budgets", table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| writes a second | away for |");
        for (int value : VALUES) {
            table.append(" values of ").append(value < 1024 ? value + " B |" : value / 1024 + " KiB |");
        }
        table.append("\n|---:|---:|").append("---:|".repeat(VALUES.length)).append('\n');
        for (int writes : WRITES_A_SECOND) {
            for (int seconds : SECONDS_AWAY) {
                table.append(String.format(Locale.ROOT, "| %,d | %s |", writes, duration(seconds)));
                for (int value : VALUES) {
                    table.append(' ')
                            .append(size(frameBytes(value) * writes * seconds))
                            .append(" |");
                }
                table.append('\n');
            }
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "| *bytes a frame* | | %,d | %,d | %,d | %,d |\n",
                        frameBytes(VALUES[0]),
                        frameBytes(VALUES[1]),
                        frameBytes(VALUES[2]),
                        frameBytes(VALUES[3])))
                .toString();
    }

    /** The longest that such a frame becomes: the offset has all of its digits. */
    private static long frameBytes(int value) {
        return FrameEncoder.encodedLength(Long.MAX_VALUE, Argv.of(new byte[3], new byte[KEY_BYTES], new byte[value]));
    }

    private static String duration(int seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min";
    }

    /** Rounded up: a byte too few is a frame too few. */
    private static String size(long bytes) {
        return bytes < GIB
                ? (bytes + MIB - 1) / MIB + " MiB"
                : String.format(Locale.ROOT, "%,.1f GiB", Math.ceil(10.0 * bytes / GIB) / 10);
    }
}
