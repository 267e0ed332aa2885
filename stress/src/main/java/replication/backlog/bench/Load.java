package replication.backlog.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Measures what readers cost the writer, for LOAD.md, and writes it. */
public final class Load {

    /** Where in the module measurements are kept. */
    static final String MEASUREMENTS = "benchmarks/load.json";

    /** The wrapper, and what stands beside it. */
    static final List<String> LOCKS = List.of("unfair", "fair", "wrapper");

    /**
     * A load.
     *
     * @param readers how many readers there are
     * @param behind how many of them are always far behind; the others wait when they have caught up
     * @param rest microseconds between two pushes; 0 if the writer never rests
     * @param isVirtual whether the readers are virtual threads
     */
    record Readers(int readers, int behind, long rest, boolean isVirtual) {

        Map<String, Long> with() {
            return Map.of(
                    "readers", (long) readers, "behind", (long) behind, "rest", rest, "virtual", isVirtual ? 1L : 0L);
        }

        List<String> arguments() {
            return List.of(
                    String.valueOf(readers), String.valueOf(behind), String.valueOf(rest), String.valueOf(isVirtual));
        }
    }

    static final List<Readers> RESTING =
            List.of(new Readers(8, 8, 1000, false), new Readers(32, 32, 1000, false), new Readers(8, 4, 1000, false));

    static final List<Readers> RESTLESS = List.of(
            new Readers(8, 0, 0, false),
            new Readers(32, 0, 0, false),
            new Readers(8, 8, 0, false),
            new Readers(32, 32, 0, false),
            new Readers(8, 4, 0, false));

    static final List<Readers> VIRTUAL = List.of(new Readers(1000, 1000, 1000, true), new Readers(1000, 0, 0, true));

    private Load() {}

    /**
     * Runs; the properties are those of {@link Session}. With a second JDK, virtual threads are measured on that.
     *
     * @param args the module's folder
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Session session = new Session(Path.of(args[0]).toAbsolutePath());
        for (int round = 1; round <= session.rounds(); round++) {
            for (List<Readers> loads : List.of(RESTING, RESTLESS, VIRTUAL)) {
                Path home =
                        session.homes().get(loads == VIRTUAL ? session.homes().size() - 1 : 0);
                Jvm jvm = new Jvm(home, "G1", 2);
                if (loads != VIRTUAL || jvm.feature() >= 21) {
                    for (Readers load : loads) {
                        for (String lock : LOCKS) {
                            session.overtaking(round, jvm, lock, load);
                        }
                    }
                }
            }
        }
        session.write(MEASUREMENTS, Load::pages);
    }

    /** {@return the files that are made of the measurements, by their places in the module} */
    static Map<String, String> pages(BenchmarkResults results) {
        return Map.of("LOAD.md", new LoadPage(results).toString());
    }
}
