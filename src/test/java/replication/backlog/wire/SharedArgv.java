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

    /** {@return arguments in arrays that the caller keeps} */
    public static Argv in(byte[]... arguments) {
        return new OwnedArgv(arguments);
    }

    /** {@return the same arguments, borrowed from a buffer that has an array, or has none} */
    public static Argv borrowed(boolean isDirect, Argv argv) {
        byte[] frame = FrameEncoder.encode(0, argv);
        ByteBuffer buffer = isDirect ? ByteBuffer.allocateDirect(frame.length) : ByteBuffer.allocate(frame.length);
        return ((Decoded.Complete) new FrameDecoder().decode(buffer.put(frame).flip())).argv();
    }
}
