package replication.backlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that figures were measured on. */
public final class Machine {

    private Machine() {}

    /** {@return what it is called in a document, for instance {@code 2 CPUs (AMD EPYC)}} */
    public static String processors() {
        return Runtime.getRuntime().availableProcessors() + " CPUs (" + name() + ")";
    }

    /** {@return for instance {@code Linux amd64}} */
    public static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** What Linux calls the processor; elsewhere its architecture has to do. */
    private static String name() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("[^:]*: *", ""))
                    .findFirst()
                    .orElse("processor unknown");
        } catch (IOException notLinux) {
            return "processor unknown";
        }
    }
}
