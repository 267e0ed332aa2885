package replication.backlog.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import replication.backlog.bench.Pushes.Size;

/** RECEIVE.md, and what README.md says of it. */
final class ReceivePage {

    private static final String RECEIVE = "receive";
    private static final String OWNED = "owned";
    private static final String ARENA = MeasuredBacklog.ARENA.label();
    private static final String DEQUE = MeasuredBacklog.DEQUE.label();

    private final BenchmarkResults results;
    private final List<String> on;
    private final Markdown page = new Markdown();

    ReceivePage(BenchmarkResults results) {
        this.results = results;
        this.on = results.on(RECEIVE);
        page.add("""
                # The path that a server takes

                A primary receives bytes, finds the command in them, and retains it; a replica receives frames and takes them apart. A command is
                `SET key value`, and as many as 64 KiB hold lie one behind the other in what was received. *Mixed* are values of 0 to 255 bytes.
                """);
        page.origin(results.run(), Receive.MEASUREMENTS);
        targets();
        receiving();
        parsing();
        decoding();
        cold();
        doubling();
        fanOut();
        page.add("""

                ## To measure it anew

                On a machine that does nothing else; kevy-replicate is left out where there is no cargo, and Redis where there is no `redis-server`.

                ```sh
                # half an hour
                mvn verify -Preceive -Dbench.jdk=/usr/lib/jvm/temurin-25-jdk-amd64

                # to see in some minutes that it works: this writes the page too
                mvn verify -Preceive -Dbench.rounds=1 -Dbench.millis=50
                ```
                """);
    }

    private void targets() {
        page.add("\n## The targets\n%s", Target.table(ARENA, on, all()));
        page.add("""

                A ratio is the geometric mean over values of %s, in budgets of %s; for decoding over %s. Below 1 is faster than what it
                is compared with. What kevy-replicate retains is borrowed from what was received, as here; what it decodes is owned.
                """, list(Bench.VALUES), list(Bench.BUDGETS), list(Receive.SMALL_VALUES));
    }

    private List<Target> all() {
        List<Target> all = new ArrayList<>();
        for (String version : Kevy.VERSIONS) {
            String what = "received bytes to retained frame, against kevy-replicate " + version;
            all.add(new Target(what, 0.55, each -> againstKevy(each, ARENA, version)));
        }
        all.add(new Target(
                "the same against the push of arguments that lie ready",
                0.9,
                each -> results.ratios(cells(each, RECEIVE, ARENA), cells(each, OWNED, ARENA), "ns")));
        all.add(new Target(
                "bytes allocated a command, in the worst of the cells: one small object",
                48,
                each -> allocated(each, ARENA)));
        for (String version : Kevy.VERSIONS) {
            all.add(new Target(
                    "`FrameDecoder` against `decode_frame` of " + version,
                    0.5,
                    each -> results.ratios(
                            decoded(each, "decode", "decode"),
                            decoded(Measurement.NATIVE, "decode", Kevy.label(version)),
                            "ns")));
        }
        return all;
    }

    private Optional<Spread> againstKevy(String each, String own, String version) {
        return results.ratios(cells(each, RECEIVE, own), cells(Measurement.NATIVE, RECEIVE, Kevy.label(version)), "ns");
    }

    private Optional<Spread> allocated(String each, String own) {
        return cells(each, RECEIVE, own).stream()
                .flatMap(cell -> results.spread(cell, "allocated").stream())
                .max((a, b) -> Double.compare(a.median(), b.median()));
    }

    private void receiving() {
        page.add("""

                ## From received bytes to a retained frame

                Parsed by `CommandParser`, and pushed as borrowed, into a full backlog. *Owned* is the push of the same commands whose arguments lie
                ready. Nanoseconds a command.
                """);
        for (String each : on) {
            page.add("\nOn %s:\n", each);
            times(each, concat(List.of(ARENA, DEQUE), kevy()));
        }
        page.add(
                "\nReceived, as ratios, round by round; below 1 is faster than what it is compared with. On %s:\n",
                on.get(0));
        List<String> others = concat(List.of(OWNED), kevy());
        for (String own : List.of(ARENA, DEQUE)) {
            page.table(
                    own + " against",
                    others,
                    sizes(),
                    Size::toString,
                    (size, column) -> results.ratio(
                            cell(on.get(0), RECEIVE, own, size),
                            column == 0
                                    ? cell(on.get(0), OWNED, own, size)
                                    : cell(Measurement.NATIVE, RECEIVE, others.get(column), size),
                            "ns"));
        }
    }

