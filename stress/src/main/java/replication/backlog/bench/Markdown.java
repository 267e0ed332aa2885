package replication.backlog.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page, written from top to bottom. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();

    void add(String block, Object... arguments) {
        text.append(String.format(Locale.ROOT, block, arguments));
    }

    /** A table with a row for each of some things; its first column says which it is, and the others are figures. */
    <T> void table(String first, List<String> columns, List<T> rows, Function<T, String> name, Entries<T> entries) {
        text.append("\n| ").append(first).append(" | ").append(String.join(" | ", columns));
        text.append(" |\n|---|").append("--:|".repeat(columns.size())).append('\n');
        for (T row : rows) {
            text.append("| ").append(name.apply(row));
            for (int column = 0; column < columns.size(); column++) {
                text.append(" | ").append(shown(entries.at(row, column)));
            }
            text.append(" |\n");
        }
    }

    /** What stands in a table. */
    interface Entries<T> {
        Optional<Spread> at(T row, int column);
    }

    static String shown(Optional<Spread> spread) {
        return spread.map(Spread::toString).orElse("–");
    }

    /** {@return for instance {@code 1,000}} */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@return for instance {@code 4 KiB}} */
    static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB"};
        int unit = 0;
        while (unit < units.length - 1 && bytes >= 1024 && bytes % 1024 == 0) {
            bytes /= 1024;
            unit++;
        }
        return bytes + " " + units[unit];
    }

    /** {@return a page with a text in place of what stands between {@code <!-- part -->} and {@code <!-- end of part -->}} */
    static String into(String page, String part, String text) {
        Pattern between = Pattern.compile("(?s)(?<=<!-- " + part + " -->\n).*(?=<!-- end of " + part + " -->\n)");
        Matcher found = between.matcher(page);
        if (!found.find()) {
            throw new IllegalStateException(
                    "The page has nothing between <!-- " + part + " --> and <!-- end of " + part + " -->.");
        }
        return found.replaceFirst(Matcher.quoteReplacement(text));
    }

    /** Where the figures come from, and what stands in the tables. */
    void origin(BenchmarkRun run, String file) {
        add("\nMade by `%s`\n", run.command());
        add("on %s, in %,d minutes, on %s,\n", run.date(), Math.max(1, run.seconds() / 60), run.machine());
        add("with %s.\n", String.join(" and ", run.jvms()));
        add("""
                All that was measured is in [%s](%s).

                A figure is the median of the rounds, which were %d, with the lowest and the highest in parentheses. In a round each cell gets a
                fresh process, which warms up for %,d ms and measures for as long. What is compared is measured one right after the other, and
                a ratio is taken within a round.
                """, file, file, run.rounds(), run.millis());
        if (run.isTry()) {
            add("""

                    **This run was shorter than what the figures take: it shows that the command works, and nothing else.**
                    """);
        }
        run.leftOut().forEach(what -> add("\nLeft out: %s.\n", what));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
