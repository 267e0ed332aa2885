package replication.backlog.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A figure as several rounds saw it. */
record Spread(double min, double median, double max) {

    static Optional<Spread> of(Collection<Double> rounds) {
        if (rounds.isEmpty()) {
            return Optional.empty();
        }
        List<Double> sorted = rounds.stream().sorted().toList();
        int upper = sorted.size() / 2;
        int lower = (sorted.size() - 1) / 2;
        return Optional.of(
                new Spread(sorted.get(0), (sorted.get(lower) + sorted.get(upper)) / 2, sorted.get(sorted.size() - 1)));
    }

    /** {@return the same in whole numbers} */
    Spread rounded() {
        return new Spread(Math.rint(min), Math.rint(median), Math.rint(max));
    }

    /** {@return the same in another unit} */
    Spread times(double factor) {
        return new Spread(min * factor, median * factor, max * factor);
    }

    /** Returns, for instance, {@code 83.1 (80.2–91.7)}; the median alone when the rounds agree as far as is shown. */
    @Override
    public String toString() {
        return shown(min).equals(shown(max))
                ? shown(median)
                : shown(median) + " (" + shown(min) + "–" + shown(max) + ")";
    }

    /** Three digits, or whole numbers. */
    static String shown(double value) {
        if (value == 0) {
            return "0";
        }
        String format = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
