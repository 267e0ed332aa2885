package replication.backlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a run measured, as JSON with one measurement a line. Pages are made of it and of nothing else.
 *
 * @param run where it comes from
 * @param measurements what was measured
 */
record BenchmarkResults(BenchmarkRun run, List<Measurement> measurements) {

    private static final JsonMapper JSON = new JsonMapper();

    static BenchmarkResults read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), BenchmarkResults.class);
    }

    void write(Path file) throws IOException {
        String lines = measurements.stream().map(JSON::writeValueAsString).collect(Collectors.joining(",\n"));
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, "{\"run\":" + JSON.writeValueAsString(run) + ",\n\"measurements\":[\n" + lines + "\n]}\n");
    }

    /** {@return the cells of a benchmark, in the order of the run} */
    List<Cell> cells(String what) {
        return measurements.stream()
                .map(Measurement::cell)
                .filter(cell -> cell.what().equals(what))
                .distinct()
                .toList();
    }

    /** {@return the JVMs and collectors that have measured this, in the order of the run} */
    List<String> on(String what) {
        return cells(what).stream()
                .map(Cell::on)
                .filter(on -> !on.equals(Measurement.NATIVE))
                .distinct()
                .toList();
    }

    /** {@return the subjects of a benchmark, in the order of the run} */
    List<String> subjects(String what) {
        return cells(what).stream().map(Cell::subject).distinct().toList();
    }

    /** {@return the values that a benchmark had for a parameter, in ascending order} */
    List<Long> values(String what, String parameter) {
        return cells(what).stream()
                .flatMap(cell -> Stream.ofNullable(cell.with().get(parameter)))
                .distinct()
                .sorted()
                .toList();
    }

    Optional<Spread> spread(Cell cell, String figure) {
        return Spread.of(rounds(cell, figure).values());
    }

    /** {@return how many times the other it takes, compared round by round} */
    Optional<Spread> ratio(Cell cell, Cell other, String figure) {
        return Spread.of(combined(rounds(cell, figure), rounds(other, figure), (a, b) -> a / b)
                .values());
    }

    /** {@return the geometric mean of such ratios, round by round} */
    Optional<Spread> ratios(List<Cell> cells, List<Cell> others, String figure) {
        SortedMap<Integer, Double> product = null;
        for (int i = 0; i < cells.size(); i++) {
            SortedMap<Integer, Double> ratio =
                    combined(rounds(cells.get(i), figure), rounds(others.get(i), figure), (a, b) -> a / b);
            product = product == null ? ratio : combined(product, ratio, (a, b) -> a * b);
        }
        return product == null
                ? Optional.empty()
                : Spread.of(product.values().stream()
                        .map(all -> Math.pow(all, 1.0 / cells.size()))
                        .toList());
    }

    private SortedMap<Integer, Double> rounds(Cell cell, String figure) {
        return measurements.stream()
                .filter(measurement ->
                        measurement.cell().equals(cell) && measurement.found().containsKey(figure))
                .collect(Collectors.toMap(
                        Measurement::round,
                        measurement -> measurement.found().get(figure),
                        BenchmarkResults::once,
                        TreeMap::new));
    }

    private static double once(double first, double second) {
        throw new IllegalStateException("measured twice in a round: " + first + " and " + second);
    }

    private static SortedMap<Integer, Double> combined(
            SortedMap<Integer, Double> first, SortedMap<Integer, Double> second, DoubleBinaryOperator operator) {
        SortedMap<Integer, Double> both = new TreeMap<>(first);
        both.keySet().retainAll(second.keySet());
        both.replaceAll((round, value) -> operator.applyAsDouble(value, second.get(round)));
        return both;
    }
}
