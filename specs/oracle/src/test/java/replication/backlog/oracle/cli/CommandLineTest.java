package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import replication.backlog.model.Rule;
import replication.backlog.oracle.report.Schemas;

/** The commands, their options and their exit statuses, one after the other. */
class CommandLineTest {

    private static final List<String> SHORT = List.of("--tries", "20", "--extra-states", "0", "--seed", "1");

    @TempDir
    private Path folder;

    private record Run(int status, String out, String err) {}

    /** One row of the table. */
    private record Row(int status, String says, String... arguments) {}

    @TestFactory
    Stream<DynamicTest> exitStatuses() throws IOException {
        String faulty = folder.resolve("faulty.json").toString();
        run(against("DROP_INCLUSIVE", brief("--write-deviations", faulty)));
        file("faulty.json", Files.readString(Path.of(faulty)).replace("\"reason\": \"\"", "\"reason\": \"meant\""));
        String other = file("other.json", other("EVICT-2", "exact fit"));
        return Stream.of(
                        new Row(0, "CONFORMANT: ", "check", "--seed", "1"),
                        new Row(
                                0,
                                "without 980 of 1,000 random tries, extra states beyond 0 of 2; not offered: race, wait\n",
                                check()),
                        new Row(0, "PARTIAL: ", check("--suite", "wire")),
                        new Row(0, "PARTIAL: ", check("--shard", "1/2")),
                        new Row(0, "PARTIAL: ", check("--only", "EVICT-2")),
                        new Row(0, "PARTIAL: ", check("--debug", "--fail-fast", "--timeout", "9")),
                        new Row(1, "DIVERGENT: ", against("DROP_INCLUSIVE", brief())),
                        new Row(1, "DIVERGENT: ", against("DROP_INCLUSIVE", brief("--deviations", other))),
                        new Row(
                                0,
                                "2 rules broken as declared",
                                against("DROP_INCLUSIVE", brief("--deviations", faulty))),
                        new Row(
                                2,
                                "Declared, but does not happen any more: EVICT-2, exact fit, state after push: y instead of x.",
                                "check",
                                "--deviations",
                                other),
                        new Row(
                                0,
                                "Declared, but not seen in what was checked: EVICT-2, ",
                                check("--deviations", other)),
                        new Row(0, "PARTIAL: ", check("--suite", "wire", "--deviations", other)),
                        new Row(3, "cannot be started", "check", "--", "/no/such/command"),
                        new Row(4, "Unknown option: '--no-such'", "check", "--no-such"),
                        new Row(4, "There is no suite \"x\"", check("--suite", "x")),
                        new Row(0, "4 of 38 rules checked", check("--suite", "races", "--implementation", "locked")),
                        new Row(4, "--tries has to be at least 1", "check", "--tries", "0"),
                        new Row(4, "--extra-states has to be 0 to 9", "check", "--extra-states", "-1"),
                        new Row(4, "--timeout has to be a number", "check", "--timeout", "0"),
                        new Row(4, "--shard has to be", "check", "--shard", "3/2"),
                        new Row(4, "There is no rule \"X-1\"", "check", "--only", "X-1"),
                        new Row(4, "cannot be seen through an adapter", "check", "--only", "LOCK-5"),
                        new Row(4, "there is no such file", "check", "--deviations", "/no/such/file"),
                        new Row(4, "there is no such file", "replay", "/no/such/file"),
                        new Row(4, "there is no such file", "explain", "/no/such/file"),
                        new Row(4, "cannot be written", "vectors", "--out", "/dev/null/x"),
                        new Row(4, "Missing required option: '--out=DIR'", "vectors"),
                        new Row(4, "Unmatched argument", "nonsense"),
                        new Row(
                                1,
                                "DROP-2",
                                against("DROP_INCLUSIVE", check("--only", "EVICT-5", "--suite", "examples"))),
                        new Row(4, "it is a pipe", "check", "--write-deviations", pipe()),
                        new Row(4, "there is a folder of that name", "check", "--write-deviations", "/"),
                        new Row(
                                4,
                                "The file / cannot be written",
                                "check",
                                "--save",
                                folder.resolve("saved").toString(),
                                "--write-deviations",
                                "/"),
                        new Row(
                                4,
                                "is no circumstance",
                                "check",
                                "--deviations",
                                file("odd.json", other("EVICT-2", ", budget "))),
                        new Row(
                                4,
                                "cannot be seen through an adapter",
                                "check",
                                "--deviations",
                                file("lock.json", other("LOCK-5", "x"))),
                        new Row(
                                3,
                                "/no/\\x1b[31msuch\\nCONFORMANT: 9",
                                "check",
                                "--",
                                "/no/\u001b[31msuch\nCONFORMANT: 9"),
                        new Row(5, "NOTHING CHECKED: ", check("--suite", "complete", "--only", "WIRE-6")),
                        new Row(0, "Usage: backlog-oracle", "--help"),
                        new Row(0, "Usage: backlog-oracle check", "check", "--help"),
                        new Row(0, "backlog-oracle ", "--version"),
                        new Row(0, "Usage: backlog-oracle"))
                .map(row -> DynamicTest.dynamicTest(row.status() + " " + String.join(" ", row.arguments()), () -> {
                    Run run = run(row.arguments());
                    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(row.status());
                    assertThat(row.status() == 3 || row.status() == 4 ? run.err() : run.out())
                            .contains(row.says());
                    assertThat(run.out() + run.err()).doesNotContain("\tat ", "Exception");
                }));
    }

