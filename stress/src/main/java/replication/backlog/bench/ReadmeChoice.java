package replication.backlog.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The part of README.md that helps to choose a backlog. */
final class ReadmeChoice {

    private final BenchmarkResults results;
    private final Pushes pushes;
    private final String on;

    private ReadmeChoice(BenchmarkResults results) {
        this.results = results;
        this.pushes = new Pushes(results);
        this.on = results.on("evicting").get(0);
    }

    /** {@return README.md with these figures in it} */
    static String into(String readme, BenchmarkResults results) {
        return Markdown.into(readme, "choice", new ReadmeChoice(results).toString());
    }

    @Override
    public String toString() {
        Targets targets = new Targets(results);
        long frames = results.values("framesFrom", "frames").stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        Map<String, Long> among = Map.of("frames", frames);
        Markdown text = new Markdown();
        text.table(
                "",
                Pushes.own(),
                List.of(
                        new ChoiceRow(
                                "a push that evicts, against `ArrayDeque`",
                                own -> against(own, MeasuredBacklog.ARRAY_DEQUE.label())),
                        new ChoiceRow("against `arraycopy`, the limit", own -> against(own, Pushes.COPY)),
                        new ChoiceRow(
                                "against kevy-replicate, in Rust",
                                own -> against(own, Kevy.label(Kevy.VERSIONS.get(0)))),
                        new ChoiceRow("bytes allocated a push, at the most", own -> targets.allocated(on, own)),
                        new ChoiceRow("heap a retained frame of 66 bytes", own -> targets.footprint(on, own)),
                        new ChoiceRow(
                                String.format(Locale.ROOT, "one of %,d frames found, ns", frames),
                                own -> found(own, among)),
                        new ChoiceRow("10,000 frames by one `framesFrom`, ns a frame", own -> read(own, "drain")),
                        new ChoiceRow("64 KiB of frames by one `copyFrom`, ns", own -> read(own, "copyFrom"))),
                ChoiceRow::name,
                (row, column) -> row.figure().apply(Pushes.own().get(column)));
        text.add("""

                On %s. The first three rows are geometric means over values of 16 bytes to 64 KiB; below 1 is faster than what it is compared with.
                """, on);
        return text.toString().stripLeading();
    }

    private record ChoiceRow(String name, Function<String, Optional<Spread>> figure) {}

    private Optional<Spread> against(String own, String other) {
        return pushes.ratios(on, own, other);
    }

    private Optional<Spread> found(String own, Map<String, Long> among) {
        return results.spread(new Cell(on, "framesFrom", own, among), "ns");
    }

    private Optional<Spread> read(String own, String method) {
        return results.spread(new Cell(on, method, own, Map.of()), "ns");
    }
}
