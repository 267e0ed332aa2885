package replication.backlog;

/** What must hold of any backlog between operations, as far as it can be seen from outside. */
final class Invariants {

    private Invariants() {}

    static void check(Backlog backlog) {
        Snapshot now = backlog.snapshot();
        require(backlog.isEmpty() == (now.length() == 0), "isEmpty disagrees with the length", now);
        require(now.oldestOffset().isPresent() == (now.length() != 0), "only retained frames have an oldest", now);
        require(now.newestOffset().isPresent() == (now.length() != 0), "only retained frames have a newest", now);
        long oldest = now.oldestOffset().orElse(now.nextOffset());
        require(oldest + now.length() == now.nextOffset(), "ACCT-2: oldest + length is not next", now);
        require(
                now.newestOffset().orElse(now.nextOffset() - 1) + 1 == now.nextOffset(),
                "ACCT-2: newest + 1 is not next",
                now);
        require(backlog.framesFrom(oldest) instanceof Fetch.Frames, "FROM-4: no frames from oldest", now);
        long expected = oldest;
        long bytes = 0;
        for (Frame frame : (Fetch.Frames) backlog.framesFrom(oldest)) {
            require(frame.offset() == expected++, "ACCT-2: the retained offsets are not consecutive", now);
            bytes += frame.length();
        }
        require(expected == now.nextOffset(), "FROM-4: the frames end before next", now);
        require(bytes == now.bufferedBytes(), "ACCT-1: the retained frames take " + bytes + " bytes", now);
        boolean withinBudget = Long.compareUnsigned(now.bufferedBytes(), backlog.maxBytes()) <= 0;
        require(withinBudget || now.length() == 1, "EVICT-3: over budget with more than one frame", now);
    }

    static void require(boolean holds, String what, Object state) {
        if (!holds) {
            throw new IllegalStateException("Invariant broken: " + what + " (" + state + ").");
        }
    }
}
