package replication.backlog.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import replication.backlog.bench.Machine;

/** A run of jcstress as a part of a document: what was run where, and what was seen. */
final class JcstressSummary {

    private static final String BEGIN = "<!-- What follows was written by the command that it names. -->\n";
    private static final int OUTCOMES_SHOWN = 8;

    private final JcstressResults results;
    private final StringBuilder text = new StringBuilder();

    JcstressSummary(JcstressResults results, long seconds) {
        this.results = results;
        line("Made by `%s`", System.getProperty("stress.command", "JcstressRun"));
        line(
                "on %s, %s %s, %s, in %,d seconds of jcstress.",
                Machine.processors(), property("java.vm.name"), property("java.vm.version"), Machine.system(), seconds);
        line("");
        line("| race | wrapper: samples | outcomes, each predicted | control: samples | wrong |");
        line("|---|--:|--:|--:|--:|");
        essays().forEach(this::row);
        essays().forEach(this::outcomes);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Puts the summary where an earlier one stands in a document. */
    void writeInto(Path document) throws IOException {
        String before = Files.readString(document).split(BEGIN, 2)[0];
        Files.writeString(document, before + BEGIN + "\n" + text);
    }

    private List<String> essays() {
        return results.tests().stream()
                .map(test -> test.substring(0, test.lastIndexOf('.')))
                .distinct()
                .toList();
    }

    private void row(String essay) {
        Map<String, Long> locked = results.outcomes(essay + ".Locked");
        Map<String, Long> control = results.outcomes(essay + ".Unlocked");
        long wrong = control.entrySet().stream()
                .filter(seen -> JcstressResults.isFault(essay + ".Unlocked", seen.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        line(
                "| [%s](src/main/java/%s.java) | %,d | %d | %,d | %,d |",
                simple(essay), essay.replace('.', '/'), sum(locked), locked.size(), sum(control), wrong);
    }

    /** The most frequent outcomes of both tests of an essay. */
    private void outcomes(String essay) {
        line("");
        line("### %s", simple(essay));
        for (String test : List.of(essay + ".Unlocked", essay + ".Locked")) {
            Map<String, Long> outcomes = results.outcomes(test);
            line("");
            line("| %s | samples | |", JcstressResults.isControl(test) ? "control" : "wrapper");
            line("|---|--:|---|");
            outcomes.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(OUTCOMES_SHOWN)
                    .forEach(seen -> line(
                            "| `%s` | %,d | %s |",
                            plain(seen.getKey()),
                            seen.getValue(),
                            JcstressResults.isFault(test, seen.getKey()) ? "in no order" : "in some order"));
            if (outcomes.size() > OUTCOMES_SHOWN) {
                line("| and %d more | | |", outcomes.size() - OUTCOMES_SHOWN);
            }
        }
    }

    private static String plain(String outcome) {
        return outcome.replaceFirst("^in (no )?order: ", "");
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String property(String name) {
        return System.getProperty(name);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append('\n');
    }
}
