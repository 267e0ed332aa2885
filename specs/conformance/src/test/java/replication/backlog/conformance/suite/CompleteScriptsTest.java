package replication.backlog.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import replication.backlog.ArenaBacklog;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.run.Runner;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;
import replication.backlog.wire.Argv;

/** What SPEC.md says of the complete suite. */
class CompleteScriptsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aFaultThatNeedsMoreStatesThanAskedForIsMissedAndOneThatNeedsNoMoreIsFound(int extraStates) {
        assertThat(firstFailure(extraStates - 1, extraStates)).isNull();
        Script shortest = firstFailure(extraStates, extraStates);
        assertThat(shortest.steps()).hasSize(1 + extraStates + 1);
    }

    /** Runs the suite against a backlog with a fault behind so many extra states. */
    private static Script firstFailure(int suiteExtraStates, int faultExtraStates) {
        Subject subject = new BacklogSubject("", (m, n) -> new LateFault(ArenaBacklog.resume(m, n), faultExtraStates));
        List<Script> failed = new ArrayList<>();
        new Runner(subject, Deviations.NONE)
                .run(
                        CompleteScripts.of(suiteExtraStates, true),
                        (script, run) -> run.divergence().ifPresent(divergence -> failed.add(script)));
        return failed.isEmpty() ? null : failed.get(0);
    }

    @Test
    void theObservationsTellAllStatesApartUpToAShift() {
        LongStream.concat(LongStream.of(0), LongStream.of(CompleteScripts.STARTS))
                .forEach(start -> {
                    List<CompleteScripts.State> states = CompleteScripts.states(start);
                    Set<Object> observed = new HashSet<>();
                    states.forEach(state -> observed.add(observedUpToShift(state.model())));
                    assertThat(observed).as("from %d", start).hasSameSizeAs(states);
                });
    }

    /** The lengths served, whether oldest is the first offset of all, and how many pushes are left: all can be asked for. */
    private static Object observedUpToShift(BacklogModel model) {
        Reply all = ask(model, model.oldest());
        Reply below = ask(model, model.oldest() - 1);
        long left = Math.min(Long.MIN_VALUE - model.next(), 5) & Long.MAX_VALUE;
        boolean canPush = model.canPush();
        List<Long> lengths = ((Reply.Frames) all)
                .frames().stream().map(model.framing()::length).toList();
        return List.of(lengths, ((Reply.Refused) below).refusal(), canPush, canPush ? left : 0);
    }

    private static Reply ask(BacklogModel model, long from) {
        return Operation.of(model, new Request.FramesFrom(from, OptionalLong.empty()))
                .allowed()
                .get(0);
    }

    @Test
    void scriptsAreShortestFirstFromEachStartAndNeverTheSame() {
        Set<List<String>> seen = new HashSet<>();
        AtomicInteger longest = new AtomicInteger();
        CompleteScripts.of(1, false).forEach(script -> {
            assertThat(script.steps().size())
                    .isGreaterThanOrEqualTo(longest.getAndSet(script.steps().size()));
            BacklogModel model = BacklogModel.empty(Framing.RESP, 0, 0);
            List<String> calls = new ArrayList<>();
            for (Step step : script.steps()) {
                Operation operation = Operation.of(model, step.resolve(model));
                calls.add(Notation.print(operation.request()));
                model = operation.after();
            }
            assertThat(seen.add(calls)).as("%s", calls).isTrue();
        });
        assertThat(seen).hasSizeGreaterThan(1000);
    }

    /** Right, but that the drop after so many others on a fresh backlog moves next. */
    private static final class LateFault implements Backlog {

        private final Backlog backlog;
        private final int harmlessDrops;
        private int drops;

        LateFault(Backlog backlog, int harmlessDrops) {
            this.backlog = backlog;
            this.harmlessDrops = harmlessDrops;
        }

        @Override
        public long push(Argv argv) {
            return backlog.push(argv);
        }

        @Override
        public void dropUpTo(long watermark) {
            drops += backlog.nextOffset() == 0 ? 1 : 0;
            backlog.dropUpTo(watermark);
        }

        @Override
        public Fetch framesFrom(long from) {
            return backlog.framesFrom(from);
        }

        @Override
        public long maxBytes() {
            return backlog.maxBytes();
        }

        @Override
        public long nextOffset() {
            return backlog.nextOffset() == 0 && drops > harmlessDrops ? 1 : backlog.nextOffset();
        }

        @Override
        public OptionalLong oldestOffset() {
            return backlog.oldestOffset();
        }

        @Override
        public OptionalLong newestOffset() {
            return backlog.newestOffset();
        }

        @Override
        public long bufferedBytes() {
            return backlog.bufferedBytes();
        }

        @Override
        public long length() {
            return backlog.length();
        }
    }
}
