package replication.backlog.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import replication.backlog.bench.Pushes.Size;

/** BENCHMARKS.md. */
final class BenchmarksPage {

    private final BenchmarkResults results;
    private final Pushes pushes;
    private final String on;
    private final Markdown page = new Markdown();

    BenchmarksPage(BenchmarkResults results) {
        this.results = results;
        this.pushes = new Pushes(results);
        this.on = results.on("evicting").get(0);
        page.add("""
                # How fast the backlogs are

                What pushes, reads and drops cost, in time and memory, and what they cost elsewhere:

                - `ArrayDeque` is [the baseline](src/main/java/replication/backlog/bench/ArrayDequeBacklog.java), what one would write first;
                - `encode` is what ArenaBacklog cannot beat: [the same encoder](../src/main/java/replication/backlog/wire/FrameWriter.java) writes
                  frames one behind the other into a buffer of the budget's size, and nothing keeps or evicts them;
                - `arraycopy` is what nothing can beat: a frame's bytes, copied as they are into such a buffer;
                - `kevy-replicate` is the backlog that [the rules](../specs/SPEC.md) come from, [in Rust](kevy/bench.rs).
                """);
        page.origin(results.run(), Bench.MEASUREMENTS);
        page.add("\n## The targets\n%s", new Targets(results).table());
        evicting();
        filling();
        finding();
        reading();
        memory();
        locked();
        page.add("""

                ## What this does not show

                - Every push of a cell is the same `SET key value`, and the arguments are in the cache: the length alone differs between cells.
                - A heap of 2 GiB, all of it there from the start, is plenty for these budgets. In a smaller one, what leaves garbage behind
                  costs more.
                - `framesFrom` looks for the same frame again and again. A frame that nobody has touched for long has to come from memory
                  first, wherever it is kept.
                - Other machines differ, in their memory above all; compare ratios rather than times.

                ## To measure it anew

                On a machine that does nothing else; kevy-replicate is left out where there is no cargo. [SCALE.md](SCALE.md) has a command of its own.

                ```sh
                # half an hour, with a second JDK; without one, leave the property out
                mvn verify -Pbench -Dbench.jdk=/usr/lib/jvm/temurin-25-jdk-amd64

                # to see in some minutes that it works: this writes the page too
                mvn verify -Pbench -Dbench.rounds=1 -Dbench.millis=50
                ```
                """);
    }

    private void evicting() {
        page.add("""

                ## A push that evicts

                The backlog is full, and each push of a frame evicts one of the same length. Nanoseconds a push, on %s:

                ![The times of this table](benchmarks/push.svg)
                """, on);
        times(on);
        page.add("\nAs ratios, round by round; below 1 is faster than what it is compared with.\n");
        for (String own : Pushes.own()) {
            List<String> others = pushes.others();
            List<Optional<Size>> rows = new ArrayList<>();
            pushes.sizes().forEach(size -> rows.add(Optional.of(size)));
            rows.add(Optional.empty());
            page.table(
                    own + " against",
                    others,
                    rows,
                    size -> size.map(Size::toString).orElse("geometric mean"),
                    (size, column) -> size.map(one -> pushes.ratio(on, own, others.get(column), one))
                            .orElseGet(() -> pushes.ratios(on, own, others.get(column))));
        }
        page.add("\nThe geometric means on every virtual machine:\n");
        for (String own : Pushes.own()) {
            page.table(
                    own + " against",
                    pushes.others(),
                    results.on("evicting"),
                    each -> each,
                    (each, column) -> pushes.ratios(each, own, pushes.others().get(column)));
        }
        for (String each : results.on("evicting").stream().skip(1).toList()) {
            page.add("\n<details><summary>Nanoseconds a push on %s</summary>\n", each);
            times(each);
            page.add("\n</details>\n");
        }
    }

    private void times(String each) {
        page.table(
                "value and budget",
                pushes.subjects(),
                pushes.sizes(),
                Size::toString,
                (size, column) ->
                        results.spread(pushes.evicting(each, pushes.subjects().get(column), size), "ns"));
    }

