package replication.backlog.oracle;

import static replication.backlog.spec.Rule.ACCT_1;
import static replication.backlog.spec.Rule.ACCT_2;
import static replication.backlog.spec.Rule.ACCT_3;
import static replication.backlog.spec.Rule.DROP_1;
import static replication.backlog.spec.Rule.DROP_2;
import static replication.backlog.spec.Rule.DROP_3;
import static replication.backlog.spec.Rule.EVICT_1;
import static replication.backlog.spec.Rule.EVICT_2;
import static replication.backlog.spec.Rule.EVICT_3;
import static replication.backlog.spec.Rule.EVICT_4;
import static replication.backlog.spec.Rule.EVICT_5;
import static replication.backlog.spec.Rule.FROM_1;
import static replication.backlog.spec.Rule.FROM_2;
import static replication.backlog.spec.Rule.FROM_3;
import static replication.backlog.spec.Rule.FROM_4;
import static replication.backlog.spec.Rule.FROM_5;
import static replication.backlog.spec.Rule.NEW_1;
import static replication.backlog.spec.Rule.NEW_3;
import static replication.backlog.spec.Rule.PUSH_1;
import static replication.backlog.spec.Rule.PUSH_2;
import static replication.backlog.spec.Rule.PUSH_3;
import static replication.backlog.spec.Rule.PUSH_5;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.spec.Rule;
import replication.backlog.tck.BacklogSubject;
import replication.backlog.wire.Argv;

/** Backlogs with one fault each, as real ones had them. */
final class FaultyBacklogs {

    /**
     * A fault.
     *
     * @param what the fault, in a sentence
     * @param breaks the rules that it breaks
     * @param factory makes backlogs with it
     */
    record Fault(String what, Set<Rule> breaks, BacklogSubject.Factory factory) {}