    private void times(String each, List<String> subjects) {
        List<String> columns = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (String subject : subjects) {
            String jvm = Kevy.isLabel(subject) ? Measurement.NATIVE : each;
            for (String what : List.of(RECEIVE, OWNED)) {
                columns.add(subject + (what.equals(OWNED) ? ", owned" : ""));
                entries.add(size -> results.spread(cell(jvm, what, subject, size), "ns"));
            }
        }
        page.table(
                "value and budget",
                columns,
                sizes(),
                Size::toString,
                (size, column) -> entries.get(column).of(size));
    }

    private interface Entry {
        Optional<Spread> of(Size size);
    }

    private void parsing() {
        page.add("""

                Of that, finding the command in what was received: `CommandParser` alone, and kevy-replicate's `parse_command_borrowed`. Nanoseconds:
                """);
        apart(List.of("parse"), "parse");
    }

    private void decoding() {
        page.add("""

                ## Taking a frame apart

                `FrameDecoder`, whose arguments are borrowed from what was received, and the same with `owned()` after it, which copies them.
                kevy-replicate's `decode_frame` copies them too. Nanoseconds a frame:
                """);
        apart(List.of("decode", "decodeOwned"), "decode");
    }

    /** A table of methods of {@link DecodeBenchmark}, beside kevy-replicate's cell of a name. */
    private void apart(List<String> methods, String kevys) {
        List<Cell> cells = new ArrayList<>();
        for (String each : on) {
            methods.forEach(method -> cells.add(new Cell(each, method, method, Map.of())));
        }
        kevy().forEach(other -> cells.add(new Cell(Measurement.NATIVE, kevys, other, Map.of())));
        page.table(
                "value",
                cells.stream().map(ReceivePage::column).toList(),
                results.values(kevys, "value"),
                Workload::words,
                (value, column) -> {
                    Cell cell = cells.get(column);
                    return results.spread(
                            new Cell(cell.on(), cell.what(), cell.subject(), Map.of("value", value)), "ns");
                });
    }

    private static String column(Cell cell) {
        if (cell.on().equals(Measurement.NATIVE)) {
            return cell.subject();
        }
        return (cell.what().equals("decodeOwned") ? "owned, " : "borrowed, ") + cell.on();
    }

    private void cold() {
        page.add(
                """

                ## A frame that nobody has touched for long

                One of %s frames with values of %s, here and there: found, and copied. Nanoseconds, on %s:
                """,
                Markdown.grouped(Receive.COLD.get("frames")), Markdown.bytes(Receive.COLD.get("value")), on.get(0));
        List<String> subjects = results.subjects("cold");
        page.table("", subjects, List.of("cold"), what -> what, (what, column) -> {
            String subject = subjects.get(column);
            String jvm = Kevy.isLabel(subject) ? Measurement.NATIVE : on.get(0);
            return results.spread(new Cell(jvm, what, subject, Receive.COLD), "ns");
        });
    }

    private void doubling() {
        page.add("""

                ## What arrives in pieces

                One command for the parser, one frame for the decoder; who gets twice as much should take twice as long. Milliseconds, and how many times
                the row above it, on %s:
                """, on.get(0));
        List<String> columns = new ArrayList<>();
        Doubling.SUBJECTS.forEach(subject -> columns.addAll(List.of(subject, "times")));
        for (Doubling.Series series : Doubling.SERIES) {
            page.table("", columns, series.sizes(), size -> words(series, size), (size, column) -> {
                Cell cell = doubled(column / 2, series, size);
                int before = series.sizes().indexOf(size) - 1;
                if (column % 2 == 0) {
                    return results.spread(cell, "ns").map(spread -> spread.times(1e-6));
                }
                return before < 0
                        ? Optional.empty()
                        : results.ratio(
                                cell, doubled(column / 2, series, series.sizes().get(before)), "ns");
            });
        }
    }

