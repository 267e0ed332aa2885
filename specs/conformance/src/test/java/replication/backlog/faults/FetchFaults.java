package replication.backlog.faults;

import static replication.backlog.model.Rule.ACCT_3;
import static replication.backlog.model.Rule.FROM_1;
import static replication.backlog.model.Rule.FROM_2;
import static replication.backlog.model.Rule.FROM_3;
import static replication.backlog.model.Rule.FROM_4;
import static replication.backlog.model.Rule.FROM_5;
import static replication.backlog.model.Rule.PUSH_4;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import replication.backlog.Fetch;
import replication.backlog.Frame;

/** Faults in what a replica is answered. */
final class FetchFaults {

    static final List<Fault> ALL = List.of(
            Fault.of("takes next for future", Set.of(FROM_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return Long.compareUnsigned(from, next) >= 0;
                }
            }),
            Fault.of("takes one beyond next for caught up", Set.of(FROM_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return from != next + 1 && super.isFuture(from);
                }
            }),
            Fault.of("lowers a future offset to next", Set.of(FROM_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return false;
                }
            }),
            Fault.of("compares asked offsets with next signed", Set.of(FROM_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return from > next;
                }
            }),
            Fault.of("compares asked offsets by subtracting", Set.of(FROM_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return from - next > 0;
                }
            }),
            Fault.of(
                    "compares asked offsets with oldest signed",
                    Set.of(FROM_2, FROM_3),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        boolean isTooOld(long from) {
                            return from < oldest();
                        }
                    }),
            Fault.of("answers no frames when it was drained", Set.of(FROM_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return !frames.isEmpty() && super.isTooOld(from);
                }
            }),
            Fault.of("answers too old at next when it was drained", Set.of(FROM_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return super.isTooOld(from) || (frames.isEmpty() && next != 0);
                }
            }),
            Fault.of("answers too old on a fresh backlog", Set.of(FROM_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return super.isTooOld(from) || next == 0;
                }
            }),
            Fault.of("answers too old at oldest", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return super.isTooOld(from) || (!frames.isEmpty() && from == oldest());
                }
            }),
            Fault.of("takes one below oldest for oldest", Set.of(FROM_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return from + 1 != oldest() && super.isTooOld(from);
                }
            }),
            Fault.of("serves from oldest what is too old", Set.of(FROM_3), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isTooOld(long from) {
                    return frames.isEmpty() && super.isTooOld(from);
                }
            }),
            Fault.of("answers too old before it looks for future", Set.of(FROM_1), (m, n) -> new PlainBacklog(m, n) {
                @Override
                boolean isFuture(long from) {
                    return !frames.isEmpty() && super.isFuture(from);
                }

                @Override
                boolean isTooOld(long from) {
                    return super.isTooOld(from) || super.isFuture(from);
                }
            }),
            Fault.of("skips the first frame", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    return super.served(from + 1);
                }
            }),
            Fault.of("serves one older frame again", Set.of(FROM_4, FROM_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    return super.served(from - 1);
                }
            }),
            Fault.of("does not serve the last frame", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    List<Frame> all = super.served(from);
                    return all.subList(0, Math.max(0, all.size() - 1));
                }
            }),
            Fault.of("serves a middle frame twice", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    List<Frame> all = new ArrayList<>(super.served(from));
                    if (all.size() > 2) {
                        all.add(1, all.get(1));
                    }
                    return all;
                }
            }),
            Fault.of("serves the newest frame first", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    List<Frame> all = new ArrayList<>(super.served(from));
                    Collections.reverse(all);
                    return all;
                }
            }),
            Fault.of("ignores the asked offset", Set.of(FROM_4, FROM_2), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    return List.copyOf(frames);
                }
            }),
            Fault.of("serves sixteen frames at most", Set.of(FROM_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    return super.served(from).stream().limit(16).toList();
                }
            }),
            Fault.of(
                    "gives its last answer again after a drop",
                    Set.of(FROM_3, FROM_4, FROM_5),
                    (m, n) -> new PlainBacklog(m, n) {
                        private long asked;
                        private Fetch answer;

                        @Override
                        void retain(Frame frame) {
                            super.retain(frame);
                            answer = null;
                        }

                        @Override
                        public Fetch framesFrom(long from) {
                            answer = answer == null || asked != from ? super.framesFrom(from) : answer;
                            asked = from;
                            return answer;
                        }
                    }),
            Fault.of("refuses with a wrong range", Set.of(FROM_5), (m, n) -> new PlainBacklog(m, n) {
                @Override
                OptionalLong carriedOldest() {
                    return OptionalLong.of(oldest() + 1);
                }
            }),
            Fault.of(
                    "refuses with an oldest offset when it has none", Set.of(FROM_5), (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        OptionalLong carriedOldest() {
                            return OptionalLong.of(oldest());
                        }
                    }),
            Fault.of("drops what it has served", Set.of(ACCT_3, FROM_5), (m, n) -> new PlainBacklog(m, n) {
                @Override
                List<Frame> served(long from) {
                    List<Frame> served = super.served(from);
                    dropUpTo(from);
                    return served;
                }
            }),
            Fault.of(
                    "moves next when it is asked for a future",
                    Set.of(ACCT_3, FROM_5),
                    (m, n) -> new PlainBacklog(m, n) {
                        @Override
                        public Fetch framesFrom(long from) {
                            Fetch answer = super.framesFrom(from);
                            next += from == next + 1 ? 1 : 0;
                            return answer;
                        }
                    }),
            Fault.of("hands out its own list", Set.of(PUSH_4), (m, n) -> new PlainBacklog(m, n) {
                @Override
                public Fetch framesFrom(long from) {
                    boolean all = !frames.isEmpty() && from == oldest();
                    return all ? new Fetch.Frames(frames) : super.framesFrom(from);
                }
            }));

    private FetchFaults() {}
}
