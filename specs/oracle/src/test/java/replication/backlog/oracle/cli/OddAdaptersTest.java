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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.conformance.verdict.Verdicts;
import replication.backlog.model.SpecDocument;
import replication.backlog.oracle.report.Schemas;

/**
 * Adapters that misbehave: each gets the exit status and the sentence that it should, no trace reaches the user, and no
 * process is left behind.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddAdaptersTest {

    private static final String[] EXAMPLES = {"--suite", "examples"};

    private static final String[] BOTH = {"--suite", "examples,random"};

    /** Several thousand requests: more than the pipe to an adapter holds. */
    private static final String[] RANDOM = {"--suite", "random", "--tries", "3", "--seed", "1"};

    private static final String HINT =
            " Its standard output must carry one reply a request and nothing else:" + " do log lines go there?\n";

    @TempDir
    Path directory;

    /** What a run of the oracle came to. How far it has come, and what it has found so far, is left out of standard error. */
    private record Run(int status, String out, String err) {

        private static final Pattern PROGRESS = Pattern.compile(
                "(?m)^(Found: [A-Z]+-[1-9] in .*|.* \\(suite [1-5] of [1-5]\\): .* left|waiting for the first replies)\n");

        Run {
            err = PROGRESS.matcher(err).replaceAll("");
            assertThat(out + err).doesNotContain("\tat ", "The oracle itself failed");
            assertThat(out.lines()).noneMatch(line -> line.endsWith(" "));
        }

        /** It went through, and this is what stands on standard error. */
        void conforms(String verdict, String notes) {
            assertThat(err).isEqualTo(notes);
            assertThat(out).contains("\n" + verdict + ": ").doesNotContain("DIVERGENCE");
            assertThat(status).isZero();
        }

        void diverges(String... texts) {
            assertThat(err).isEmpty();
            assertThat(out).contains("DIVERGENCE in ").contains("\nDIVERGENT: ").contains(texts);
            assertThat(status).isEqualTo(1);
        }

        void fails(String sentence) {
            assertThat(err).startsWith("The adapter \"").contains("\" " + sentence);
            assertThat(out).doesNotContain("CONFORMANT", "PARTIAL", "DIVERGEN");
            assertThat(status).isEqualTo(3);
        }

        void isMisused(String sentence) {
            assertThat(err).startsWith(sentence).contains("\nSee: backlog-oracle ");
            assertThat(out).isEmpty();
            assertThat(status).isEqualTo(4);
        }
    }

    @AfterEach
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothingIsLeftBehind() throws Exception {
        CompletableFuture<?>[] ends =
                ProcessHandle.current().descendants().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends).get(10, TimeUnit.SECONDS);
        // Whoever has lost its parents is no descendant any more, but would hold the lock.
        try (FileChannel lock = FileChannel.open(
                directory.resolve(OddAdapter.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
        }
    }

    private static Run oracle(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Run(status, out.toString(), err.toString());
    }

    private Run check(Oddity oddity, String[] suite, String... options) {
        return oracle(checkArguments(oddity, suite, options).toArray(String[]::new));
    }

    private List<String> checkArguments(Oddity oddity, String[] suite, String... options) {
        List<String> arguments = new ArrayList<>(List.of("check"));
        arguments.addAll(List.of(suite));
        arguments.addAll(List.of(options));
        arguments.add("--");
        arguments.addAll(OddAdapter.command(oddity.name(), directory));
        return arguments;
    }

    // --- tolerated ---

    @ParameterizedTest
    @EnumSource(
            names = {
                "NONE",
                "FLOODS_STANDARD_ERROR",
                "ENDS_LINES_WITH_CR_LF",
                "SENDS_UNKNOWN_KEYS",
                "LEAVES_A_GRANDCHILD"
            })
    void passes(Oddity oddity) {
        check(oddity, BOTH, "--tries", "1").conforms("PARTIAL", "");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "IGNORES_THE_END_OF_INPUT | the adapter ran on at the end of its standard input, and was ended.",
                "EXITS_WITH_3_AT_THE_END  | the adapter ended with exit status 3 at the end of its standard input, "
                        + "where the protocol asks for 0."
            })
    void passesWithANote(Oddity oddity, String note) {
        check(oddity, BOTH, "--tries", "1").conforms("PARTIAL", "Note: " + note + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "CANNOT_DROP           | what needs \"drop\", which it does not offer (not today)",
                "CANNOT_RESUME         | what needs \"backlog\", which it does not offer (not today)",
                "CANNOT_TELL_ITS_STATE | what needs \"state\", which it does not offer (not today)",
                "HAS_NO_CAPABILITIES   | capability resume"
            })
    void isSkippedAndNeverPassed(Oddity oddity, String skipped) {
        Run run = check(oddity, BOTH, "--tries", "5", "--seed", "1");
        run.conforms("PARTIAL", "");
        assertThat(run.out)
                .contains("\nLeft out: " + skipped)
                .containsPattern("\nexamples .* passed, but for what was left out\n")
                .containsPattern("\nrandom .* passed, but for what was left out\n");
    }

    // --- divergences ---

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "ANSWERS_THE_SAME_TO_ALL | NEW-1  A budget of 0 is refused",
                "SERVES_NO_FRAMES        | actual    caught up",
                "REPORTS_ERRORS          | actual    error: index 7 out of bounds",
                "SENDS_AN_UNKNOWN_REFUSAL | actual    refused \"expired\", which means nothing",
            })
    void diverges(Oddity oddity, String text) {
        check(oddity, EXAMPLES).diverges(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "DIES_IN_THE_MIDDLE           | crashed: the process ended, exit status 7",
                "LEAVES_A_GRANDCHILD_AND_DIES | crashed: the process ended, exit status 7",
                "EXITS_IN_THE_MIDDLE          | crashed: the process ended, exit status 0",
                "BREAKS_A_LINE_OFF            | crashed: the process ended, exit status 0, in the middle of the line "
                        + "{\"ok\":{\"",
                "CLOSES_ITS_OUTPUT            | hung: it closed its standard output and ran on; the process was ended"
            })
    void crashesAndAFreshOneGoesOn(Oddity oddity, String text) {
        Run run = check(oddity, EXAMPLES);
        run.diverges("    actual    " + text + "\n", "SPEC.md:", "\n  Seen once in ");
        assertThat(run.out).containsPattern("\nexamples +" + examples() + " ");
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS_IN_THE_MIDDLE", "STOPS_READING", "CLOSES_ITS_INPUT"})
    void hangsWhileManyRequestsAreUnderWayAndAFreshOneGoesOn(Oddity oddity) {
        Run run = check(oddity, RANDOM, "--timeout", "5");
        run.diverges(
                "    actual    hung: no reply within 5.0 s; the process was ended\n",
                "\n  Seen once in 2 runs of this script, each on a fresh start: ");
        assertThat(run.out).containsPattern("\nrandom +3 ");
    }

    private static long examples() {
        return SpecDocument.load().examples().stream()
                .filter(example -> example.kind().equals("backlog"))
                .count();
    }

    /** A name is shown on one line, cut, and with nothing in it that a terminal would take for more than text. */
    @Test
    void aNameIsOnlyAName() {
        Run run = check(Oddity.HAS_A_HOSTILE_NAME, EXAMPLES);
        run.conforms("PARTIAL", "");
        assertThat(run.out)
                .startsWith("Checking \\x1b[2J\\u202eodd\\r\\nCONFORMANT: 9 scripts, nothing to see here\\n\\x07xxx");
        isHarmless(run);
    }

    @Test
    void anErrorIsOnlyAnError() {
        Run run = check(Oddity.REPORTS_HOSTILE_ERRORS, EXAMPLES);
        run.diverges("    actual    error: \\x1b[2J\\u202eodd\\r\\nCONFORMANT: 9 scripts");
        isHarmless(run);
    }

    private static void isHarmless(Run run) {
        assertThat((run.out + run.err).lines()).noneMatch(line -> line.startsWith("CONFORMANT"));
        assertThat((run.out + run.err).codePoints())
                .noneMatch(c -> c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
        assertThat(run.out.length()).isLessThan(20_000);
    }

    /** Within the 512 MiB that these tests have. */
    @Test
    void hugeErrorsAreCutAndDoNotFillTheMemory() {
        Path report = directory.resolve("report");
        Run run = check(Oddity.REPORTS_HUGE_ERRORS, EXAMPLES, "--report", report.toString());
        run.diverges("    actual    error: xxx");
        assertThat(run.out.length()).isLessThan(20_000);
        assertThat(report.resolve("report.json")).exists();
        assertThat(report.toFile().listFiles()).hasSize(4).allMatch(file -> file.length() < 4 << 20);
    }

    @Test
    void aReasonIsKeptOnceHoweverOftenItIsGivenAnew() {
        Run run = check(Oddity.HAS_A_NEW_REASON_EACH_TIME, BOTH, "--tries", "5");
        run.conforms("PARTIAL", "");
        assertThat(run.out.lines().filter(line -> line.startsWith("Left out: what needs \"state\"")))
                .hasSize(2);
    }

    @Test
    void aCountBelowZeroIsADivergenceAndTheRestIsJudged() {
        Run run = check(Oddity.COUNTS_BELOW_ZERO, EXAMPLES);
        run.diverges("  ACCT-1  ", "\n    actual    bufferedBytes \"-", "\", which means nothing\n");
        assertThat(run.out).containsPattern("\nexamples +" + examples() + " ");
    }

    /** The end of a process is its end, whoever else holds its standard output. */
    @Test
    void whoeverHoldsTheOutputOfTheDeadDoesNotHoldUpTheCheck() {
        Run run = check(
                Oddity.DIES_AT_EACH_PUSH_AND_LEAVES_SOMEBODY_AT_ITS_OUTPUT, EXAMPLES, "--timeout", "30", "--fail-fast");
        run.diverges("    actual    crashed: the process ended, exit status 7\n");
    }

    @Test
    void whoIsSlowIsNotCalledHung() {
        check(Oddity.IS_SLOW_AND_FLUSHES_LATE, new String[] {"--suite", "random"}, "--tries", "1", "--timeout", "1")
                .conforms("PARTIAL", "");
    }

    @Test
    void whoStartsSlowlyIsWaitedFor() {
        check(Oddity.STARTS_SLOWLY, EXAMPLES, "--timeout", "1").conforms("PARTIAL", "");
    }

    /** A log shows that something is going on, and how much is left, also while nothing comes. */
    @Test
    void aLogShowsHowFarItHasCome() {
        StringWriter err = new StringWriter();
        List<String> arguments = checkArguments(Oddity.HANGS_IN_THE_MIDDLE, EXAMPLES, "--timeout", "6");
        Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(err.toString())
                .containsPattern("(?m)^examples \\(suite 1 of 1\\): [0-9]+ of 50 scripts, about [0-9]+ (s|min|h) left$")
                .containsPattern("(?m)^Found: [A-Z]+-[1-9] in examples, ");
    }

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
        assertThat(run.err).contains("cannot be written").contains(file.toString());
        assertThat(run.out).isEmpty();
        assertThat(run.status).isEqualTo(4);
    }

    /** What could not be written is said, and changes no verdict but that all is well. */
    @ParameterizedTest
    @CsvSource({"NONE, 4", "REPORTS_ERRORS, 1"})
    void aFullDiskDoesNotTurnAVerdict(Oddity oddity, int status) {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        Run run = check(oddity, EXAMPLES, "--write-deviations", "/dev/full");
        assertThat(run.err).contains("The file /dev/full cannot be written (No space left on device).\n");
        assertThat(run.out).contains(status == 1 ? "\nDIVERGENT: " : "\nPARTIAL: ");
        assertThat(run.status).isEqualTo(status);
    }

    @Test
    void twoChecksMayReportIntoOneFolder() throws Exception {
        String report = directory.resolve("report").toString();
        List<CompletableFuture<Run>> runs = Stream.of(Oddity.NONE, Oddity.REPORTS_ERRORS)
                .map(oddity -> CompletableFuture.supplyAsync(() -> check(oddity, EXAMPLES, "--report", report)))
                .toList();
        assertThat(runs.get(0).get().status).isZero();
        assertThat(runs.get(1).get().status).isEqualTo(1);
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
        assertThat(run.err).contains(sentence);
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
        assertThat(run.out)
                .contains("DIVERGENCE in random, try 0\n", "    actual    crashed: the process ended, exit status 7\n")
                .doesNotContain("DIVERGENT: ");
        assertThat(run.err)
                .contains(
                        "\" was started afresh after it broke, and ended before it answered hello, with exit status 9.\n");
        assertThat(run.status).isEqualTo(3);
    }

    // --- commands and options ---

    @ParameterizedTest
    @ValueSource(strings = {"no-such-command", "/", "pom.xml", ""})
    void aCommandThatCannotBeStarted(String command) {
        Run run = oracle("check", "--", command);
        run.fails("cannot be started: is it there, executable, and spelled right? (");
        assertThat(run.out).isEmpty();
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
        assertThat(run.err).contains("\" with an endless line (the limit is 16777216 bytes)." + HINT);
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
        assertThat(run.out).contains("\nNO VERDICT: ").doesNotContain("DIVERGE");
        assertThat(Files.readString(report.resolve("report.json"))).contains("\"exitStatus\" : 130");
        assertThat(run.err).isEmpty();
        assertThat(run.status).isEqualTo(128 + 15);
    }
}
