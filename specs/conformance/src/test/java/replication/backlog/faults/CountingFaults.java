package replication.backlog.faults;

import static replication.backlog.model.Rule.ACCT_1;
import static replication.backlog.model.Rule.ACCT_2;
import static replication.backlog.model.Rule.ACCT_3;
import static replication.backlog.model.Rule.EVICT_1;
import static replication.backlog.model.Rule.EVICT_2;
import static replication.backlog.model.Rule.EVICT_3;
import static replication.backlog.model.Rule.EVICT_5;
import static replication.backlog.model.Rule.FROM_2;
import static replication.backlog.model.Rule.NEW_1;
import static replication.backlog.model.Rule.NEW_2;
import static replication.backlog.model.Rule.NEW_3;
import static replication.backlog.model.Rule.PUSH_1;
import static replication.backlog.model.Rule.PUSH_5;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.Snapshot;

/** Faults in counters, in widths of numbers, and at both ends of the offsets. */
final class CountingFaults {

    static final List<Fault> ALL = List.of(
            Fault.of("takes a budget of 0", Set.of(NEW_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean refusesBudget(long budget) {
                    return false;
                }
            }),
            Fault.of("refuses budgets from 2^63 on", Set.of(NEW_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean refusesBudget(long budget) {
                    return budget <= 0;
                }
            }),
            Fault.of("keeps its budget in 32 bits", Set.of(EVICT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isOverBudget(long bytes) {
                    return bytes > (int) maxBytes;
                }
            }),
            Fault.of("compares with the budget signed", Set.of(EVICT_1, EVICT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isOverBudget(long bytes) {
                    return bytes > maxBytes;
                }
            }),
            Fault.of("starts at offset 1", Set.of(NEW_2, PUSH_1), (m, n) -> new PlainBacklog(m, Math.max(1, n))),
            Fault.of("forgets where to resume", Set.of(NEW_3, PUSH_1), (m, n) -> new PlainBacklog(m, 0)),
            Fault.of(
                    "resumes at no offset from 2^63 on",
                    Set.of(NEW_3),
                    (m, n) -> new PlainBacklog(m, n == Long.MIN_VALUE ? -1 : n)),
            Fault.of("resumes beyond 2^63", Set.of(NEW_3), (m, n) -> new PlainBacklog(m, Math.max(0, n))),
            Fault.of("stops one offset too early", Set.of(PUSH_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isExhausted() {
                    return next == Long.MAX_VALUE || super.isExhausted();
                }
            }),
            Fault.of("goes on beyond the last offset", Set.of(PUSH_5), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isExhausted() {
                    return false;
                }
            }),
            Fault.of(
                    "starts over at 0 after the last offset",
                    Set.of(PUSH_1, PUSH_5, ACCT_2, EVICT_5),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        long following(long offset) {
                            return (offset + 1) & Long.MAX_VALUE;
                        }
                    }),
            Fault.of("evicts although the push is refused", Set.of(PUSH_5), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isExhausted() {
                    if (super.isExhausted() && !frames.isEmpty()) {
                        removeOldest();
                    }
                    return super.isExhausted();
                }
            }),
            Fault.of("books a frame before the push is refused", Set.of(PUSH_5), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isExhausted() {
                    buffered += super.isExhausted() ? 1 : 0;
                    return super.isExhausted();
                }
            }),
            Fault.of("releases the next frame's bytes", Set.of(ACCT_1, EVICT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                long released(Frame gone) {
                    return booked(frames.isEmpty() ? gone : frames.get(0));
                }
            }),
            Fault.of(
                    "does not release what it evicts",
                    Set.of(ACCT_1, EVICT_1, EVICT_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        void evict() {
                            frames.remove(0);
                        }
                    }),
            Fault.of("releases twice what it evicts", Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void evict() {
                    buffered -= frames.get(0).length();
                    super.evict();
                }
            }),
            Fault.of("counts the arguments' bytes alone", Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                long booked(Frame coming) {
                    return coming.length() - envelope(coming.offset()).length();
                }
            }),
            Fault.of("counts characters for bytes", Set.of(ACCT_1, EVICT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                long booked(Frame coming) {
                    return new String(coming.toByteArray(), StandardCharsets.UTF_8).length();
                }
            }),
            Fault.of("books by one length and releases by another", Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                long released(Frame gone) {
                    return booked(gone) - 2;
                }
            }),
            Fault.of("counts an oversized frame as a budget", Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public long bufferedBytes() {
                    return isOverBudget(buffered) ? maxBytes : buffered;
                }
            }),
            Fault.of("has no newest of one frame", Set.of(ACCT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public OptionalLong newestOffset() {
                    return frames.size() == 1 ? OptionalLong.empty() : super.newestOffset();
                }
            }),
            Fault.of("takes next for the newest offset", Set.of(ACCT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public OptionalLong newestOffset() {
                    return frames.isEmpty() ? OptionalLong.empty() : OptionalLong.of(next);
                }
            }),
            Fault.of("counts one frame too few", Set.of(ACCT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public long length() {
                    return Math.max(
                            0,
                            super.newestOffset().orElse(0)
                                    - super.oldestOffset().orElse(0));
                }
            }),
            Fault.of("has an oldest offset when it is fresh", Set.of(NEW_2, ACCT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public OptionalLong oldestOffset() {
                    return OptionalLong.of(oldest());
                }
            }),
            Fault.of(
                    "gives an offset to whoever reads the counters",
                    Set.of(ACCT_3, FROM_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        public Snapshot snapshot() {
                            Snapshot now = super.snapshot();
                            next += frames.isEmpty() ? 1 : 0;
                            return now;
                        }
                    }),
            Fault.of("releases a byte to whoever asks for frames", Set.of(ACCT_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public Fetch framesFrom(long from) {
                    buffered -= frames.isEmpty() ? 0 : 1;
                    return super.framesFrom(from);
                }
            }),
            Fault.of("counts bytes in 16 bits", Set.of(ACCT_1, EVICT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void retain(Frame frame) {
                    super.retain(frame);
                    buffered &= 0xFFFF;
                }
            }),
            Fault.of(
                    "counts bytes in 32 bits, a byte standing for 2^26",
                    Set.of(ACCT_1, EVICT_1, EVICT_3),
                    (m, n) -> new LongFrames(m, n) {
                        @Override
                        void retain(Frame frame) {
                            super.retain(frame);
                            buffered = (int) buffered;
                        }
                    }),
            Fault.of(
                    "counts bytes in 32 unsigned bits, a byte standing for 2^26",
                    Set.of(ACCT_1, EVICT_1, EVICT_3),
                    (m, n) -> new LongFrames(m, n) {
                        @Override
                        void retain(Frame frame) {
                            super.retain(frame);
                            buffered &= 0xFFFF_FFFFL;
                        }
                    }));

    /** Correct, though every byte stands for 2^26: so totals pass 2^31 and 2^32 long before memory ends. */
    private static class LongFrames extends PlainBacklog {
        LongFrames(long maxBytes, long nextOffset) {
            super(maxBytes, nextOffset);
        }

        @Override
        boolean isOverBudget(long bytes) {
            return Long.compareUnsigned(bytes >> 26, maxBytes) > 0;
        }

        @Override
        long booked(Frame coming) {
            return (long) coming.length() << 26;
        }

        @Override
        public long bufferedBytes() {
            return buffered >> 26;
        }
    }

    private CountingFaults() {}
}
