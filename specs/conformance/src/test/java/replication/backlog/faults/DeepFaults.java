package replication.backlog.faults;

import static replication.backlog.model.Rule.ACCT_1;
import static replication.backlog.model.Rule.ACCT_2;
import static replication.backlog.model.Rule.DROP_1;
import static replication.backlog.model.Rule.DROP_2;
import static replication.backlog.model.Rule.DROP_3;
import static replication.backlog.model.Rule.EVICT_1;
import static replication.backlog.model.Rule.EVICT_2;
import static replication.backlog.model.Rule.EVICT_3;
import static replication.backlog.model.Rule.EVICT_4;
import static replication.backlog.model.Rule.EVICT_5;
import static replication.backlog.model.Rule.FROM_1;
import static replication.backlog.model.Rule.FROM_2;
import static replication.backlog.model.Rule.FROM_3;
import static replication.backlog.model.Rule.FROM_4;
import static replication.backlog.model.Rule.PUSH_1;
import static replication.backlog.model.Rule.PUSH_2;
import static replication.backlog.model.Rule.PUSH_3;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.wire.Argv;

/** Faults that show only after the ring has wrapped or grown, after many calls, or at certain offsets. */
final class DeepFaults {

    static final List<Fault> ALL = List.of(
            Fault.of(
                    "does not grow",
                    Set.of(EVICT_1, EVICT_2, ACCT_2, FROM_4, PUSH_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        List<Frame> storage() {
                            return new PlainRing() {
                                @Override
                                boolean isFull() {
                                    return false;
                                }
                            };
                        }
                    }),
            Fault.of("grows without unwrapping", Set.of(ACCT_2, FROM_4, PUSH_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> storage() {
                    return new PlainRing() {
                        @Override
                        void grow() {
                            ring = Arrays.copyOf(ring, 2 * ring.length);
                        }
                    };
                }
            }),
            Fault.of(
                    "loses the newest frame when it grows",
                    Set.of(ACCT_2, FROM_4, PUSH_1, PUSH_2, PUSH_3, EVICT_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        List<Frame> storage() {
                            return new PlainRing() {
                                @Override
                                void grow() {
                                    super.grow();
                                    size--;
                                }
                            };
                        }
                    }),
            Fault.of("does not wrap", Set.of(PUSH_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> storage() {
                    return new PlainRing() {
                        @Override
                        int slot(int index) {
                            return head + index;
                        }
                    };
                }
            }),
            Fault.of(
                    "takes a full ring for an empty one",
                    Set.of(ACCT_2, FROM_4, EVICT_1),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        public long length() {
                            return frames.size() % 64;
                        }
                    }),
            retainsAtMost("retains 64 frames at most", 64),
            retainsAtMost("retains 1,000 frames at most", 1000),
            Fault.of("finds a frame by the low byte of its distance", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    return super.served(oldest() + (from - oldest() & 0xFF));
                }
            }),
            Fault.of(
                    "forgets the bytes of the hundredth push",
                    Set.of(ACCT_1, EVICT_1),
                    (m, n) -> new PlainBacklog(m, n) {
                        private int pushes;

                        @Override
                        void retain(Frame frame) {
                            super.retain(frame);
                            buffered -= ++pushes == 100 ? frame.length() : 0;
                        }
                    }),
            Fault.of("skips a frame after fifty evictions", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                private int evictions;

                @Override
                void evict() {
                    super.evict();
                    evictions++;
                }

                @Override
                List<Frame> served(long from) {
                    List<Frame> all = super.served(from);
                    return evictions >= 50 && all.size() > 1 ? all.subList(1, all.size()) : all;
                }
            }),
            evictsAtMost("evicts three frames at most", 3),
            evictsAtMost("evicts 128 frames at most for one push", 128),
            Fault.of(
                    "keeps an oversized frame's bytes booked",
                    Set.of(ACCT_1, EVICT_1, EVICT_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        void evict() {
                            if (isOverBudget(buffered)) {
                                frames.remove(0);
                                buffered = 1;
                            } else {
                                super.evict();
                            }
                        }
                    }),
            Fault.of(
                    "is wrong after an oversized frame was dropped", Set.of(EVICT_2), (m, n) -> new PlainBacklog(m, n) {
                        private boolean shaken;

                        @Override
                        void drop() {
                            shaken |= isOverBudget(buffered);
                            super.drop();
                        }

                        @Override
                        boolean isOverBudget(long bytes) {
                            return shaken ? Long.compareUnsigned(bytes, maxBytes) >= 0 : super.isOverBudget(bytes);
                        }
                    }),
            Fault.of(
                    "fails when it is drained where its memory ends", Set.of(DROP_3), (m, n) -> new PlainBacklog(m, n) {
                        private long written;

                        @Override
                        void retain(Frame frame) {
                            super.retain(frame);
                            written += frame.length();
                        }

                        @Override
                        void drop() {
                            super.drop();
                            if (frames.isEmpty() && written % 512 == 0) {
                                throw new IndexOutOfBoundsException("There is nothing at " + written + ".");
                            }
                        }
                    }),
            Fault.of("drops one too many of three", Set.of(DROP_1, DROP_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    boolean allThree =
                            frames.size() == 3 && watermark == frames.get(1).offset();
                    super.dropUpTo(allThree ? watermark + 1 : watermark);
                }
            }),
            Fault.of("forgets after it was drained twice", Set.of(FROM_3), (m, n) -> new PlainBacklog(m, n) {
                private int drained;

                @Override
                void drop() {
                    super.drop();
                    drained += frames.isEmpty() ? 1 : 0;
                }

                @Override
                boolean isTooOld(long from) {
                    return drained < 2 && super.isTooOld(from);
                }
            }),
            Fault.of("does not count the digit that an offset gains", Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
                private final long first = next;

                @Override
                long booked(Frame coming) {
                    return coming.length() - digits(coming.offset()) + digits(first);
                }
            }),
            doesNotCountDigit("does not count the tenth digit", 10),
            doesNotCountDigit("does not count the thirteenth digit", 13),
            Fault.of("writes offsets in 32 bits", Set.of(PUSH_2, ACCT_1, EVICT_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                String envelope(long offset) {
                    return super.envelope((int) offset);
                }
            }),
            Fault.of(
                    "writes offsets as floating-point numbers",
                    Set.of(PUSH_2, ACCT_1),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        String envelope(long offset) {
                            return super.envelope((long) (double) offset);
                        }
                    }),
            Fault.of("counts offsets in 32 bits", Set.of(PUSH_1, EVICT_5), (m, n) -> new PlainBacklog(m, n) {
                @Override
                long following(long offset) {
                    return n == 0 || offset != 0xFFFF_FFFFL ? offset + 1 : 0;
                }
            }),
            Fault.of(
                    "reads asked offsets as floating-point numbers",
                    Set.of(FROM_1, FROM_2, FROM_3, FROM_4),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        public Fetch framesFrom(long from) {
                            return super.framesFrom(from > 0 ? (long) (double) from : from);
                        }
                    }),
            Fault.of("reads watermarks in 31 bits", Set.of(DROP_1, DROP_2, DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    super.dropUpTo(
                            Long.compareUnsigned(watermark, next) <= 0 ? watermark & Integer.MAX_VALUE : watermark);
                }
            }),
            Fault.of(
                    "keeps the caller's buffer for as long as it can",
                    Set.of(PUSH_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        private Argv lazy;

                        @Override
                        public long push(Argv argv) {
                            settle();
                            long offset = super.push(argv);
                            lazy = argv;
                            return offset;
                        }

                        @Override
                        List<Frame> served(long from) {
                            settle();
                            return super.served(from);
                        }

                        private void settle() {
                            if (lazy != null && !frames.isEmpty()) {
                                next--;
                                frames.set(frames.size() - 1, frame(lazy));
                                next++;
                                lazy = null;
                            }
                        }
                    }));

    private static Fault retainsAtMost(String what, int most) {
        return Fault.of(what, Set.of(EVICT_1, EVICT_2), (m, n) -> new PlainBacklog(m, n) {
            @Override
            boolean mustEvictFor(Frame coming) {
                return frames.size() == most || super.mustEvictFor(coming);
            }
        });
    }

    private static Fault evictsAtMost(String what, int most) {
        return Fault.of(what, Set.of(EVICT_1, EVICT_3, EVICT_4), (m, n) -> new PlainBacklog(m, n) {
            private Frame evictedFor;
            private int evicted;

            @Override
            boolean mustEvictFor(Frame coming) {
                evicted = evictedFor == coming ? evicted + 1 : 0;
                evictedFor = coming;
                return evicted < most && super.mustEvictFor(coming);
            }
        });
    }

    private static Fault doesNotCountDigit(String what, int digit) {
        return Fault.of(what, Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
            @Override
            long booked(Frame coming) {
                return coming.length() - (digits(coming.offset()) == digit ? 1 : 0);
            }
        });
    }

    private static int digits(long offset) {
        return Long.toString(offset).length();
    }

    private DeepFaults() {}
}
