package replication.backlog.faults;

import static replication.backlog.model.Rule.ACCT_1;
import static replication.backlog.model.Rule.ACCT_2;
import static replication.backlog.model.Rule.DROP_1;
import static replication.backlog.model.Rule.DROP_2;
import static replication.backlog.model.Rule.DROP_3;
import static replication.backlog.model.Rule.DROP_4;
import static replication.backlog.model.Rule.EVICT_1;
import static replication.backlog.model.Rule.EVICT_3;
import static replication.backlog.model.Rule.EVICT_5;
import static replication.backlog.model.Rule.FROM_3;
import static replication.backlog.model.Rule.PUSH_1;
import static replication.backlog.model.Rule.PUSH_3;
import static replication.backlog.model.Rule.PUSH_5;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import replication.backlog.Frame;
import replication.backlog.wire.Argv;

/** Faults in what a watermark drops. */
final class WatermarkFaults {

    static final List<Fault> ALL = List.of(
            Fault.of("drops the watermark's own frame", Set.of(DROP_1, DROP_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean leaves(Frame frame, long watermark) {
                    return Long.compareUnsigned(frame.offset(), watermark) <= 0;
                }
            }),
            Fault.of("keeps the frame below the watermark", Set.of(DROP_1, DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean leaves(Frame frame, long watermark) {
                    return Long.compareUnsigned(frame.offset() + 1, watermark) < 0;
                }
            }),
            Fault.of("compares watermarks signed", Set.of(DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean leaves(Frame frame, long watermark) {
                    return frame.offset() < watermark;
                }
            }),
            Fault.of("compares watermarks by subtracting", Set.of(DROP_2, DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean leaves(Frame frame, long watermark) {
                    return frame.offset() - watermark < 0;
                }
            }),
            Fault.of(
                    "takes the watermark 0 for the largest number",
                    Set.of(DROP_1, DROP_2),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean leaves(Frame frame, long watermark) {
                            return Long.compareUnsigned(frame.offset(), watermark - 1) <= 0;
                        }
                    }),
            Fault.of("clears everything at or below oldest", Set.of(DROP_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    boolean below = Long.compareUnsigned(watermark, oldest()) <= 0;
                    super.dropUpTo(below ? next : watermark);
                }
            }),
            Fault.of("ignores a watermark beyond next", Set.of(DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    if (Long.compareUnsigned(watermark, next) <= 0) {
                        super.dropUpTo(watermark);
                    }
                }
            }),
            Fault.of("never drops the last frame", Set.of(DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean leaves(Frame frame, long watermark) {
                    return frames.size() > 1 && super.leaves(frame, watermark);
                }
            }),
            Fault.of("loses the frame that alone remains", Set.of(DROP_1, DROP_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void drop() {
                    super.drop();
                    if (frames.size() == 1) {
                        super.drop();
                    }
                }
            }),
            Fault.of(
                    "ignores a watermark below an earlier one",
                    Set.of(DROP_1, DROP_2, DROP_3, DROP_4),
                    (m, n) -> new PlainBacklog(m, n) {
                        private long highest;

                        @Override
                        public void dropUpTo(long watermark) {
                            if (Long.compareUnsigned(watermark, highest) >= 0) {
                                highest = watermark;
                                super.dropUpTo(watermark);
                            }
                        }
                    }),
            Fault.of(
                    "counts in 32 bits how many frames to drop",
                    Set.of(DROP_1, DROP_3, DROP_4),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        public void dropUpTo(long watermark) {
                            long frames = Math.max(0, watermark - oldest()) & 0xFFFF_FFFFL;
                            super.dropUpTo(watermark < 0 ? watermark : oldest() + frames);
                        }
                    }),
            Fault.of("drops one frame at most", Set.of(DROP_1, DROP_2, DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    if (!frames.isEmpty() && leaves(frames.get(0), watermark)) {
                        drop();
                    }
                }
            }),
            Fault.of("moves next to a watermark beyond it", Set.of(DROP_2, DROP_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public void dropUpTo(long watermark) {
                    super.dropUpTo(watermark);
                    next = Long.compareUnsigned(watermark, next) > 0 ? watermark : next;
                }
            }),
            Fault.of(
                    "starts over at 0 when a drop empties it",
                    Set.of(DROP_3, EVICT_5),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        void drop() {
                            super.drop();
                            next = frames.isEmpty() ? 0 : next;
                        }
                    }),
            Fault.of(
                    "keeps its oldest offset when a drop empties it", Set.of(ACCT_2), (m, n) -> new PlainBacklog(m, n) {
                        private OptionalLong stale = OptionalLong.empty();

                        @Override
                        void drop() {
                            stale = super.oldestOffset();
                            super.drop();
                        }

                        @Override
                        public OptionalLong oldestOffset() {
                            return frames.isEmpty() ? stale : super.oldestOffset();
                        }
                    }),
            Fault.of("does not release what it drops", Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void drop() {
                    frames.remove(0);
                }
            }),
            Fault.of("releases twice what it drops", Set.of(ACCT_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                void drop() {
                    buffered -= frames.get(0).length();
                    super.drop();
                }
            }),
            Fault.of(
                    "drops later pushes below an earlier watermark",
                    Set.of(DROP_3, PUSH_3, EVICT_1, EVICT_3),
                    (m, n) -> new PlainBacklog(m, n) {
                        private long highest;

                        @Override
                        public void dropUpTo(long watermark) {
                            highest = Long.compareUnsigned(watermark, highest) > 0 ? watermark : highest;
                            super.dropUpTo(watermark);
                        }

                        @Override
                        public long push(Argv argv) {
                            long offset = super.push(argv);
                            super.dropUpTo(highest);
                            return offset;
                        }
                    }),
            Fault.of(
                    "ignores a second drop in a row",
                    Set.of(DROP_1, DROP_2, DROP_3, DROP_4),
                    (m, n) -> new PlainBacklog(m, n) {
                        private boolean dropped;

                        @Override
                        public void dropUpTo(long watermark) {
                            if (!dropped) {
                                super.dropUpTo(watermark);
                            }
                            dropped = true;
                        }

                        @Override
                        void retain(Frame frame) {
                            super.retain(frame);
                            dropped = false;
                        }
                    }),
            Fault.of(
                    "counts a watermark from its oldest frame",
                    Set.of(DROP_1, DROP_2, DROP_3, DROP_4),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        public void dropUpTo(long watermark) {
                            super.dropUpTo(oldest() + watermark);
                        }
                    }),
            Fault.of(
                    "gives the last dropped offset again",
                    Set.of(DROP_3, EVICT_5, PUSH_1, PUSH_5, FROM_3),
                    (m, n) -> new PlainBacklog(m, n) {
                        private boolean drained;

                        @Override
                        void drop() {
                            super.drop();
                            drained = frames.isEmpty();
                        }

                        @Override
                        public long push(Argv argv) {
                            next -= drained ? 1 : 0;
                            drained = false;
                            return super.push(argv);
                        }
                    }));

    private WatermarkFaults() {}
}
