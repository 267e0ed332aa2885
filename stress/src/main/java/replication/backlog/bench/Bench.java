package replication.backlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures everything for BENCHMARKS.md, and writes it. */
public final class Bench {

    /** Where in the module measurements are kept. */
    static final String MEASUREMENTS = "benchmarks/measurements.json";

    /** The project's own, which has a part that is made of the measurements. */
    static final String README = "../README.md";

    static final List<Integer> VALUES = List.of(16, 256, 4096, 65_536);
    static final List<Integer> BUDGETS = List.of(1 << 20, 256 << 20);
    private static final List<Integer> FRAMES = List.of(1000, 10_000, 100_000, 1_000_000);

    /** Makes frames of 66 bytes at the offsets that a full backlog of 256 MiB holds. */
    private static final int SMALL_VALUE = 23;

    private final Session session;
    private final List<Jvm> jvms = new ArrayList<>();

    private Bench(Session session) {
        this.session = session;
        for (Path home : session.homes()) {
            jvms.add(new Jvm(home, "G1", 2));
            jvms.add(new Jvm(home, "Parallel", 2));
        }
    }

    /**
     * Runs; the properties are those of {@link Session}.
     *
     * @param args the module's folder
     */
    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        Path module = Path.of(args[0]).toAbsolutePath();
        Session session = new Session(module);
        new Bench(session).measure();
        String readme = Files.readString(module.resolve(README));
        session.write(MEASUREMENTS, results -> pages(results, readme));
    }

    /** {@return the files that are made of the measurements, by their places in the module} */
    static Map<String, String> pages(BenchmarkResults results, String readme) {
        return Map.of(
                "benchmarks/push.svg",
                new Plot(results).toString(),
                "BENCHMARKS.md",
                new BenchmarksPage(results).toString(),
                README,
                ReadmeChoice.into(readme, results));
    }

    /** What is compared is measured close together, and all of it again in each round. */
    private void measure() throws IOException, InterruptedException, RunnerException {
        for (int round = 1; round <= session.rounds(); round++) {
            for (int budget : BUDGETS) {
                for (int value : VALUES) {
                    push(round, value, budget);
                }
            }
            for (int frames : FRAMES) {
                session.jmh(round, jvms.get(0), FindBenchmark.class, "framesFrom", Map.of("frames", List.of(frames)));
                session.kevy(round, "framesFrom", Map.of("frames", (long) frames), (long) frames, session.millis());
            }
            for (String method : List.of("drain", "frames", "copyFrom", "pushAndDrop")) {
                session.jmh(round, jvms.get(0), ReadBenchmark.class, method, Map.of());
            }
            for (int readers = 1; readers <= 2; readers++) {
                session.locked(round, jvms.get(0), readers, MeasuredBacklog.DEQUE, 0);
                session.locked(round, jvms.get(0), readers, MeasuredBacklog.ARENA, 0);
                session.locked(round, jvms.get(0), readers, MeasuredBacklog.ARENA, 1 << 16);
            }
            footprint(round);
        }
    }

    private void push(int round, int value, int budget) throws IOException, InterruptedException, RunnerException {
        Map<String, List<?>> parameters = Map.of("value", List.of(value), "budget", List.of(budget));
        Map<String, Long> with = Map.of("value", (long) value, "budget", (long) budget);
        for (Jvm jvm : jvms) {
            session.jmh(round, jvm, PushBenchmark.class, "evicting", parameters);
            if (jvm.collector().equals("G1")) { // they create no garbage: one collector is as good as another
                for (String limit : Pushes.LIMITS) {
                    session.jmh(round, jvm, CopyBenchmark.class, limit, parameters);
                }
            }
        }
        session.kevy(round, "evicting", with, value, budget, session.millis());
        session.jmh(round, jvms.get(0), PushBenchmark.class, "filling", parameters);
        session.kevy(round, "filling", with, value, budget, session.millis());
    }

    private void footprint(int round) throws IOException, InterruptedException {
        long budget = 256 << 20;
        for (Path home : session.homes()) {
            for (MeasuredBacklog subject : MeasuredBacklog.values()) {
                session.footprint(round, new Jvm(home, "Serial", 2), subject, SMALL_VALUE, budget);
            }
        }
        Map<String, Long> with = Map.of("value", (long) SMALL_VALUE, "budget", budget);
        session.kevy(round, "footprint", with, SMALL_VALUE, budget);
    }
}
