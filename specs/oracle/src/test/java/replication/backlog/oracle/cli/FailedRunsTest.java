package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.conformance.verdict.Verdicts;
import replication.backlog.oracle.report.Schemas;

/** Runs that come to no verdict, or that cannot tell it: each gets the exit status and the sentence that it should. */
class FailedRunsTest extends AgainstOddAdapters {

    // --- where the results go ---

    @Test
    void aFailureLeavesAReportToo() throws IOException {
        Path report = directory.resolve("report");
        check(Oddity.SENDS_NO_JSON, EXAMPLES, "--report", report.toString()).fails("answered \"");
        String json = Files.readString(report.resolve("report.json"));
        assertThat(Schemas.errors(json)).isEmpty();
        assertThat(json)
                .contains("\"verdict\" : \"NO VERDICT\"", "\"exitStatus\" : 3", "WARN the backlog is nearly full");
        assertThat(report.resolve("junit.xml")).content().contains("failures=\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--report", "--save", "--write-deviations"})
    void whereNothingCanBeWrittenNothingIsStarted(String option) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        Run run = check(Oddity.NONE, EXAMPLES, option, file.resolve("inside").toString());
        assertThat(run.err()).contains("cannot be written").contains(file.toString());
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(4);
    }

    /** What could not be written is said, and changes no verdict but that all is well. */
    @ParameterizedTest
    @CsvSource({"NONE, 4", "REPORTS_ERRORS, 1"})
    void aFullDiskDoesNotTurnAVerdict(Oddity oddity, int status) {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        Run run = check(oddity, EXAMPLES, "--write-deviations", "/dev/full");
        assertThat(run.err()).contains("The file /dev/full cannot be written (No space left on device).\n");
        assertThat(run.out()).contains(status == 1 ? "\nDIVERGENT: " : "\nPARTIAL: ");
        assertThat(run.status()).isEqualTo(status);
    }

    @Test
    void twoChecksMayReportIntoOneFolder() throws Exception {
        String report = directory.resolve("report").toString();
        List<CompletableFuture<Run>> runs = Stream.of(Oddity.NONE, Oddity.REPORTS_ERRORS)
                .map(oddity -> CompletableFuture.supplyAsync(() -> check(oddity, EXAMPLES, "--report", report)))
                .toList();
        assertThat(runs.get(0).get().status()).isZero();
        assertThat(runs.get(1).get().status()).isEqualTo(1);
        assertThat(Schemas.errors(Files.readString(directory.resolve("report/report.json"))))
                .isEmpty();
        assertThat(directory.resolve("report").toFile().list())
                .containsExactlyInAnyOrder("junit.xml", "report.json", "report.html", "badge.json");
    }

    @ParameterizedTest
    @CsvSource({"NONE, 4", "REPORTS_ERRORS, 1"})
    void standardOutputThatCannotBeWrittenIsTold(Oddity oddity, int status) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        List<String> command = new ArrayList<>(OddAdapter.java("-Xmx128m"));
        command.add(Main.class.getName());
        command.addAll(checkArguments(oddity, EXAMPLES));
        Process oracle = new ProcessBuilder(command)
                .redirectOutput(new File("/dev/full"))
                .start();
        String err = new String(oracle.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(err).endsWith("Standard output cannot be written, so the result is not all there.\n");
        assertThat(oracle.waitFor()).isEqualTo(status);
    }

    /** Under LANG=C, Java cannot know what was meant: better no adapter than another one. */
    @Test
    void whatThisLanguageHasNoLettersForIsRefused() throws Exception {
        List<String> command = new ArrayList<>(OddAdapter.java("-Xmx128m"));
        command.addAll(List.of(Main.class.getName(), "check", "--", "./b\u00fcro"));
        String script = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ", "exec ", "\n"));
        Path file = Files.writeString(directory.resolve("run.sh"), script);
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString());
        builder.environment().put("LC_ALL", "C");
        Process oracle = builder.start();
        String err = new String(oracle.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(err)
                .isEqualTo("Argument 3 has letters that this process's language does not have, and came in mangled: set"
                        + " LC_ALL=C.UTF-8, or another UTF-8 language, and try again.\n");
        assertThat(oracle.waitFor()).isEqualTo(4);
    }

    // --- failures to speak the protocol ---

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        Oddity.DIES_AT_THE_START,
                        "ended before it answered hello, with exit status 7.\nIts standard error ends with:\n"
                                + "  the odd adapter gives up\n"),
                arguments(Oddity.EXITS_AT_THE_START, "ended before it answered hello, with exit status 0.\n"),
                arguments(
                        Oddity.CLOSES_ITS_OUTPUT_AT_THE_START,
                        "closed its standard output before it answered hello.\n"),
                arguments(
                        Oddity.LOGS_FIRST,
                        "answered hello with the line INFO the odd adapter is ready: it is no JSON object." + HINT),
                arguments(
                        Oddity.REFUSES_HELLO,
                        "answered hello with the line {\"error\":\"no licence\"}: hello cannot be turned down.\n"),
                arguments(Oddity.SPEAKS_VERSION_2, "it speaks version 2 of the protocol, not 1.\n"),
                arguments(
                        Oddity.NAMES_NO_LANGUAGE, "its field \"language\" has to be a string, but is missing." + HINT),
                arguments(Oddity.ANSWERS_TWICE, "." + HINT),
                arguments(
                        Oddity.ANSWERS_ONCE_MORE_AT_THE_END,
                        "sent more lines than it was asked for: {\"ok\":{}}." + HINT),
                arguments(
                        Oddity.SENDS_NO_JSON,
                        "\" with the line WARN the backlog is nearly full: it is no JSON object." + HINT),
                arguments(Oddity.SENDS_TWO_OBJECTS_A_LINE, ": it is no JSON object." + HINT),
                arguments(
                        Oddity.SENDS_NUMBERS,
                        "answered \"push SET k v\" with the line {\"ok\":{\"offset\":0}}: its field \"offset\" has to be "
                                + "a string of decimal digits, at most 18446744073709551615, but is 0." + HINT),
                arguments(
                        Oddity.LEAVES_A_FIELD_OUT,
                        "its field \"newestOffset\" has to be a string of decimal digits, at most 18446744073709551615, "
                                + "but is missing." + HINT),
                arguments(
                        Oddity.SENDS_AN_EMPTY_OBJECT,
                        "with the line {}: it has to have exactly one of the keys ok, refused, unsupported, error."
                                + HINT),
                arguments(
                        Oddity.CANNOT_PUSH,
                        "answered \"push SET k v\" with the line {\"unsupported\":\"not today\"}: no adapter can do "
                                + "without new, push and framesFrom.\n"),
                arguments(Oddity.CANNOT_SERVE_FRAMES, ": no adapter can do without new, push and framesFrom.\n"),
                arguments(Oddity.CANNOT_CREATE, ": no adapter can do without new, push and framesFrom.\n"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsToSpeakTheProtocol(Oddity oddity, String sentence) {
        Run run = check(oddity, EXAMPLES);
        run.fails("");
        assertThat(run.err()).contains(sentence);
    }

    @Test
    void hangsAtTheStart() {
        check(Oddity.HANGS_AT_THE_START, EXAMPLES, "--timeout", "0.5")
                .fails("did not answer hello within 3.0 s: does it flush its standard output after each line? "
                        + "--timeout gives it longer, a sixth of that a reply.\n");
    }

    @Test
    void whatWasFoundBeforeAFailureIsStillShown() {
        Run run = check(Oddity.DIES_AND_DOES_NOT_COME_BACK, RANDOM);
        assertThat(run.out())
                .contains("DIVERGENCE in random, try 0\n", "    actual    crashed: the process ended, exit status 7\n")
                .doesNotContain("DIVERGENT: ");
        assertThat(run.err())
                .contains(
                        "\" was started afresh after it broke, and ended before it answered hello, with exit status 9.\n");
        assertThat(run.status()).isEqualTo(3);
    }

    // --- commands and options ---

    @ParameterizedTest
    @ValueSource(strings = {"no-such-command", "/", "pom.xml", ""})
    void aCommandThatCannotBeStarted(String command) {
        Run run = oracle("check", "--", command);
        run.fails("cannot be started: is it there, executable, and spelled right? (");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "check --bogus               | Unknown option: '--bogus'",
                "bogus                       | Unmatched argument at index 0: 'bogus'",
                "check --suite wild          | There is no suite \"wild\": choose from examples, ",
                "check --tries 0             | --tries has to be at least 1, but is 0.",
                "check --tries many          | Invalid value for option '--tries': 'many' is not an int",
                "check --timeout 0           | --timeout has to be a number of seconds above 0, but is 0.0.",
                "check --timeout NaN         | --timeout has to be a number of seconds above 0, but is NaN.",
                "check --seed x              | Invalid value for option '--seed': 'x' is not a long",
                "check --seed                | Missing required parameter for option '--seed' (N)",
                "check --                    | No adapter follows --: name its command, or leave -- out to check ",
                "check --deviations missing  | The deviations file missing cannot be used: there is no such file.",
                "check --deviations /        | The deviations file / cannot be used: it is a folder.",
            })
    void isMisused(String arguments, String sentence) {
        oracle(arguments.split(" ")).isMisused(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "nonsense                                 | it is no JSON (",
                "{}                                       | it has to be a JSON array of objects with rule, when, call, ",
                "``                                       | it has to be a JSON array of objects with rule, when, call, ",
                "[7]                                      | in entry 1, \"\" is no rule; the command rules lists them.",
                "[{\"reason\":\"r\"}]                     | in entry 1, \"\" is no rule; the command rules lists them.",
                "[{\"rule\":\"PUSH-9\",\"reason\":\"r\"}] | in entry 1, \"PUSH-9\" is no rule; the command rules lists",
                "[{\"rule\":\"PUSH-1\",\"reason\":\"r\"}] | entry 1 excuses whatever breaks PUSH-1, as files did before ",
                "[{\"rule\":\"PUSH-1\",\"when\":\"x\"}]   | entry 1, about PUSH-1, has no \"call\".",
                "[{\"rule\":\"PUSH-1\",\"when\":\"x\",\"call\":\"push\",\"expected\":\"next\",\"actual\":\"0\",\"reason\":\"r\"}] | "
                        + "in entry 1, \"x\" is no circumstance; there are: argument no bulk string, ",
                "[{\"rule\":\"PUSH-1\",\"when\":\"evicts one\",\"call\":\"push\",\"expected\":\"next\",\"actual\":\"0\",\"reason\":\" \"}] | "
                        + "entry 1, about PUSH-1, has no \"reason\".",
                "\u00ff                                   | it is no UTF-8 text."
            })
    void aDeviationsFileOfNoUse(String content, String why) throws IOException {
        Path file = Files.writeString(directory.resolve("deviations.json"), content, StandardCharsets.ISO_8859_1);
        oracle("check", "--deviations", file.toString())
                .isMisused("The deviations file " + file + " cannot be used: " + why);
    }

    @Test
    void nothingWasChecked() {
        Verdict verdict = Verdicts.ofNothing();
        assertThat(verdict.exitStatus()).isEqualTo(5);
        assertThat(verdict.word()).isEqualTo("NOTHING CHECKED");
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void aFaultOfTheOracleItselfIsOneLineAndNoVerdict(Class<? extends Throwable> fault) throws Exception {
        Throwable thrown = fault.getConstructor(String.class).newInstance("odd");
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(throwing(thrown), true), new PrintWriter(err), "rules");
        assertThat(err.toString())
                .startsWith("The oracle itself failed, so there is no verdict: " + fault.getName() + ": odd at ")
                .endsWith(". Please report this line.\n")
                .hasLineCount(1);
        assertThat(status).isEqualTo(70);
    }

    private static Writer throwing(Throwable thrown) {
        return new Writer() {
            @Override
            public void write(char[] text, int from, int length) {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    // --- the oracle as a process of its own ---

    /** Starts the oracle with little memory. */
    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(OddAdapter.java("-Xmx64m"));
        command.add(Main.class.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command).start();
    }

    private static Run end(Process oracle, BufferedReader out) throws Exception {
        String printed = out.lines().map(line -> line + "\n").collect(Collectors.joining());
        String err = new String(oracle.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(oracle.waitFor(), printed, err);
    }

    @Test
    void aLineWithoutEndTakesLittleMemory() throws Exception {
        Process oracle = start(checkArguments(Oddity.NEVER_ENDS_A_LINE, EXAMPLES));
        Run run = end(oracle, oracle.inputReader());
        run.fails("answered \"");
        assertThat(run.err()).contains("\" with an endless line (the limit is 16777216 bytes)." + HINT);
    }

    @Test
    void aCrashIsToldByTheProcessToo() throws Exception {
        Process oracle = start(checkArguments(Oddity.DIES_IN_THE_MIDDLE, EXAMPLES));
        end(oracle, oracle.inputReader())
                .diverges(
                        "    actual    crashed: the process ended, exit status 7\n",
                        "\n\n  the end of its standard error:\n    the odd adapter gives up\n\n  to see it again: ");
    }

    @Test
    void anEndedOracleEndsItsAdapterAndReportsNoDivergence() throws Exception {
        Path report = directory.resolve("report");
        Process oracle =
                start(checkArguments(Oddity.HANGS_AFTER_HELLO, EXAMPLES, "--debug", "--report", report.toString()));
        BufferedReader out = oracle.inputReader();
        assertThat(out.readLine()).startsWith("Checking odd 1.0 (Java)");
        assertThat(oracle.descendants()).hasSize(1);
        // Not oracle.destroy(): that closes the streams too.
        oracle.toHandle().destroy();
        Run run = end(oracle, out);
        assertThat(run.out()).contains("\nNO VERDICT: ").doesNotContain("DIVERGE");
        assertThat(Files.readString(report.resolve("report.json"))).contains("\"exitStatus\" : 130");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(128 + 15);
    }
}
