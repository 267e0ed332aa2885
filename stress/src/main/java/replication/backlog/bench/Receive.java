package replication.backlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures the path that a server takes, for RECEIVE.md, and writes it. */
public final class Receive {

    /** Where in the module measurements are kept. */
    static final String MEASUREMENTS = "benchmarks/receive.json";

    /** What is decoded, and streamed to replicas. */
    static final List<Integer> SMALL_VALUES = List.of(16, 256, 4096);

    /** The defaults of {@link ColdBenchmark}. */
    static final Map<String, Long> COLD = Map.of("value", 256L, "frames", 1_000_000L);

    private final Session session;
    private final List<Jvm> jvms = new ArrayList<>();

    private Receive(Session session) {
        this.session = session;
        session.homes().forEach(home -> jvms.add(new Jvm(home, "G1", 2)));
    }

    /**
     * Runs; the properties are those of {@link Session}.
     *
     * @param args the module's folder
     */
    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        Path module = Path.of(args[0]).toAbsolutePath();
        Session session = new Session(module);
        Receive receive = new Receive(session);
        for (int round = 1; round <= session.rounds(); round++) {
            receive.measure(round);
        }
        String readme = Files.readString(module.resolve(Bench.README));
        session.write(MEASUREMENTS, results -> pages(results, readme));
    }

    /** {@return the files that are made of the measurements, by their places in the module} */
    static Map<String, String> pages(BenchmarkResults results, String readme) {
        ReceivePage page = new ReceivePage(results);
        return Map.of("RECEIVE.md", page.toString(), Bench.README, Markdown.into(readme, "receive", page.headline()));
    }

    private void measure(int round) throws IOException, InterruptedException, RunnerException {
        for (int budget : Bench.BUDGETS) {
            for (int value : Bench.VALUES) {
                received(round, value, budget);
            }
        }
        received(round, Workload.MIXED, Bench.BUDGETS.get(0));
        for (int value : SMALL_VALUES) {
            decoded(round, value);
        }
        decoded(round, Workload.MIXED);
        session.jmh(round, jvms.get(0), ColdBenchmark.class, "cold", Map.of());
        session.kevy(round, "cold", COLD, COLD.get("value"), COLD.get("frames"), session.millis());
        for (Doubling.Series series : Doubling.SERIES) {
            for (String subject : Doubling.SUBJECTS) {
                for (int size : series.sizes()) {
                    session.doubling(round, jvms.get(0), subject, series, size);
                }
            }
        }
        for (int value : SMALL_VALUES) {
            for (String who : List.of(FanOut.OWN, FanOut.REDIS)) {
                session.fanOut(round, jvms.get(0), who, value, session.millis() / 8);
            }
        }
    }

    private void received(int round, int value, int budget) throws IOException, InterruptedException, RunnerException {
        Map<String, Long> with = Map.of("value", (long) value, "budget", (long) budget);
        for (Jvm jvm : jvms) {
            Map<String, List<?>> parameters =
                    Map.of("subject", MeasuredBacklog.PRODUCTION, "value", List.of(value), "budget", List.of(budget));
            session.jmh(round, jvm, ReceiveBenchmark.class, "receive", parameters);
            session.jmh(round, jvm, ReceiveBenchmark.class, "owned", parameters);
        }
        session.kevy(round, "receive", with, value, budget, session.millis());
        session.kevy(round, "owned", with, value, budget, session.millis());
    }

    private void decoded(int round, int value) throws IOException, InterruptedException, RunnerException {
        Map<String, List<?>> parameters = Map.of("value", List.of(value));
        for (Jvm jvm : jvms) {
            session.jmh(round, jvm, DecodeBenchmark.class, "parse", parameters);
            session.jmh(round, jvm, DecodeBenchmark.class, "decode", parameters);
            session.jmh(round, jvm, DecodeBenchmark.class, "decodeOwned", parameters);
        }
        for (String what : List.of("parse", "decode")) {
            session.kevy(round, what, Map.of("value", (long) value), value, session.millis());
        }
    }
}