    private void filling() {
        page.add("""

                ## A push that evicts nothing

                An empty backlog is filled up to its budget, then a fresh one, over and over. Nanoseconds a push, growth included, on %s:
                """, on);
        bySubject(
                "filling",
                "value and budget",
                pushes.sizes().stream().map(Size::with).toList(),
                "ns");
    }

    private void finding() {
        page.add("""

                ## Finding a frame

                `framesFrom`, and the first frame of its answer, for an offset in the middle. Nanoseconds, on %s:
                """, on);
        List<Map<String, Long>> rows = results.values("framesFrom", "frames").stream()
                .map(frames -> Map.of("frames", frames))
                .toList();
        bySubject("framesFrom", "frames retained", rows, "ns");
    }

    private void reading() {
        page.add("""

                ## Reading and dropping

                Values of 256 bytes, nanoseconds, on %s. *drain*: all of 10,000 frames by one call, time a frame. *frames*: a buffer of
                64 KiB for a socket is filled frame by frame, time a buffer; *copyFrom*: the same by one call. *pushAndDrop*: 1,000 pushes and one watermark above them all,
                time a frame.
                """, on);
        List<String> subjects = results.subjects("drain");
        page.table(
                "",
                subjects,
                List.of("drain", "frames", "copyFrom", "pushAndDrop"),
                method -> method,
                (method, column) -> results.spread(new Cell(on, method, subjects.get(column), Map.of()), "ns"));
    }

    private void memory() {
        page.add("""

                ## Memory

                What a frame of 66 bytes takes in a full backlog of 256 MiB, all included: heap after a collection, or resident memory. Bytes:
                """);
        Map<String, Long> small = results.cells("footprint").get(0).with();
        List<String> on = new ArrayList<>(results.on("footprint"));
        on.add(Measurement.NATIVE);
        page.table(
                "",
                on,
                results.subjects("footprint"),
                subject -> subject,
                (subject, column) -> results.spread(new Cell(on.get(column), "footprint", subject, small), "bytes"));
        page.add(
                "\nWhat a push that evicts allocates. Bytes, less than one of which the harness may add, on %s:\n",
                this.on);
        List<String> subjects = results.subjects("evicting").stream()
                .filter(subject -> !Kevy.isLabel(subject))
                .toList();
        page.table(
                "value and budget",
                subjects,
                pushes.sizes(),
                Size::toString,
                (size, column) -> results.spread(pushes.evicting(this.on, subjects.get(column), size), "allocated"));
    }

    private void locked() {
        page.add("""

                ## Under the lock

                `LockedBacklog` with one writer that never rests, and readers that follow it and wait when they have caught up. They take 64
                frames a call, or what a buffer of 64 KiB holds. Threads that the machine has no processor for take turns. Values of 256 bytes, 256 MiB, on %s:
                """, on);
        List<Cell> rows = results.cells("locked");
        List<String> figures = List.of("writes", "frames", "p999");
        page.table(
                "backlog and readers",
                List.of("pushes a second", "frames read a second", "99.9th percentile of a push, ns"),
                rows,
                row -> row.subject() + ", " + row.with().get("readers")
                        + (row.with().get("buffer") == 0 ? " by `framesFrom`" : " by `copyFrom`"),
                (row, column) -> results.spread(row, figures.get(column)));
    }

    /** A table with a column for each subject of a benchmark. */
    private void bySubject(String what, String first, List<Map<String, Long>> rows, String figure) {
        List<String> subjects = results.subjects(what);
        page.table(
                first,
                subjects,
                rows,
                row -> row.containsKey("value")
                        ? new Size(row.get("value"), row.get("budget")).toString()
                        : Markdown.grouped(row.get("frames")),
                (row, column) -> {
                    String subject = subjects.get(column);
                    return results.spread(
                            new Cell(Kevy.isLabel(subject) ? Measurement.NATIVE : on, what, subject, row), figure);
                });
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
