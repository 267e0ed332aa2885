package replication.backlog.wire;

/** The check that both readers make of the limit they are given. */
final class Limit {

    private Limit() {}

    static int checked(String name, int bytes) {
        if (bytes < 1 || bytes > FrameEncoder.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    name + " must be 1 to " + FrameEncoder.MAX_FRAME_BYTES + ", but is " + bytes + ".");
        }
        return bytes;
    }
}
