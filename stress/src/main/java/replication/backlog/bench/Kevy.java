package replication.backlog.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** kevy-replicate, as published, put to the same cells by the programs of {@code stress/kevy}. */
final class Kevy {

    /** The versions, the one that the rules come from first. */
    static final List<String> VERSIONS = List.of("1.43.0", "7.0.0");

    private final Path programs;
    private final File log;

    private Kevy(Path programs, File log) {
        this.programs = programs;
        this.log = log;
    }

    static String label(String version) {
        return "kevy-replicate " + version;
    }

    static boolean isLabel(String subject) {
        return VERSIONS.stream().map(Kevy::label).anyMatch(subject::equals);
    }

    /**
     * Builds the programs.
     *
     * @throws IOException if that cannot be done here; the message says why
     */
    static Kevy build(Path module, Path target) throws IOException, InterruptedException {
        File log = target.resolve("cargo.txt").toFile();
        Path folder = target.resolve("kevy");
        // 7.0.0 asks for a newer Rust than it needs.
        ExternalProgram.run(
                log,
                List.of(
                        "cargo",
                        "build",
                        "--release",
                        "--locked",
                        "--ignore-rust-version",
                        "--manifest-path",
                        module.resolve("kevy/Cargo.toml").toString(),
                        "--target-dir",
                        folder.toString()));
        return new Kevy(folder.resolve("release"), log);
    }

    /** Measures one cell, for each version. */
    List<Measurement> run(int round, String what, Map<String, Long> with, List<Long> arguments)
            throws IOException, InterruptedException {
        List<Measurement> found = new ArrayList<>();
        for (String version : VERSIONS) {
            Path program = programs.resolve(
                    "bench-" + version.replaceFirst("\\.0$", "").replace('.', '-'));
            List<String> command = Stream.concat(
                            Stream.of(program.toString(), what),
                            arguments.stream().map(String::valueOf))
                    .toList();
            for (Map<String, Double> figures : ExternalProgram.figures(log, command)) {
                found.add(new Measurement(round, Measurement.NATIVE, what, label(version), with, figures));
            }
        }
        return found;
    }
}
