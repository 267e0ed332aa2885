package replication.backlog;

/** What a bounded read asks for. */
final class Bounds {

    private Bounds() {}

    static void check(int maxFrames, long maxBytes) {
        if (maxFrames < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "A read needs room for at least one frame and one byte, but maxFrames is " + maxFrames
                            + " and maxBytes is " + maxBytes + ".");
        }
    }
}
