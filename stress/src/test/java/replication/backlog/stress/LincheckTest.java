package replication.backlog.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import replication.backlog.LockedBacklog.Awaited;
import replication.backlog.wire.Argv;

/**
 * Lincheck makes up scenarios of calls in two threads, takes each through its interleavings (or runs it again and again),
 * and looks for an order of the calls in which the model replies the same (LOCK-1). The controls show that it would have
 * noticed; how, it draws.
 */
class LincheckTest {

    /** How many scenarios, and how often each; short in a build, long with {@code -Pstress}. */
    private static final int SCENARIOS = Integer.getInteger("lincheck.scenarios", 10);

    private static final int INVOCATIONS = Integer.getInteger("lincheck.invocations", 200);

    private static final Argv ARGV = Argv.ofUtf8("SET", "k", "v");

    @Test
    void theWrapperIsLinearizableInEveryInterleavingTried() {
        modelChecking().check(LincheckCalls.Wrapper.class);
    }

    @Test
    void theWrapperIsLinearizableUnderStress() {
        with(new StressOptions()).check(LincheckCalls.ArenaWrapper.class);
    }

    @Test
    void aReaderThatWaitsIsWokenInEveryInterleavingTried() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> awaitAgainstPush(SharedBacklog.of(LincheckCalls.locked())));
    }

    @Test
    void aReaderThatWaitsIsToldOfTheClosingInEveryInterleavingTried() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            SharedBacklog backlog = SharedBacklog.of(LincheckCalls.locked());
            awaitAgainst(backlog, backlog::close, Awaited.CLOSED);
        });
    }

    @Test
    void anUnlockedReadIsFound() throws IOException {
        assertThat(found("unlocked-read", () -> modelChecking().check(LincheckCalls.UnlockedRead.class)))
                .contains("framesFrom", "push");
    }

    @Test
    void aReadInTwoStepsIsFound() throws IOException {
        assertThat(found("two-step-read", () -> modelChecking().check(LincheckCalls.TwoStepRead.class)))
                .contains("readRetained", "push");
    }

    @Test
    void awaitingAfterALookIsFound() throws IOException {
        ThrowingCallable race = () ->
                Lincheck.runConcurrentTest(INVOCATIONS, () -> awaitAgainstPush(new CheckThenAwait(Long.MAX_VALUE)));
        assertThat(found("check-then-await", race)).contains("awaitBeyond", "push");
    }

    private static void awaitAgainstPush(SharedBacklog backlog) {
        awaitAgainst(backlog, () -> backlog.push(ARGV), Awaited.DUE);
    }

    private static void awaitAgainst(SharedBacklog backlog, Runnable writes, Awaited expected) {
        Thread writer = new Thread(writes);
        writer.start();
        try {
            // No assertion library in here: Lincheck takes its objects apart.
            if (backlog.awaitBeyond(0, Duration.ofDays(1)) != expected) {
                throw new AssertionError("the wait did not end with " + expected);
            }
            writer.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static ModelCheckingOptions modelChecking() {
        return with(new ModelCheckingOptions());
    }

    private static <T extends Options<T, ?>> T with(T options) {
        return options.sequentialSpecification(LincheckCalls.Model.class)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(1)
                .iterations(SCENARIOS)
                .invocationsPerIteration(INVOCATIONS);
    }

    /** Keeps what Lincheck draws of the fault, and returns it. */
    private static String found(String control, ThrowingCallable race) throws IOException {
        LincheckAssertionError fault = assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(race)
                .actual();
        Path folder = Files.createDirectories(Path.of("target", "lincheck"));
        Files.writeString(folder.resolve(control + ".txt"), fault.getMessage());
        return fault.getMessage();
    }
}
