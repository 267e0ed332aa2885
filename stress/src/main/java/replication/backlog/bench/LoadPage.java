package replication.backlog.bench;

import java.util.List;
import java.util.Optional;

/** LOAD.md. */
final class LoadPage {

    private static final List<String> COLUMNS = List.of("plain, unfair", "plain, fair", "`LockedBacklog`");

    private final BenchmarkResults results;
    private final Markdown page = new Markdown();

    LoadPage(BenchmarkResults results) {
        this.results = results;
        page.add("""
                # What readers cost the writer

                One thread pushes, values of 256 bytes into an `ArenaBacklog` of 64 MiB, and others read it, 64 frames a call: behind `LockedBacklog`,
                and behind one plain `ReentrantLock`, unfair and fair. A reader *waits* when it has caught up, or is always *far behind* and starts anew
                from the oldest frame.
                """);
        page.origin(results.run(), Load.MEASUREMENTS);
        page.add("""

                ## A push a millisecond

                Reads that come first while a push waits for the lock (LOCK-5): the median, and of one in a hundred pushes.
                """);
        table(Load.RESTING, "over50", "median");
        table(Load.RESTING, "over99", "99th percentile");
        page.add("""

                What that push takes, in nanoseconds:
                """);
        table(Load.RESTING, "ns50", "median");
        table(Load.RESTING, "ns99", "99th percentile");
        table(Load.RESTING, "ns100", "longest");
        page.add("""

                Reads a second, all readers together:
                """);
        table(Load.RESTING, "reads", "");
        page.add("""

                ## A writer that never rests

                Pushes a second:
                """);
        table(Load.RESTLESS, "writes", "");
        page.add("""

                Reads a second, all readers together, and of the reader that had the fewest. Behind the plain unfair lock readers hold the writer up
                until they have caught up; behind the wrapper it can outrun them. Who must not lose a replica bounds how far it runs ahead.
                """);
        table(Load.RESTLESS, "reads", "all");
        table(Load.RESTLESS, "least", "the fewest");
        if (!results.cells("virtual").isEmpty()) {
            page.add("""

                    ## A thousand virtual threads

                    On %s. Reads that come first, of one in a hundred pushes; what the push takes then, in nanoseconds; and pushes a second:
                    """, results.on("virtual").get(0));
            table(Load.VIRTUAL, "over99", "99th percentile of reads");
            table(Load.VIRTUAL, "ns99", "99th percentile of a push");
            table(Load.VIRTUAL, "writes", "pushes a second");
        }
        page.add("""

                ## To measure it anew

                On a machine that does nothing else:

                ```sh
                # five minutes
                mvn verify -Pload -Dbench.jdk=/usr/lib/jvm/temurin-25-jdk-amd64

                # to see in a minute that it works: this writes the page too
                mvn verify -Pload -Dbench.rounds=1 -Dbench.millis=100
                ```
                """);
    }

    private void table(List<Load.Readers> loads, String figure, String first) {
        page.table(first, COLUMNS, loads, LoadPage::name, (load, column) -> spread(load, column, figure));
    }

    private Optional<Spread> spread(Load.Readers load, int column, String figure) {
        String what = load.isVirtual() ? "virtual" : "threads";
        return results.on(what).stream()
                .findFirst()
                .flatMap(on -> results.spread(new Cell(on, what, Load.LOCKS.get(column), load.with()), figure));
    }

    private static String name(Load.Readers load) {
        if (load.behind() == 0) {
            return load.readers() + " that wait";
        }
        return load.behind() == load.readers()
                ? load.readers() + " far behind"
                : load.behind() + " far behind, " + (load.readers() - load.behind()) + " that wait";
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
