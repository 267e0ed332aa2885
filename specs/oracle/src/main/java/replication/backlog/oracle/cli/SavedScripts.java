package replication.backlog.oracle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import replication.backlog.model.Script;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.vectors.ScriptFile;

/** The files of scripts that a command names. */
final class SavedScripts {

    private SavedScripts() {}

    /** {@return the files; those in a folder in the order of their names} */
    static List<Path> files(CommandSpec spec, List<String> names) {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                files.addAll(inFolder(spec, path));
            } else {
                files.add(path);
            }
        }
        if (files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "No file is named: give one that check --save wrote.");
        }
        return files;
    }

    private static List<Path> inFolder(CommandSpec spec, Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "The folder " + folder + " has no file that ends in .jsonl.");
            }
            return files;
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The folder " + folder + " cannot be read (" + Untrusted.abridged("" + e.getMessage()) + ").");
        }
    }

    /** {@return the scripts in some files} */
    static List<Script> read(CommandSpec spec, List<Path> files) {
        List<Script> scripts = new ArrayList<>();
        try {
            for (Path file : files) {
                scripts.addAll(ScriptFile.read(file));
            }
        } catch (ScriptFile.Unusable unusable) {
            throw new ParameterException(spec.commandLine(), unusable.getMessage());
        }
        return scripts;
    }
}
