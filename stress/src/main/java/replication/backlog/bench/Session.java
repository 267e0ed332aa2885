package replication.backlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * One run of the measuring, and what it has found so far. The properties {@code bench.rounds} and {@code bench.millis} say how
 * often and how long, {@code bench.jdk} names a second JDK, and {@code bench.command} is quoted, with what differs from its
 * defaults.
 */
final class Session {

    private final int rounds = Integer.getInteger("bench.rounds");
    private final int millis = Integer.getInteger("bench.millis");
    private final List<Path> homes;
    private final long start = System.nanoTime();
    private final Path module;
    private final Path target;
    private final Jmh jmh;
    private Kevy kevy;
    private boolean isKevyBuilt;
    private String redis;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    Session(Path module) throws IOException, InterruptedException {
        this.module = module;
        target = Files.createDirectories(module.resolve("target/benchmarks"));
        homes = Stream.of(System.getProperty("java.home"), System.getProperty("bench.jdk", ""))
                .filter(home -> !home.isEmpty())
                .map(Path::of)
                .toList();
        jmh = new Jmh(millis, target.resolve("jmh.txt"));
    }

    private Kevy kevy() throws InterruptedException {
        try {
            return Kevy.build(module, target);
        } catch (IOException noCargo) {
            leftOut.add("kevy-replicate: " + noCargo.getMessage());
            return null;
        }
    }

    int rounds() {
        return rounds;
    }

    int millis() {
        return millis;
    }

    /** {@return the folders of the JDKs to measure on, the one that runs this first} */
    List<Path> homes() {
        return homes;
    }

    void jmh(int round, Jvm jvm, Class<?> benchmarks, String method, Map<String, List<?>> parameters)
            throws IOException, RunnerException {
        add(jmh.run(round, jvm, benchmarks, method, parameters));
    }

    void locked(int round, Jvm jvm, int readers, MeasuredBacklog subject, int buffer)
            throws IOException, RunnerException {
        add(jmh.runLocked(round, jvm, readers, subject, buffer));
    }

    void footprint(int round, Jvm jvm, MeasuredBacklog subject, int value, long budget)
            throws IOException, InterruptedException {
        Map<String, Long> with = Map.of("value", (long) value, "budget", budget);
        List<String> arguments = List.of(subject.name(), String.valueOf(value), String.valueOf(budget));
        for (Map<String, Double> found : figures("footprint.txt", jvm, Footprint.class, arguments)) {
            add(List.of(new Measurement(round, jvm.label(), "footprint", subject.label(), with, found)));
        }
    }

    /** Measures each tenth of so many pushes. */
    void longRun(Jvm jvm, MeasuredBacklog subject, long pushes) throws IOException, InterruptedException {
        List<Map<String, Double>> tenths =
                figures("long-run.txt", jvm, LongRun.class, List.of(subject.name(), String.valueOf(pushes)));
        for (int tenth = 1; tenth <= tenths.size(); tenth++) {
            Map<String, Long> with = Map.of("pushes", pushes / tenths.size() * tenth);
            Map<String, Double> found = tenths.get(tenth - 1);
            add(List.of(new Measurement(1, jvm.label(), "longRun", subject.label(), with, found)));
        }
    }

