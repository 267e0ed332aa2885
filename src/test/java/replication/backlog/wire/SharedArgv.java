package replication.backlog.wire;

import java.util.Collections;

/** Arguments that share one array, to have more of them than there is memory for. */
public final class SharedArgv {

    private SharedArgv() {}

    /** {@return one argument, so many times} */
    public static Argv of(int times, byte[] argument) {
        return new OwnedArgv(Collections.nCopies(times, argument).toArray(byte[][]::new));
    }
}
