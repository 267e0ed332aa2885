package replication.backlog.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One measured cell.
 *
 * @param round which of the rounds it belongs to: what is compared is compared within one
 * @param on the JDK and its collector, or {@link #NATIVE}
 * @param what the benchmark
 * @param subject what was put to it
 * @param with the benchmark's parameters
 * @param found the figures: {@code ns} a call; {@code allocated} bytes a call, to the byte, since JMH itself
 *     allocates a little; {@code bytes} a retained frame;
 *     {@code writes} and {@code frames} read a second; {@code p999}, the 99.9th percentile of a call in ns
 */
record Measurement(
        int round, String on, String what, String subject, Map<String, Long> with, Map<String, Double> found) {

    static final String NATIVE = "native";

    Measurement {
        with = new TreeMap<>(with);
        found = new TreeMap<>(found);
        found.replaceAll((figure, value) -> rounded(value));
    }

    Cell cell() {
        return new Cell(on, what, subject, with);
    }

    /** More digits would only be noise to keep. */
    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.5g", value));
    }
}
