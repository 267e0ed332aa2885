package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the oracle against adapters that misbehave: no trace reaches the user, and no process is left behind. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class AgainstOddAdapters {

    static final String[] EXAMPLES = {"--suite", "examples"};

    static final String[] BOTH = {"--suite", "examples,random"};

    /** Several thousand requests: more than the pipe to an adapter holds. */
    static final String[] RANDOM = {"--suite", "random", "--tries", "3", "--seed", "1"};

    static final String HINT =
            " Its standard output must carry one reply a request and nothing else:" + " do log lines go there?\n";

    @TempDir
    Path directory;

    /** What a run of the oracle came to. How far it has come, and what it has found so far, is left out of standard error. */
    record Run(int status, String out, String err) {

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

    static Run oracle(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Run(status, out.toString(), err.toString());
    }

    Run check(Oddity oddity, String[] suite, String... options) {
        return oracle(checkArguments(oddity, suite, options).toArray(String[]::new));
    }

    List<String> checkArguments(Oddity oddity, String[] suite, String... options) {
        List<String> arguments = new ArrayList<>(List.of("check"));
        arguments.addAll(List.of(suite));
        arguments.addAll(List.of(options));
        arguments.add("--");
        arguments.addAll(OddAdapter.command(oddity.name(), directory));
        return arguments;
    }
}
