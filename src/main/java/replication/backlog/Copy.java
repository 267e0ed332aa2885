package replication.backlog;

/** What {@link Backlog#copyFrom} answers: what was copied, or one of the refusals that {@link Fetch} has too. */
public sealed interface Copy permits Copy.Copied, Fetch.TooOld, Fetch.Future {

    /**
     * The replica can be served, and as many whole frames were copied as the buffer had room for. To go on, ask for
     * {@code nextFrom}.
     *
     * @param frames how many frames were copied, 0 or more
     * @param nextFrom the offset behind the last of them; what was asked for if there is none
     * @param needs the length in bytes of the frame at {@code nextFrom}, for which there was no room; 0 if everything that
     *     was due was copied
     */
    record Copied(int frames, long nextFrom, int needs) implements Copy {}
}
