package replication.backlog.bench;

import replication.backlog.Backlog;
import replication.backlog.wire.Argv;
import replication.backlog.wire.FrameEncoder;

/** The mutations that every benchmark pushes, {@code SET key value}, and backlogs full of them. */
final class Workload {

    private Workload() {}

    static Argv set(int valueBytes) {
        return Argv.ofUtf8("SET", "key", "v".repeat(valueBytes));
    }

    /** {@return how long a frame is at the offsets that the benchmarks reach} */
    static long frameBytes(int valueBytes) {
        return FrameEncoder.encodedLength(10_000_000, set(valueBytes));
    }

    /** {@return how many pushes an empty backlog takes before the first eviction} */
    static long room(long budget, Argv argv) {
        long frames = 0;
        for (long left = budget - FrameEncoder.encodedLength(0, argv);
                left >= 0;
                left -= FrameEncoder.encodedLength(frames, argv)) {
            frames++;
        }
        return frames;
    }

    /** {@return a backlog that evicts at every push, and has done so often enough that nothing from its start is left} */
    static Backlog evicting(MeasuredBacklog subject, long budget, Argv argv) {
        return pushed(subject.create(budget), 2 * room(budget, argv), argv);
    }

    /** {@return a backlog with so many frames, all of which fit} */
    static Backlog retaining(MeasuredBacklog subject, int frames, Argv argv) {
        return pushed(subject.create(Long.MAX_VALUE), frames, argv);
    }

    private static Backlog pushed(Backlog backlog, long times, Argv argv) {
        for (long i = 0; i < times; i++) {
            backlog.push(argv);
        }
        return backlog;
    }
}
