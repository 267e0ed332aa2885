package replication.backlog.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import replication.backlog.bench.Pushes.Size;

/** What the fastest backlog of this project is meant to reach, and whether it does. */
final class Targets {

    private static final int SMALL_FRAME = 66;

    private final BenchmarkResults results;
    private final Pushes pushes;

    Targets(BenchmarkResults results) {
        this.results = results;
        this.pushes = new Pushes(results);
    }

    /** {@return which backlog of this project pushes fastest} */
    String fastest() {
        String on = results.on("evicting").get(0);
        return Pushes.own().stream()
                .min(Comparator.comparingDouble(
                        subject -> pushes.ratios(on, subject, MeasuredBacklog.ARRAY_DEQUE.label())
                                .map(Spread::median)
                                .orElse(Double.MAX_VALUE)))
                .orElseThrow();
    }

    String table() {
        List<String> on = results.on("evicting");
        return Target.table(fastest(), on, all()) + unkept(on);
    }

    /** What a backlog would reach that has the encoder and does nothing else. */
    private String unkept(List<String> on) {
        StringBuilder row = new StringBuilder("| for comparison: `encode` against `ArrayDeque`, likewise | – ");
        for (String each : on) {
            row.append("| ")
                    .append(Markdown.shown(pushes.ratios(each, Pushes.ENCODE, MeasuredBacklog.ARRAY_DEQUE.label())))
                    .append(' ');
        }
        return row.append("|\n").toString();
    }

    private List<Target> all() {
        String fastest = fastest();
        long large = pushes.sizes().get(pushes.sizes().size() - 1).budget();
        return List.of(
                new Target(
                        "a push that evicts, against `ArrayDeque`: geometric mean",
                        0.30,
                        on -> pushes.ratios(on, fastest, MeasuredBacklog.ARRAY_DEQUE.label())),
                new Target(
                        "the same against `arraycopy`, 4 KiB in 256 MiB",
                        1.2,
                        on -> pushes.ratio(on, fastest, Pushes.COPY, new Size(4096, large))),
                new Target(
                        "the same against `arraycopy`, 64 KiB in 256 MiB",
                        1.1,
                        on -> pushes.ratio(on, fastest, Pushes.COPY, new Size(65_536, large))),
                new Target("bytes allocated a push, in the worst of the cells", 0, on -> allocated(on, fastest)),
                new Target(
                        "`framesFrom` with 1,000,000 frames against 1,000",
                        2,
                        on -> results.ratio(find(on, fastest, 1_000_000), find(on, fastest, 1000), "ns")),
                new Target(
                        "heap a retained frame of " + SMALL_FRAME + " bytes, in whole bytes",
                        SMALL_FRAME + 4,
                        on -> footprint(on, fastest).map(Spread::rounded)));
    }

    Optional<Spread> allocated(String on, String subject) {
        return pushes.sizes().stream()
                .flatMap(size -> results.spread(pushes.evicting(on, subject, size), "allocated").stream())
                .max(Comparator.comparingDouble(Spread::median));
    }

    /** What counts to the byte is the serial collector. */
    Optional<Spread> footprint(String on, String subject) {
        String counted = on.replaceFirst(", .*", ", Serial");
        return results.cells("footprint").stream()
                .filter(cell -> cell.on().equals(counted) && cell.subject().equals(subject))
                .findFirst()
                .flatMap(cell -> results.spread(cell, "bytes"));
    }

    private static Cell find(String on, String subject, long frames) {
        return new Cell(on, "framesFrom", subject, Map.of("frames", frames));
    }
}
