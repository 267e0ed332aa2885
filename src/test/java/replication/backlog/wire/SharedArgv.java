package replication.backlog.wire;

import java.nio.ByteBuffer;
import java.util.Collections;

/** Arguments that share their bytes, to have more of them than there is memory for. */
public final class SharedArgv {

    private SharedArgv() {}

    /** {@return one argument, so many times} */
    public static Argv of(int times, byte[] argument) {
        return new OwnedArgv(Collections.nCopies(times, argument).toArray(byte[][]::new));
    }

    /** {@return two arguments of a length, the second of which lies beyond the end of their buffer} */
    public static Argv truncated(int length) {
        return new BorrowedArgv(ByteBuffer.allocate(length), new int[] {0, length, length, 2 * length});
    }
}