    private static String other(String rule, String when) {
        return "[{\"rule\":\"" + rule + "\",\"when\":\"" + when + "\",\"call\":\"state after push\",\"expected\":\"x\","
                + "\"actual\":\"y\",\"reason\":\"r\"}]";
    }

    /** Where there are none, a folder is as good. */
    private String pipe() throws IOException {
        Path pipe = folder.resolve("it is a pipe");
        try {
            new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        } catch (IOException | InterruptedException notHere) {
            Files.createDirectory(pipe);
        }
        return pipe.toString();
    }

    @Test
    void whatWasSavedCanBeReplayedAndExplained() throws IOException {
        Path saved = folder.resolve("saved");
        Run check = run(against("DROP_INCLUSIVE", check("--save", saved.toString(), "--suite", "random")));
        assertThat(check.out()).contains("Saved: " + saved.resolve("random-DROP-2.jsonl"));
        String file = saved.resolve("random-DROP-2.jsonl").toString();
        assertThat(check.out()).contains("to see it again: java -jar backlog-oracle.jar replay " + file + " -- ");
        Run again = run(against("DROP_INCLUSIVE", "replay", file));
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.out()).contains("DROP-2  A watermark at or below oldest changes nothing");
        assertThat(again.out()).doesNotContain("seed");
        assertThat(run("replay", file).status()).isZero();
        Run all = run("replay", saved.toString(), file, "--implementation", "arena");
        assertThat(all.status()).isZero();
        assertThat(all.out())
                .contains("PARTIAL: 2 scripts, ")
                .contains("without everything but the scripts that were replayed");
        Run explained = run("explain", file);
        assertThat(explained.status()).isZero();
        assertThat(explained.out())
                .contains(
                        "drop 0 -> done\n      [0:35B]  next 1, 35 of 40 bytes\n      DROP-2 A watermark at or below");
    }

    @Test
    void writtenDeviationsDeclareWhatWasSeenAndKeepTheReasonsThatAreThere() throws IOException {
        Path written = folder.resolve("written.json");
        Run first = run(against("DROP_INCLUSIVE", brief("--write-deviations", written.toString())));
        assertThat(first.status()).isEqualTo(1);
        assertThat(Schemas.errors("deviations.schema.json", Files.readString(written)))
                .as("a reason is for people to give")
                .isNotEmpty();
        Run without = run(check("--deviations", written.toString()));
        assertThat(without.status()).isEqualTo(4);
        assertThat(without.err()).contains("entry 1, about DROP-").contains("has no \"reason\"");
        String reasoned = Files.readString(written).replace("\"reason\": \"\"", "\"reason\": \"meant\"");
        assertThat(Schemas.errors("deviations.schema.json", reasoned)).isEmpty();
        Files.writeString(written, reasoned);
        Run declared = run(against(
                "DROP_INCLUSIVE", brief("--deviations", written.toString(), "--write-deviations", written.toString())));
        assertThat(declared.status()).as(declared.out()).isZero();
        assertThat(written).hasContent(reasoned);
    }

    @Test
    void theShardsTogetherAreTheWholeEachPieceOnce() {
        Pattern total = Pattern.compile("PARTIAL: ([0-9,]+) scripts, ([0-9,]+) steps");
        long[] whole = counts(total, run(check("--suite", "wire,random")).out());
        long[] sum = new long[2];
        for (int piece = 1; piece <= 4; piece++) {
            long[] part = counts(
                    total,
                    run(check("--suite", "wire,random", "--shard", piece + "/4"))
                            .out());
            sum[0] += part[0];
            sum[1] += part[1];
        }
        assertThat(sum).isEqualTo(whole);
    }

    private static long[] counts(Pattern total, String out) {
        Matcher matcher = total.matcher(out);
        assertThat(matcher.find()).as(out).isTrue();
        return IntStream.of(1, 2)
                .mapToLong(group -> Long.parseLong(matcher.group(group).replace(",", "")))
                .toArray();
    }

    @Test
    void failFastStopsAtTheFirstDivergence() {
        Run run = run(against("DROP_INCLUSIVE", check("--fail-fast")));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .doesNotContain("Also: ")
                .contains(
                        "Left out: suite wire\nLeft out: suite random\nLeft out: suite races\nLeft out: suite complete\n");
    }

    @Test
    void theSameSeedDoesTheSame() {
        Run one = run(against("DROP_INCLUSIVE", check("--suite", "random")));
        Run other = run(against("DROP_INCLUSIVE", check("--suite", "random")));
        assertThat(withoutTimes(one.out())).isEqualTo(withoutTimes(other.out()));
        assertThat(one.out())
                .contains("to see it again: java -jar backlog-oracle.jar check --seed 1 --suite random --tries 20");
    }

    @Test
    void rulesListsEachRuleWithWhereItIsChecked() {
        String out = run("rules").out();
        for (Rule rule : Rule.values()) {
            assertThat(out).contains(rule.id() + " ".repeat(9 - rule.id().length()) + rule.sentence());
            assertThat(out).contains("         - example " + rule.id() + "/");
        }
        assertThat(out).contains("         - property droppingTwiceIsDroppingToTheLarger");
    }

    static String withoutTimes(String out) {
        return out.replaceAll("[0-9.]+ s\\)", "T s)").replaceAll("(?m)^(\\S+ +\\S+ +\\S+) +[0-9,]+ +", "$1 ");
    }

    /** Besides, without what a race shows now and then: how much was seen, and so how many steps there were. */
    static String withoutChance(String out) {
        return withoutTimes(out)
                .replaceAll("(?m)^races .*", "races")
                .replaceAll("(?m)^Races: .*", "Races")
                .replaceAll("(?m)^Also: .* in races, .*\n", "")
                .replaceAll("[0-9,]+ scripts, ([0-9,]+ )?steps", "scripts and steps");
    }

    /** The two suites that take a second, where nothing is said of the others. */
    private static String[] brief(String... more) {
        return Stream.of(check(more), new String[] {"--suite", "examples,random"})
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
    }

    private static String[] check(String... more) {
        return Stream.of(List.of("check"), SHORT, Arrays.asList(more))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    /** Adds an adapter in Java with a fault, by the Java that runs this test. */
    private static String[] against(String fault, String... arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        words.add("--");
        words.addAll(OddAdapter.java("-Xmx64m"));
        words.addAll(List.of(FaultyAdapter.class.getName(), fault));
        return words.toArray(String[]::new);
    }

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Run(status, out.toString(), err.toString());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
