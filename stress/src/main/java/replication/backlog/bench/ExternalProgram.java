package replication.backlog.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Runs programs, each in a process of its own, and reads what they print. */
final class ExternalProgram {

    private static final JsonMapper JSON = new JsonMapper();

    private ExternalProgram() {}

    /**
     * {@return what it printed}
     *
     * @param log where what it complains about goes
     * @throws IOException if it could not be started or failed
     */
    static String run(File log, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(log).start();
        Thread end = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " exited with status " + status + ": "
                    + Files.readString(log.toPath()).strip().lines().reduce("", (a, b) -> b));
        }
        return out;
    }

    /** {@return the figures that it printed, an object in a line} As {@link #run} otherwise. */
    static List<Map<String, Double>> figures(File log, List<String> command) throws IOException, InterruptedException {
        List<Map<String, Double>> figures = new ArrayList<>();
        for (String line : run(log, command).lines().toList()) {
            figures.add(JSON.readValue(line, new TypeReference<>() {}));
        }
        return figures;
    }

    /** {@return the command that runs a class of this class path} */
    static List<String> java(Path java, List<String> options, Class<?> main) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }
}