    private Cell doubled(int subject, Doubling.Series series, int size) {
        return new Cell(on.get(0), series.name(), Doubling.SUBJECTS.get(subject), Map.of("size", (long) size));
    }

    private static String words(Doubling.Series series, int size) {
        boolean isCount = series.name().equals("arguments");
        return String.format(series.words(), isCount ? Markdown.grouped(size) : Markdown.bytes(size));
    }

    private void fanOut() {
        page.add("""

                ## From the client to the last of three replicas

                A client sends commands over a loopback socket and reads the replies; the primary applies each to a map, answers, retains it, and streams
                it to three replicas, which apply it to maps of their own. From the first byte sent until the last replica has applied all:
                MB (10^6 bytes of commands) a second, the threads or processes of both sharing one machine. Redis has its snapshots and its file of commands turned
                off, and is asked by `WAIT` at the end. On %s:
                """, on.get(0));
        List<String> subjects = results.subjects("fanOut");
        page.table(
                "value",
                subjects,
                results.values("fanOut", "value"),
                Workload::words,
                (value, column) -> results.spread(
                        new Cell(on.get(0), "fanOut", subjects.get(column), Map.of("value", value)), "mb"));
    }

    /** {@return what README.md says: the whole path, and where the original is faster} */
    String headline() {
        String kevy = Kevy.label(Kevy.VERSIONS.get(0));
        List<Size> small = fixed().subList(0, Bench.VALUES.size());
        Markdown text = new Markdown();
        text.table(
                "from received bytes to a retained frame, ns",
                small.stream().map(size -> Markdown.bytes(size.value())).toList(),
                List.of(ARENA, DEQUE, kevy),
                subject -> subject.equals(kevy) ? kevy + ", in Rust" : "`" + subject + "`",
                (subject, column) -> results.spread(
                        cell(
                                subject.equals(kevy) ? Measurement.NATIVE : on.get(0),
                                RECEIVE,
                                subject,
                                small.get(column)),
                        "ns"));
        text.add(
                """

                Values in a budget of %s, on %s. Over all sizes and budgets `ArenaBacklog` takes %s of the time of kevy-replicate, `DequeBacklog` %s.
                Where kevy-replicate is faster than `ArenaBacklog`: %s.
                """,
                Markdown.bytes(Bench.BUDGETS.get(0)),
                on.get(0),
                Markdown.shown(againstKevy(on.get(0), ARENA, Kevy.VERSIONS.get(0))),
                Markdown.shown(againstKevy(on.get(0), DEQUE, Kevy.VERSIONS.get(0))),
                whereSlower(kevy));
        return text.toString().stripLeading();
    }

    private String whereSlower(String kevy) {
        List<String> where = sizes().stream()
                .filter(size -> results.ratio(
                                cell(on.get(0), RECEIVE, ARENA, size),
                                cell(Measurement.NATIVE, RECEIVE, kevy, size),
                                "ns")
                        .filter(ratio -> ratio.median() > 1)
                        .isPresent())
                .map(Size::toString)
                .toList();
        return where.isEmpty() ? "nowhere" : String.join(", ", where);
    }

    private List<Size> sizes() {
        List<Size> sizes = new ArrayList<>(fixed());
        sizes.add(new Size(Workload.MIXED, Bench.BUDGETS.get(0)));
        return sizes;
    }

    private static List<Size> fixed() {
        return Bench.BUDGETS.stream()
                .flatMap(budget -> Bench.VALUES.stream().map(value -> new Size(value, budget)))
                .toList();
    }

    private static List<Cell> cells(String each, String what, String subject) {
        return fixed().stream().map(size -> cell(each, what, subject, size)).toList();
    }

    private static List<Cell> decoded(String each, String what, String subject) {
        return Receive.SMALL_VALUES.stream()
                .map(value -> new Cell(each, what, subject, Map.of("value", (long) value)))
                .toList();
    }

    private static Cell cell(String each, String what, String subject, Size size) {
        return new Cell(each, what, subject, size.with());
    }

    private static List<String> kevy() {
        return Kevy.VERSIONS.stream().map(Kevy::label).toList();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private static String list(List<Integer> bytes) {
        return String.join(", ", bytes.stream().map(Markdown::bytes).toList());
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
