package replication.backlog.faults;

import static replication.backlog.model.Rule.ACCT_1;
import static replication.backlog.model.Rule.ACCT_2;
import static replication.backlog.model.Rule.DROP_1;
import static replication.backlog.model.Rule.DROP_2;
import static replication.backlog.model.Rule.DROP_3;
import static replication.backlog.model.Rule.EVICT_1;
import static replication.backlog.model.Rule.EVICT_2;
import static replication.backlog.model.Rule.EVICT_3;
import static replication.backlog.model.Rule.FROM_3;
import static replication.backlog.model.Rule.FROM_4;
import static replication.backlog.model.Rule.PUSH_1;
import static replication.backlog.model.Rule.PUSH_2;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.wire.Argv;

/** Faults that show at a size, at a place, or after many calls that nobody would make by hand. */
final class SizeFaults {

    static final List<Fault> ALL = List.of(
            Fault.of("stops evicting after 2^16 pushes", Set.of(EVICT_1), (m, n) -> new PlainBacklog(m, n) {
                private int pushes;

                @Override
                boolean mustEvictFor(Frame coming) {
                    return pushes < 1 << 16 && super.mustEvictFor(coming);
                }

                @Override
                void retain(Frame frame) {
                    super.retain(frame);
                    pushes++;
                }
            }),
            Fault.of(
                    "unwraps a large ring wrongly when it grows",
                    Set.of(FROM_4, PUSH_2, ACCT_2, EVICT_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        List<Frame> storage() {
                            return new PlainRing() {
                                @Override
                                void grow() {
                                    if (ring.length < 256) {
                                        super.grow();
                                    } else {
                                        ring = Arrays.copyOf(ring, 2 * ring.length);
                                    }
                                }
                            };
                        }
                    }),
            Fault.of(
                    "rounds a budget of a mebibyte up to pages",
                    Set.of(EVICT_1, EVICT_3),
                    (m, n) -> new PlainBacklog(m < 1 << 20 ? m : m + 4095 & -4096, n)),
            Fault.of("drops 512 frames at most", Set.of(DROP_1, DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    for (int i = 0; i < 512 && !frames.isEmpty() && leaves(frames.get(0), watermark); i++) {
                        drop();
                    }
                }
            }),
            Fault.of(
                    "writes an offset in 30 bits with a sign",
                    Set.of(PUSH_2, ACCT_1, EVICT_1, EVICT_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        String envelope(long offset) {
                            return super.envelope(offset == 1L << 29 ? -offset : offset);
                        }
                    }),
            Fault.of("keeps offsets in 62 bits", Set.of(PUSH_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                long following(long offset) {
                    return offset + 1 == 1L << 62 ? 0 : offset + 1;
                }
            }),
            Fault.of("tires of the 250th question in a row", Set.of(FROM_3, FROM_4), (m, n) -> new PlainBacklog(m, n) {
                private int questions;

                @Override
                public Fetch framesFrom(long from) {
                    questions++;
                    return super.framesFrom(questions == 250 ? oldest() : from);
                }

                @Override
                public long push(Argv argv) {
                    questions = 0;
                    return super.push(argv);
                }
            }),
            Fault.of("ignores the 256th drop", Set.of(DROP_1, DROP_2, DROP_3), (m, n) -> new PlainBacklog(m, n) {
                private int drops;

                @Override
                public void dropUpTo(long watermark) {
                    if (++drops % 256 != 0) {
                        super.dropUpTo(watermark);
                    }
                }
            }),
            Fault.of("looks for a frame by halves, one too far", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    List<Frame> right = super.served(from);
                    boolean odd = frames.size() > 100 && frames.size() - right.size() == frames.size() / 2;
                    return odd ? right.subList(1, right.size()) : right;
                }
            }),
            Fault.of(
                    "books a frame of a quarter of a mebibyte in words",
                    Set.of(ACCT_1, EVICT_1, EVICT_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        long booked(Frame coming) {
                            return coming.length() < 1 << 18 ? coming.length() : coming.length() + 7 & -8;
                        }
                    }));

    private SizeFaults() {}
}
