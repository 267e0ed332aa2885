/**
 * The bounded, offset-indexed backlog that a primary keeps for its replicas.
 *
 * <p>{@link replication.backlog.Backlog} is the contract, {@link replication.backlog.DequeBacklog} and
 * {@link replication.backlog.ArenaBacklog} implementations for one thread, and {@link replication.backlog.LockedBacklog} the wrapper for a primary that pushes on one thread and
 * streams on others. Identifiers such as EVICT-2 name the rules of {@code specs/SPEC.md}.
 */
package replication.backlog;
