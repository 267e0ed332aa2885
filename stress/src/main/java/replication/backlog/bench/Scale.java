package replication.backlog.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures how cost grows, for SCALE.md, and writes it. */
public final class Scale {

    /** Where in the module measurements are kept. */
    static final String MEASUREMENTS = "benchmarks/scale.json";

    static final List<Long> FRAMES = List.of(100L, 1000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L);
    static final List<Long> VALUES = List.of(16L, 256L, 4096L, 65_536L, 1L << 20, 16L << 20);
    static final List<Long> BUDGETS = List.of(1L << 20, 16L << 20, 256L << 20, 1L << 30, 6L << 30);

    /** What the other sweeps hold still. */
    static final long BUDGET = 256 << 20;

    static final int VALUE = 4096;
    static final int SMALL_VALUE = 16;

    private final Session session;

    private Scale(Session session) {
        this.session = session;
    }

    /**
     * Runs; the properties are those of {@link Session}, and {@code scale.pushes} says how long the long run is.
     *
     * @param args the module's folder
     */
    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        Session session = new Session(Path.of(args[0]).toAbsolutePath());
        Scale scale = new Scale(session);
        for (int round = 1; round <= session.rounds(); round++) {
            scale.measure(round);
        }
        for (MeasuredBacklog subject : MeasuredBacklog.PRODUCTION) {
            session.longRun(scale.jvm(BUDGET), subject, Long.getLong("scale.pushes"));
        }
        session.write(MEASUREMENTS, Scale::pages);
    }

    /** {@return the files that are made of the measurements, by their places in the module} */
    static Map<String, String> pages(BenchmarkResults results) {
        return Map.of("SCALE.md", new ScalePage(results).toString());
    }

    /** {@return the budget that is full with so many frames} */
    static long budgetOf(long frames) {
        return frames * Workload.frameBytes(SMALL_VALUE);
    }

    private void measure(int round) throws IOException, RunnerException {
        for (long frames : FRAMES) {
            Jvm jvm = jvm(budgetOf(frames));
            session.jmh(round, jvm, FindBenchmark.class, "framesFrom", Map.of("frames", List.of(frames)));
            push(round, SMALL_VALUE, budgetOf(frames));
        }
        for (long value : VALUES) {
            push(round, value, BUDGET);
        }
        for (long budget : BUDGETS) {
            if (budget != BUDGET) { // which the other sweep has measured
                push(round, VALUE, budget);
            }
        }
    }

    private void push(int round, long value, long budget) throws IOException, RunnerException {
        Map<String, List<?>> parameters = Map.of("value", List.of(value), "budget", List.of(budget));
        session.jmh(round, jvm(budget), PushBenchmark.class, "evicting", parameters);
    }

    /** A heap that the budget leaves most of to garbage: 2, 4 or 10 GiB. */
    private Jvm jvm(long budget) {
        return new Jvm(session.homes().get(0), "G1", budget <= BUDGET ? 2 : budget <= 1 << 30 ? 4 : 10);
    }
}
