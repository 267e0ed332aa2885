package replication.backlog.conformance.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import replication.backlog.conformance.race.Nearest;
import replication.backlog.conformance.race.RaceJudge;
import replication.backlog.conformance.race.Seen;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Outcome;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;

/** Shows a race that went wrong: the threads side by side with what each was told, and the order that comes nearest. */
public final class RaceText {

    private static final int WIDEST = 60;

    private final Exchange exchange;
    private final Scenario scenario;
    private final Framing framing;
    private final Reply actual;
    private final Optional<Outcome> outcome;

    private RaceText(Divergence divergence) {
        this.exchange = divergence.exchange();
        this.scenario = RaceJudge.scenario(exchange);
        this.framing = exchange.operation().before().framing();
        this.actual = divergence.actual();
        this.outcome = RaceJudge.unexplained(exchange, actual);
    }

    /** {@return the lines between the rule and the comparison of both replies} */
    static List<String> of(Divergence divergence) {
        return new RaceText(divergence).lines();
    }

    /** {@return where the outcome parts from the nearest order; what is right is any order, where there is no outcome} */
    static Comparison compared(Divergence divergence) {
        return new RaceText(divergence).comparison();
    }

    /** {@return the threads side by side, a row of columns each: their names, then call by call} What was told is behind a call. */
    public static List<List<String>> threads(Divergence divergence) {
        return new RaceText(divergence).columns();
    }

    /** {@return the nearest order, a row for each call: the columns of the other threads are empty; empty if nothing comes near} */
    public static List<List<String>> nearest(Divergence divergence) {
        return new RaceText(divergence).nearestColumns();
    }

    /** {@return how often it was seen, and how much of the rest} */
    public static String seen(Divergence divergence) {
        return new RaceText(divergence).seen();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  " + Notation.print(new Request.New(scenario.maxBytes(), scenario.nextOffset())));
        scenario.before().forEach(call -> lines.add("  " + Notation.print(call)));
        table(columns()).forEach(line -> lines.add("    " + line));
        IntStream.range(0, scenario.after().size())
                .forEach(i -> lines.add("  "
                        + told(
                                scenario.after().get(i),
                                outcome.map(seen -> seen.after().get(i)))));
        lines.add("");
        lines.add("  " + seen());
        if (outcome.isPresent() && !exchange.allowed().isEmpty()) {
            lines.add("  No order of these calls explains it. The nearest:");
            table(nearestColumns()).forEach(line -> lines.add("    " + line));
        }
        lines.add("");
        return lines;
    }

    private String seen() {
        if (!(actual instanceof Reply.Raced raced) || outcome.isEmpty()) {
            return "In " + rounds(((Request.Race) exchange.request()).rounds()) + ".";
        }
        Seen seen = Seen.of("", exchange, raced);
        return String.format(
                Locale.ROOT,
                "In %,d of %s. Of %,d outcomes that some order gives, %,d were seen.",
                raced.outcomes().get(outcome.get()),
                rounds(raced.rounds()),
                seen.allowed(),
                seen.seen());
    }

    private static String rounds(long rounds) {
        return rounds == 1 ? "1 round" : String.format(Locale.ROOT, "%,d rounds", rounds);
    }

    private List<List<String>> columns() {
        List<List<String>> rows = new ArrayList<>();
        int threads = scenario.threads().size();
        rows.add(IntStream.rangeClosed(1, threads).mapToObj(i -> "thread " + i).toList());
        int longest = scenario.threads().stream().mapToInt(List::size).max().orElse(0);
        for (int call = 0; call < longest; call++) {
            List<String> row = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                row.add(cell(thread, call, outcome));
            }
            rows.add(row);
        }
        return rows;
    }

    private String cell(int thread, int call, Optional<Outcome> from) {
        List<Request> calls = scenario.threads().get(thread);
        return call < calls.size()
                ? told(
                        calls.get(call),
                        from.map(seen -> seen.threads().get(thread).get(call)))
                : "";
    }

    private static String told(Request call, Optional<Reply> reply) {
        return Notation.print(call)
                + reply.filter(answer -> !(answer instanceof Reply.Done))
                        .map(answer -> " -> " + cut(Notation.print(call, answer)))
                        .orElse("");
    }

    private static String cut(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST) + "…";
    }

    private List<List<String>> nearestColumns() {
        if (outcome.isEmpty() || exchange.allowed().isEmpty()) {
            return List.of();
        }
        Nearest nearest = Nearest.of(scenario, framing, outcome.get());
        int[] made = new int[scenario.threads().size()];
        List<List<String>> rows = new ArrayList<>();
        for (int thread : nearest.order()) {
            List<String> row = new ArrayList<>(Collections.nCopies(made.length, ""));
            boolean differs = thread == nearest.thread() && made[thread] == nearest.call();
            row.set(thread, cell(thread, made[thread]++, Optional.of(nearest.expected())) + (differs ? "  <-" : ""));
            rows.add(row);
        }
        return rows;
    }

    private static List<String> table(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> IntStream.range(0, widths.length)
                .forEach(i -> widths[i] = Math.max(widths[i], row.get(i).length())));
        return rows.stream()
                .map(row -> IntStream.range(0, widths.length)
                        .mapToObj(i ->
                                row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
                        .collect(Collectors.joining("  |  "))
                        .stripTrailing())
                .toList();
    }

    private Comparison comparison() {
        if (outcome.isEmpty() || exchange.allowed().isEmpty()) {
            String came = Notation.print(exchange.request(), actual);
            return new Comparison("", "what comes of some order of the calls", came);
        }
        Nearest nearest = Nearest.of(scenario, framing, outcome.get());
        Request request = nearest.request(scenario);
        String who = nearest.isAfterwards() ? "afterwards" : "thread " + (nearest.thread() + 1);
        Comparison whole = Comparison.ofReplies(request, nearest.right(), nearest.actual(outcome.get()));
        String what = who + ", " + Notation.printAsSent(request) + (whole.what().isEmpty() ? "" : ", " + whole.what());
        return new Comparison(what, whole.expected(), whole.actual());
    }
}