    static final List<Fault> ALL = List.of(
            new Fault("evicts when the budget is just filled", Set.of(EVICT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean mustEvictFor(Frame coming) {
                    return !frames.isEmpty() && Long.compareUnsigned(buffered + coming.length(), maxBytes) >= 0;
                }
            }),
            new Fault(
                    "does not count the newcomer", Set.of(EVICT_1, EVICT_3, EVICT_4), (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean mustEvictFor(Frame coming) {
                            return !frames.isEmpty() && Long.compareUnsigned(buffered, maxBytes) > 0;
                        }
                    }),
            new Fault("evicts one frame at most", Set.of(EVICT_1, EVICT_3, EVICT_4), (m, n) -> new PlainBacklog(m, n) {
                private long evictedAt = -1;

                @Override
                boolean mustEvictFor(Frame coming) {
                    boolean first = evictedAt != next && super.mustEvictFor(coming);
                    evictedAt = next;
                    return first;
                }
            }),
            new Fault(
                    "evicts everything when it has to evict",
                    Set.of(EVICT_1, EVICT_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        private boolean evicting;

                        @Override
                        boolean mustEvictFor(Frame coming) {
                            evicting = !frames.isEmpty() && (evicting || super.mustEvictFor(coming));
                            return evicting;
                        }
                    }),
            new Fault(
                    "keeps an old frame beside an oversized one",
                    Set.of(EVICT_3, EVICT_4, EVICT_1),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean mustEvictFor(Frame coming) {
                            return frames.size() > 1 && super.mustEvictFor(coming);
                        }
                    }),
            new Fault("throws an oversized frame away", Set.of(EVICT_3, PUSH_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void afterPush() {
                    if (Long.compareUnsigned(buffered, maxBytes) > 0) {
                        removeOldest();
                    }
                }
            }),
            new Fault(
                    "keeps an oversized frame for another push",
                    Set.of(EVICT_4, EVICT_3),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean mustEvictFor(Frame coming) {
                            boolean oversizedAlone = frames.size() == 1 && Long.compareUnsigned(buffered, maxBytes) > 0;
                            return !oversizedAlone && super.mustEvictFor(coming);
                        }
                    }),
            new Fault("drops the watermark's own frame", Set.of(DROP_1, DROP_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean leaves(Frame frame, long watermark) {
                    return Long.compareUnsigned(frame.offset(), watermark) <= 0;
                }
            }),
            new Fault("compares watermarks signed", Set.of(DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean leaves(Frame frame, long watermark) {
                    return frame.offset() < watermark;
                }
            }),
            new Fault("never drops the last frame", Set.of(DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean leaves(Frame frame, long watermark) {
                    return frames.size() > 1 && super.leaves(frame, watermark);
                }
            }),
            new Fault("next jumps to a watermark beyond it", Set.of(DROP_3, DROP_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void afterDrop(long watermark) {
                    if (Long.compareUnsigned(watermark, next) > 0 && watermark > 0) {
                        next = watermark;
                    }
                }
            }),
            new Fault(
                    "next starts over when a drop empties it",
                    Set.of(DROP_3, EVICT_5),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        void afterDrop(long watermark) {
                            next = frames.isEmpty() ? 0 : next;
                        }
                    }),
            new Fault(
                    "does not release the bytes of what is dropped", Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
                        private boolean dropping;

                        @Override
                        boolean leaves(Frame frame, long watermark) {
                            dropping = super.leaves(frame, watermark);
                            return dropping;
                        }

                        @Override
                        long released(Frame gone) {
                            long bytes = dropping ? 0 : gone.length();
                            dropping = false;
                            return bytes;
                        }
                    }),
            new Fault(
                    "releases the next frame's bytes",
                    Set.of(ACCT_1, EVICT_1, EVICT_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        long released(Frame gone) {
                            return frames.isEmpty()
                                    ? gone.length()
                                    : frames.get(0).length();
                        }
                    }),
            new Fault("takes next for future", Set.of(FROM_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return Long.compareUnsigned(from, next) >= 0;
                }
            }),
            new Fault("takes one beyond next for caught up", Set.of(FROM_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return from != next + 1 && super.isFuture(from);
                }
            }),
            new Fault("compares asked offsets signed", Set.of(FROM_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return from > next && next >= 0 || next < 0 && super.isFuture(from);
                }
            }),
            new Fault("answers no frames when it was drained", Set.of(FROM_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return !frames.isEmpty() && super.isTooOld(from);
                }
            }),
            new Fault("answers too old at next when it was drained", Set.of(FROM_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return super.isTooOld(from) || (frames.isEmpty() && next != 0);
                }
            }),
            new Fault("answers too old at oldest", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return super.isTooOld(from) || (!frames.isEmpty() && from == oldest());
                }
            }),
            new Fault("serves from oldest what is too old", Set.of(FROM_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return frames.isEmpty() && super.isTooOld(from);
                }
            }),
            new Fault("skips the first frame", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    return super.served(from + 1);
                }
            }),
            new Fault("does not serve the last frame", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    List<Frame> all = super.served(from);
                    return all.subList(0, Math.max(0, all.size() - 1));
                }
            }),
            new Fault("ignores the asked offset", Set.of(FROM_4, FROM_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    return List.copyOf(frames);
                }
            }),
            new Fault("refuses with a wrong range", Set.of(FROM_5), (m, n) -> new PlainBacklog(m, n) {
                @Override
                OptionalLong carriedOldest() {
                    return OptionalLong.of(oldest() + 1);
                }
            }),
            new Fault(
                    "stamps the frame after the counter moved",
                    Set.of(PUSH_2, ACCT_1),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        Frame encoded(Argv argv) {
                            byte[] late = Frame.encode((next + 1) & Long.MAX_VALUE, argv)
                                    .toByteArray();
                            return Frame.copyOf(next, late);
                        }
                    }),
            new Fault("evicts although the push is refused", Set.of(PUSH_5), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isExhausted() {
                    boolean exhausted = super.isExhausted();
                    if (exhausted && !frames.isEmpty()) {
                        removeOldest();
                    }
                    return exhausted;
                }
            }),
            new Fault("stops one offset too early", Set.of(PUSH_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isExhausted() {
                    return next == Long.MAX_VALUE || super.isExhausted();
                }
            }),
            new Fault(
                    "drops what it has served",
                    Set.of(ACCT_3, FROM_3, FROM_4, FROM_5),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        public Fetch framesFrom(long from) {
                            Fetch answer = super.framesFrom(from);
                            dropUpTo(from);
                            return answer;
                        }
                    }),
            new Fault("takes a budget of 0", Set.of(NEW_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean refusesBudget(long budget) {
                    return false;
                }
            }),
            new Fault("forgets where to resume", Set.of(NEW_3, PUSH_1), (m, n) -> new PlainBacklog(m, 0)),
            new Fault("has no newest", Set.of(ACCT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public OptionalLong newestOffset() {
                    return frames.size() == 1 ? OptionalLong.empty() : super.newestOffset();
                }
            }),
            new Fault("skips an offset when it evicts", Set.of(EVICT_5, PUSH_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void afterPush() {
                    if (frames.size() == 1 && next > 1 && next < Long.MAX_VALUE) {
                        next++;
                    }
                }
            }));

    private FaultyBacklogs() {}
}
