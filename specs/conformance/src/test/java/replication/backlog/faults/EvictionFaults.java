package replication.backlog.faults;

import static replication.backlog.model.Rule.ACCT_1;
import static replication.backlog.model.Rule.ACCT_2;
import static replication.backlog.model.Rule.EVICT_1;
import static replication.backlog.model.Rule.EVICT_2;
import static replication.backlog.model.Rule.EVICT_3;
import static replication.backlog.model.Rule.EVICT_4;
import static replication.backlog.model.Rule.EVICT_5;
import static replication.backlog.model.Rule.PUSH_1;
import static replication.backlog.model.Rule.PUSH_2;
import static replication.backlog.model.Rule.PUSH_3;
import static replication.backlog.model.Rule.PUSH_5;

import java.util.List;
import java.util.Set;
import replication.backlog.Frame;
import replication.backlog.wire.Argv;

/** Faults in what leaves when the budget is exceeded. */
final class EvictionFaults {

    static final List<Fault> ALL = List.of(
            Fault.of("evicts when the budget is just filled", Set.of(EVICT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isOverBudget(long bytes) {
                    return Long.compareUnsigned(bytes, maxBytes) >= 0;
                }
            }),
            Fault.of("evicts one byte too late", Set.of(EVICT_1, EVICT_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isOverBudget(long bytes) {
                    return Long.compareUnsigned(bytes - 1, maxBytes) > 0;
                }
            }),
            Fault.of(
                    "does not count the newcomer", Set.of(EVICT_1, EVICT_3, EVICT_4), (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean mustEvictFor(Frame coming) {
                            return !frames.isEmpty() && isOverBudget(buffered);
                        }
                    }),
            Fault.of("evicts one frame at most", Set.of(EVICT_1, EVICT_3, EVICT_4), (m, n) -> new PlainBacklog(m, n) {
                private Frame evictedFor;

                @Override
                boolean mustEvictFor(Frame coming) {
                    boolean first = evictedFor != coming && super.mustEvictFor(coming);
                    evictedFor = coming;
                    return first;
                }
            }),
            Fault.of("evicts until nothing is left", Set.of(EVICT_1, EVICT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void evict() {
                    while (!frames.isEmpty()) {
                        removeOldest();
                    }
                }
            }),
            Fault.of("evicts one frame more than it must", Set.of(EVICT_1, EVICT_2), (m, n) -> new PlainBacklog(m, n) {
                private Frame evictedFor;

                @Override
                boolean mustEvictFor(Frame coming) {
                    boolean must = super.mustEvictFor(coming);
                    boolean oneMore = !must && evictedFor == coming && !frames.isEmpty();
                    evictedFor = must ? coming : null;
                    return must || oneMore;
                }
            }),
            Fault.of(
                    "evicts only while what remains fills the budget",
                    Set.of(EVICT_1, EVICT_3, EVICT_4),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean mustEvictFor(Frame coming) {
                            return super.mustEvictFor(coming)
                                    && Long.compareUnsigned(
                                                    buffered
                                                            + coming.length()
                                                            - frames.get(0).length(),
                                                    maxBytes)
                                            >= 0;
                        }
                    }),
            Fault.of(
                    "keeps an old frame beside an oversized one",
                    Set.of(EVICT_1, EVICT_3, EVICT_4),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean mustEvictFor(Frame coming) {
                            return frames.size() > 1 && super.mustEvictFor(coming);
                        }
                    }),
            Fault.of(
                    "keeps an oversized frame for another push",
                    Set.of(EVICT_4, EVICT_3),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean mustEvictFor(Frame coming) {
                            return super.mustEvictFor(coming) && !(frames.size() == 1 && isOverBudget(buffered));
                        }
                    }),
            Fault.of(
                    "takes an offset for an oversized frame and stores nothing",
                    Set.of(EVICT_3, PUSH_3),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        void retain(Frame frame) {
                            if (!isOverBudget(frame.length())) {
                                super.retain(frame);
                            }
                        }
                    }),
            Fault.of(
                    "ignores an oversized push",
                    Set.of(EVICT_3, EVICT_5, PUSH_1, PUSH_3, PUSH_5),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        public long push(Argv argv) {
                            return isOverBudget(frame(argv).length()) ? next : super.push(argv);
                        }
                    }),
            Fault.of("refuses an oversized push", Set.of(EVICT_3, PUSH_1, PUSH_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean mustEvictFor(Frame coming) {
                    if (isOverBudget(coming.length())) {
                        throw new IllegalArgumentException("too long");
                    }
                    return super.mustEvictFor(coming);
                }
            }),
            Fault.of("evicts from the newest end", Set.of(EVICT_1, ACCT_1, ACCT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void evict() {
                    buffered -= frames.remove(frames.size() - 1).length();
                }
            }),
            Fault.of(
                    "evicts the frame it has just pushed",
                    Set.of(ACCT_2, PUSH_3, EVICT_1, EVICT_3),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean mustEvictFor(Frame coming) {
                            return false;
                        }

                        @Override
                        void retain(Frame frame) {
                            super.retain(frame);
                            if (isOverBudget(buffered)) {
                                buffered -= frames.remove(frames.size() - 1).length();
                            }
                        }
                    }),
            Fault.of("never evicts", Set.of(EVICT_1, EVICT_3, EVICT_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean mustEvictFor(Frame coming) {
                    return false;
                }
            }),
            Fault.of("evicts oversized frames alone", Set.of(EVICT_1, EVICT_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean mustEvictFor(Frame coming) {
                    return !frames.isEmpty() && isOverBudget(frames.get(0).length());
                }
            }),
            Fault.of("evicts after it has stored", Set.of(EVICT_1, EVICT_3, EVICT_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean mustEvictFor(Frame coming) {
                    return frames.size() > 1 && isOverBudget(buffered);
                }
            }),
            Fault.of(
                    "does not push again what it has just pushed",
                    Set.of(PUSH_1, PUSH_3, PUSH_5),
                    (m, n) -> new PlainBacklog(m, n) {
                        private String newest = "";

                        @Override
                        public long push(Argv argv) {
                            String payload =
                                    encoded(argv).substring(envelope(next).length());
                            boolean again = !frames.isEmpty() && payload.equals(newest);
                            newest = payload;
                            return again ? next - 1 : super.push(argv);
                        }
                    }),
            Fault.of("skips an offset when it evicts", Set.of(EVICT_5, PUSH_1), (m, n) -> new PlainBacklog(m, n) {
                private long skipped;

                @Override
                void evict() {
                    super.evict();
                    skipped = 1;
                }

                @Override
                long following(long offset) {
                    long following = offset + 1 + skipped;
                    skipped = 0;
                    return following;
                }
            }),
            Fault.of(
                    "stamps the frame after the counter moved",
                    Set.of(PUSH_2, ACCT_1),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        String envelope(long offset) {
                            return super.envelope(offset + 1);
                        }
                    }));

    private EvictionFaults() {}
}
