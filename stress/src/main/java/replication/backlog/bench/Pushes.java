package replication.backlog.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pushes among the results: values and budgets, each with each. */
final class Pushes {

    static final String COPY = "arraycopy";
    static final String ENCODE = "encode";

    /** What no backlog can beat that encodes into memory of its own, and what nothing can. */
    static final List<String> LIMITS = List.of(ENCODE, COPY);

    private final BenchmarkResults results;

    Pushes(BenchmarkResults results) {
        this.results = results;
    }

    /** One value length with one budget. */
    record Size(long value, long budget) {

        Map<String, Long> with() {
            return Map.of("value", value, "budget", budget);
        }

        @Override
        public String toString() {
            return Workload.words(value) + " in " + Markdown.bytes(budget);
        }
    }

    List<Size> sizes() {
        return results.values("evicting", "budget").stream()
                .flatMap(budget -> results.values("evicting", "value").stream().map(value -> new Size(value, budget)))
                .toList();
    }

    /** {@return what pushes are compared with: everything that was measured, and the limits} */
    List<String> subjects() {
        return Stream.concat(results.subjects("evicting").stream(), LIMITS.stream())
                .toList();
    }

    /** {@return what the backlogs of this project are compared with} */
    List<String> others() {
        return subjects().stream().filter(subject -> !own().contains(subject)).toList();
    }

    /** {@return the backlogs of this project} */
    static List<String> own() {
        return MeasuredBacklog.PRODUCTION.stream().map(MeasuredBacklog::label).toList();
    }

    Cell evicting(String on, String subject, Size size) {
        if (LIMITS.contains(subject)) {
            return new Cell(
                    on.replaceFirst(", .*", ", G1"), subject, subject, size.with()); // where no collector has work
        }
        return new Cell(Kevy.isLabel(subject) ? Measurement.NATIVE : on, "evicting", subject, size.with());
    }

    Optional<Spread> ratio(String on, String subject, String other, Size size) {
        return results.ratio(evicting(on, subject, size), evicting(on, other, size), "ns");
    }

    /** {@return the geometric mean of the ratios for all sizes} */
    Optional<Spread> ratios(String on, String subject, String other) {
        return results.ratios(
                sizes().stream().map(size -> evicting(on, subject, size)).toList(),
                sizes().stream().map(size -> evicting(on, other, size)).toList(),
                "ns");
    }
}
