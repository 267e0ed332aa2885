package replication.backlog.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SCALE.md. */
final class ScalePage {

    private final BenchmarkResults results;
    private final List<String> subjects;
    private final String on;
    private final Markdown page = new Markdown();

    ScalePage(BenchmarkResults results) {
        this.results = results;
        this.subjects = results.subjects("evicting");
        this.on = results.on("evicting").get(0);
        page.add("""
                # How the backlogs grow

                Whether cost depends on what is retained, on a frame's length, on the budget, or on how much was pushed before. `ArrayDeque` is
                the baseline of [BENCHMARKS.md](BENCHMARKS.md), where the rest of the figures are.
                """);
        page.origin(results.run(), Scale.MEASUREMENTS);
        frames();
        sizes();
        longRun();
        page.add("""

                ## To measure it anew

                On a machine that does nothing else, with 12 GiB of memory to spare:

                ```sh
                # twenty minutes
                mvn verify -Pscale

                # to see in some minutes that it works: this writes the page too
                mvn verify -Pscale -Dbench.rounds=1 -Dbench.millis=50 -Dscale.pushes=10000000
                ```
                """);
    }

    private void frames() {
        page.add("""

                ## Frames retained

                Nanoseconds for `framesFrom` and the first frame of its answer, from the middle:
                """);
        page.table(
                "frames",
                subjects,
                Scale.FRAMES,
                Markdown::grouped,
                (frames, column) -> results.spread(
                        new Cell(on, "framesFrom", subjects.get(column), Map.of("frames", frames)), "ns"));
        page.add("""

                Nanoseconds a push that evicts, values of %s, with a budget for so many frames:
                """, Markdown.bytes(Scale.SMALL_VALUE));
        page.table(
                "frames",
                subjects,
                Scale.FRAMES,
                Markdown::grouped,
                (frames, column) -> push(column, Scale.SMALL_VALUE, Scale.budgetOf(frames)));
    }

    private void sizes() {
        page.add("""

                ## Length of a frame

                Nanoseconds a push that evicts, with a budget of %s:
                """, Markdown.bytes(Scale.BUDGET));
        page.table(
                "value", subjects, Scale.VALUES, Markdown::bytes, (value, column) -> push(column, value, Scale.BUDGET));
        page.add("""

                ## Budget

                Nanoseconds a push that evicts, values of %s:
                """, Markdown.bytes(Scale.VALUE));
        page.table(
                "budget",
                subjects,
                Scale.BUDGETS,
                Markdown::bytes,
                (budget, column) -> push(column, Scale.VALUE, budget));
    }

    private void longRun() {
        List<Long> pushes = results.values("longRun", "pushes");
        List<String> own = results.subjects("longRun");
        page.add("""

                ## Pushes made

                %s pushes in a row of frames that differ in length. After each tenth, the offsets and the byte count were what follows from the
                lengths of the frames that fit, added up anew; and at the end every invariant held. Nanoseconds a push, in the tenth that ends there:
                """, Markdown.grouped(pushes.get(pushes.size() - 1)));
        page.table(
                "pushes",
                own,
                pushes,
                Markdown::grouped,
                (count, column) ->
                        results.spread(new Cell(on, "longRun", own.get(column), Map.of("pushes", count)), "ns"));
    }

    private Optional<Spread> push(int subject, long value, long budget) {
        return results.spread(
                new Cell(on, "evicting", subjects.get(subject), Map.of("value", value, "budget", budget)), "ns");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
