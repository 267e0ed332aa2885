package replication.backlog.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * A virtual machine to measure in.
 *
 * @param home the JDK's folder
 * @param collector its garbage collector, as the option calls it
 * @param gibibytes the size of the heap
 */
record Jvm(Path home, String collector, int gibibytes) {

    Path java() {
        return home.resolve("bin/java");
    }

    /** The whole heap is there from the start: getting it from the system is not what is measured. */
    List<String> options() {
        return List.of(
                "-XX:+Use" + collector + "GC",
                "-Xms" + gibibytes + "g",
                "-Xmx" + gibibytes + "g",
                "-XX:+AlwaysPreTouch");
    }

    /** {@return what its measurements are filed under, for instance {@code JDK 17, G1}} */
    String label() throws IOException {
        return "JDK " + feature() + ", " + collector;
    }

    /** {@return the number of its version, for instance 17} */
    int feature() throws IOException {
        return Runtime.Version.parse(version()).feature();
    }

    /** {@return its version, for instance {@code 17.0.15}} */
    String version() throws IOException {
        Properties release = new Properties();
        try (Reader file = Files.newBufferedReader(home.resolve("release"))) {
            release.load(file);
        }
        return release.getProperty("JAVA_VERSION").replace("\"", "");
    }
}
