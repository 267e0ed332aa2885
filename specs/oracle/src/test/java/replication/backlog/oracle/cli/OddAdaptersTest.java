package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import replication.backlog.model.SpecDocument;

/** Adapters that misbehave while they are asked: each gets the verdict that it should. */
class OddAdaptersTest extends AgainstOddAdapters {

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
        assertThat(run.out())
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
        assertThat(run.out()).containsPattern("\nexamples +" + examples() + " ");
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS_IN_THE_MIDDLE", "STOPS_READING", "CLOSES_ITS_INPUT"})
    void hangsWhileManyRequestsAreUnderWayAndAFreshOneGoesOn(Oddity oddity) {
        Run run = check(oddity, RANDOM, "--timeout", "5");
        run.diverges(
                "    actual    hung: no reply within 5.0 s; the process was ended\n",
                "\n  Seen once in 2 runs of this script, each on a fresh start: ");
        assertThat(run.out()).containsPattern("\nrandom +3 ");
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
        assertThat(run.out())
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
        assertThat((run.out() + run.err()).lines()).noneMatch(line -> line.startsWith("CONFORMANT"));
        assertThat((run.out() + run.err()).codePoints())
                .noneMatch(c -> c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
        assertThat(run.out().length()).isLessThan(20_000);
    }

    /** Within the 512 MiB that these tests have. */
    @Test
    void hugeErrorsAreCutAndDoNotFillTheMemory() {
        Path report = directory.resolve("report");
        Run run = check(Oddity.REPORTS_HUGE_ERRORS, EXAMPLES, "--report", report.toString());
        run.diverges("    actual    error: xxx");
        assertThat(run.out().length()).isLessThan(20_000);
        assertThat(report.resolve("report.json")).exists();
        assertThat(report.toFile().listFiles()).hasSize(4).allMatch(file -> file.length() < 4 << 20);
    }

    @Test
    void aReasonIsKeptOnceHoweverOftenItIsGivenAnew() {
        Run run = check(Oddity.HAS_A_NEW_REASON_EACH_TIME, BOTH, "--tries", "5");
        run.conforms("PARTIAL", "");
        assertThat(run.out().lines().filter(line -> line.startsWith("Left out: what needs \"state\"")))
                .hasSize(2);
    }

    @Test
    void aCountBelowZeroIsADivergenceAndTheRestIsJudged() {
        Run run = check(Oddity.COUNTS_BELOW_ZERO, EXAMPLES);
        run.diverges("  ACCT-1  ", "\n    actual    bufferedBytes \"-", "\", which means nothing\n");
        assertThat(run.out()).containsPattern("\nexamples +" + examples() + " ");
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
}
