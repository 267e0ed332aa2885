package replication.backlog.stress;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import replication.backlog.ArenaBacklog;
import replication.backlog.DequeBacklog;
import replication.backlog.LockedBacklog;

/** One run of a race: a backlog, and what each thread was told. */
public abstract class RaceRun {

    private final Race race;
    private final SharedBacklog backlog;
    private List<Object> repliesOfOne;
    private List<Object> repliesOfOther;

    /** Prepares a race around a backlog. */
    protected RaceRun(Race race, SharedBacklog backlog) {
        this.race = race;
        this.backlog = backlog;
        race.prepare(backlog);
    }

    /** {@return the wrapper around a deque or an arena, as chance has it: each race is run with both, in the same time} */
    protected static SharedBacklog locked(Race race) {
        return locked(race.maxBytes());
    }

    /** {@return the same with a budget} */
    static SharedBacklog locked(long maxBytes) {
        boolean arena = ThreadLocalRandom.current().nextBoolean();
        return SharedBacklog.of(new LockedBacklog(arena ? new ArenaBacklog(maxBytes) : new DequeBacklog(maxBytes)));
    }

    /** {@return the deque without a lock} */
    protected static SharedBacklog unlocked(Race race) {
        return new OneAtATime(new DequeBacklog(race.maxBytes()));
    }

    /** Makes one thread's calls. */
    protected final void runOne() {
        repliesOfOne = race.one(backlog);
    }

    /** Makes the other thread's calls. */
    protected final void runOther() {
        repliesOfOther = race.other(backlog);
    }

    /** {@return what came of it} Called when both are done. */
    protected final String judged() {
        return race.judge(repliesOfOne, repliesOfOther, backlog);
    }
}
