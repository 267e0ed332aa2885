package replication.backlog.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package, each cell in a fresh JVM. */
final class Jmh {

    private final TimeValue time;
    private final Path log;
    private final Set<String> jvms = new LinkedHashSet<>();

    /**
     * Creates a runner.
     *
     * @param millis how long to warm up, and how long to measure
     * @param log the file for JMH's own report on the last run
     */
    Jmh(int millis, Path log) {
        this.time = TimeValue.milliseconds(millis);
        this.log = log;
    }

    /** {@return the full names of the virtual machines that it has measured in} */
    List<String> jvms() {
        return List.copyOf(jvms);
    }

    /** Measures one benchmark, for all combinations of the parameters. */
    List<Measurement> run(int round, Jvm jvm, Class<?> benchmarks, String method, Map<String, List<?>> parameters)
            throws IOException, RunnerException {
        var options = options(jvm, benchmarks, method).addProfiler(GCProfiler.class);
        parameters.forEach((name, values) ->
                options.param(name, values.stream().map(String::valueOf).toArray(String[]::new)));
        return measurements(
                round,
                jvm,
                new Runner(options.build()).run(),
                result -> Map.of(
                        "ns",
                        result.getPrimaryResult().getScore(),
                        "allocated",
                        Math.rint(secondary(result, "gc.alloc.rate.norm"))));
    }

    /** Measures the locked backlog, with one writer and so many readers: how much, and how the writer fares. */
    List<Measurement> runLocked(int round, Jvm jvm, int readers, MeasuredBacklog subject, int buffer)
            throws IOException, RunnerException {
        List<Measurement> found = new ArrayList<>();
        found.addAll(measurements(
                round,
                jvm,
                new Runner(locked(jvm, readers, subject, buffer)
                                .mode(Mode.Throughput)
                                .timeUnit(TimeUnit.SECONDS)
                                .build())
                        .run(),
                result -> Map.of("writes", secondary(result, "write"), "frames", secondary(result, "frames"))));
        found.addAll(measurements(
                round,
                jvm,
                new Runner(locked(jvm, readers, subject, buffer)
                                .mode(Mode.SampleTime)
                                .timeUnit(TimeUnit.NANOSECONDS)
                                .build())
                        .run(),
                result -> Map.of(
                        "p999",
                        result.getSecondaryResults()
                                .get("write")
                                .getStatistics()
                                .getPercentile(99.9))));
        return found;
    }

    private ChainedOptionsBuilder locked(Jvm jvm, int readers, MeasuredBacklog subject, int buffer) {
        return options(jvm, LockedBenchmark.class, "locked")
                .param("subject", subject.name())
                .param("buffer", String.valueOf(buffer))
                .threadGroups(readers, 1); // in the alphabetical order of the methods: read, write
    }

    private ChainedOptionsBuilder options(Jvm jvm, Class<?> benchmarks, String method) {
        return new OptionsBuilder()
                .include("^" + benchmarks.getName() + "." + method + "$")
                .jvm(jvm.java().toString())
                .jvmArgs(jvm.options().toArray(String[]::new))
                .forks(1)
                .warmupIterations(1)
                .warmupTime(time)
                .measurementIterations(1)
                .measurementTime(time)
                .shouldFailOnError(true)
                .output(log.toString());
    }

    private interface Figures {
        Map<String, Double> of(RunResult result);
    }

    private List<Measurement> measurements(int round, Jvm jvm, Collection<RunResult> results, Figures figures)
            throws IOException {
        String on = jvm.label();
        return results.stream()
                .map(result -> measurement(round, on, result, figures))
                .toList();
    }

    private Measurement measurement(int round, String on, RunResult result, Figures figures) {
        BenchmarkParams parameters = result.getParams();
        jvms.add(parameters.getVmName() + " " + parameters.getVmVersion());
        Map<String, Long> with = new HashMap<>();
        for (String name : parameters.getParamsKeys()) {
            if (!name.equals("subject")) {
                with.put(name, Long.valueOf(parameters.getParam(name)));
            }
        }
        if (parameters.getThreadGroups().length > 1) {
            with.put("readers", (long) parameters.getThreadGroups()[0]);
        }
        String benchmark = parameters.getBenchmark();
        String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        String subject = parameters.getParam("subject");
        return new Measurement(
                round,
                on,
                method,
                subject == null ? method : MeasuredBacklog.valueOf(subject).label(),
                with,
                figures.of(result));
    }

    private static double secondary(RunResult result, String name) {
        Result<?> found = result.getSecondaryResults().get(name);
        return found.getScore();
    }
}
