package replication.backlog.conformance.judge;

import java.util.List;
import java.util.Optional;

/**
 * The deviations that an implementation declares. Each excuses one difference, wherever it is seen, and nothing else.
 *
 * @param all the deviations
 */
public record Deviations(List<Deviation> all) {

    /**
     * One declared deviation.
     *
     * @param difference what differs
     * @param reason why
     * @param link where to read more; may be empty
     * @param byChance whether only what is drawn shows it, so that another seed may not
     */
    public record Deviation(Difference difference, String reason, String link, boolean byChance) {

        /** A deviation that shows every time. */
        public Deviation(Difference difference, String reason, String link) {
            this(difference, reason, link, false);
        }
    }

    /** No deviation at all. */
    public static final Deviations NONE = new Deviations(List.of());

    /** {@return the deviation that declares a divergence, if one does} */
    public Optional<Deviation> declaring(Divergence divergence) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Difference difference = Difference.of(divergence);
        return all.stream()
                .filter(deviation -> deviation.difference().equals(difference))
                .findFirst();
    }
}