    /** Measures a writer and its readers behind a lock. */
    void overtaking(int round, Jvm jvm, String lock, Load.Readers load) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(lock));
        arguments.addAll(load.arguments());
        arguments.add(String.valueOf(millis));
        String what = load.isVirtual() ? "virtual" : "threads";
        for (Map<String, Double> found : figures("overtaking.txt", jvm, Overtaking.class, arguments)) {
            add(List.of(new Measurement(round, jvm.label(), what, lock, load.with(), found)));
        }
    }

    /** Measures how long reading takes that is doubled. */
    void doubling(int round, Jvm jvm, String subject, Doubling.Series series, int size)
            throws IOException, InterruptedException {
        List<String> arguments = List.of(subject, series.name(), String.valueOf(size), String.valueOf(millis));
        for (Map<String, Double> found : figures("doubling.txt", jvm, Doubling.class, arguments)) {
            add(List.of(
                    new Measurement(round, jvm.label(), series.name(), subject, Map.of("size", (long) size), found)));
        }
    }

    /** Measures a primary and its replicas; leaves Redis out where there is none. */
    void fanOut(int round, Jvm jvm, String who, int value, int mebibytes) throws IOException, InterruptedException {
        if (who.equals(FanOut.REDIS) && !hasRedis()) {
            return;
        }
        List<String> arguments = List.of(who, String.valueOf(value), String.valueOf(mebibytes), target.toString());
        for (Map<String, Double> found : figures("fan-out.txt", jvm, FanOut.class, arguments)) {
            add(List.of(new Measurement(round, jvm.label(), "fanOut", who, Map.of("value", (long) value), found)));
        }
    }

    private boolean hasRedis() throws InterruptedException {
        if (redis == null) {
            try {
                redis = RedisPrimary.version(target);
            } catch (IOException noRedis) {
                redis = "";
                leftOut.add("Redis: " + noRedis.getMessage());
            }
        }
        return !redis.isEmpty();
    }

    /** What a program prints in a process of its own; what it complains about goes into a log. */
    private List<Map<String, Double>> figures(String log, Jvm jvm, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ExternalProgram.java(jvm.java(), jvm.options(), main));
        command.addAll(arguments);
        return ExternalProgram.figures(target.resolve(log).toFile(), command);
    }

    /** Does nothing where kevy-replicate cannot be built. */
    void kevy(int round, String what, Map<String, Long> with, long... arguments)
            throws IOException, InterruptedException {
        if (!isKevyBuilt) {
            isKevyBuilt = true;
            kevy = kevy();
        }
        if (kevy != null) {
            add(kevy.run(round, what, with, Arrays.stream(arguments).boxed().toList()));
        }
    }

    /** Writes what was found, and the pages that are made of it, by their places in the module. */
    void write(String measurements, Function<BenchmarkResults, Map<String, String>> pages) throws IOException {
        BenchmarkResults results = results();
        results.write(module.resolve(measurements));
        for (Map.Entry<String, String> page : pages.apply(results).entrySet()) {
            Files.writeString(module.resolve(page.getKey()), page.getValue());
        }
    }

    private BenchmarkResults results() throws IOException {
        BenchmarkRun run = new BenchmarkRun(
                command(),
                LocalDate.now().toString(),
                Machine.processors() + ", " + Machine.system(),
                jvms(),
                rounds,
                millis,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                leftOut);
        return new BenchmarkResults(run, measurements);
    }

    /** What JMH has used; where it had no part, the JDKs; and Redis. */
    private List<String> jvms() throws IOException {
        List<String> jvms = new ArrayList<>(jmh.jvms());
        if (jvms.isEmpty()) {
            for (Path home : homes) {
                jvms.add("JDK " + new Jvm(home, "", 0).version());
            }
        }
        if (redis != null && !redis.isEmpty()) {
            jvms.add("Redis " + redis);
        }
        return jvms;
    }

    private String command() {
        StringBuilder command = new StringBuilder(System.getProperty("bench.command"));
        homes.stream().skip(1).forEach(home -> command.append(" -Dbench.jdk=").append(home));
        if (BenchmarkRun.isTry(rounds, millis)) {
            command.append(" -Dbench.rounds=")
                    .append(rounds)
                    .append(" -Dbench.millis=")
                    .append(millis);
            Long pushes = Long.getLong("scale.pushes");
            command.append(pushes == null ? "" : " -Dscale.pushes=" + pushes);
        }
        return command.toString();
    }

    private void add(List<Measurement> found) {
        measurements.addAll(found);
        found.forEach(System.out::println);
    }
}
