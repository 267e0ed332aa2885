package replication.backlog;

import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The replicas that a primary serves, and what each of them has acknowledged: so what may be dropped (DROP-1 to DROP-4).
 *
 * <p>A replica is entered with the first offset that it lacks, before its first read, and again with each snapshot. From
 * then on nothing that it has not acknowledged is dropped, however much others have: no drop cuts off a replica that is
 * being served. The budget still does, when it falls too far behind (EVICT-1).
 *
 * <p>Safe for use by many threads if the backlog is.
 */
public final class Replicas {

    private final Backlog backlog;
    private final Set<Served> all = new HashSet<>();

    /**
     * Begins with no replica.
     *
     * @param backlog the backlog that they are served from; nobody else may drop from it
     */
    public Replicas(Backlog backlog) {
        this.backlog = Objects.requireNonNull(backlog);
    }

    /**
     * Enters a replica. Ask the backlog for its frames afterwards, not before: what it lacks may have left until now.
     *
     * @param from the first offset that it lacks, any unsigned number
     * @return the replica, to be closed when it has left
     */
    public synchronized Served enter(long from) {
        Served replica = new Served(from);
        all.add(replica);
        return replica;
    }

    /** {@return the lowest offset that some replica lacks, or empty if there is no replica} Costs O(replicas). */
    public synchronized OptionalLong lacking() {
        return all.stream()
                .map(replica -> replica.lacks)
                .min(Long::compareUnsigned)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** A replica that is being served. A connection that breaks and the one that follows are two of them. */
    public final class Served implements AutoCloseable {

        private long lacks;

        private Served(long from) {
            this.lacks = from;
        }

        /**
         * Takes note of what it has, and drops what every replica has. To have no more than before changes nothing, nor does
         * anything after it has left. Costs O(replicas + frames dropped).
         *
         * @param next the offset behind the last one that it has
         * @throws IllegalArgumentException if that was not pushed yet: the replica has another history, and must not be
         *     served; nothing has changed then
         */
        public void acknowledge(long next) {
            synchronized (Replicas.this) {
                long last = backlog.nextOffset();
                if (Long.compareUnsigned(next, last) > 0) {
                    throw new IllegalArgumentException("A replica acknowledges up to " + Long.toUnsignedString(next)
                            + ", but next is " + Long.toUnsignedString(last) + ": it has another history.");
                }
                if (Long.compareUnsigned(next, lacks) > 0) {
                    lacks = next;
                    drop();
                }
            }
        }

        /**
         * Begins anew with it, behind a snapshot. Nothing may be pushed between the snapshot and this.
         *
         * @param next the offset behind the last one that the snapshot has
         */
        public void restart(long next) {
            synchronized (Replicas.this) {
                lacks = next;
            }
        }

        /** {@return the first offset that it lacks, as far as it has acknowledged} */
        public long lacks() {
            synchronized (Replicas.this) {
                return lacks;
            }
        }

        /** It has left, and holds nothing back: what the others have is dropped. To leave again changes nothing. */
        @Override
        public void close() {
            synchronized (Replicas.this) {
                all.remove(this);
                drop();
            }
        }

        private void drop() {
            lacking().ifPresent(backlog::dropUpTo);
        }
    }
}
