package replication.backlog.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import replication.backlog.Backlog;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.ModelBacklog;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.FrameLength;
import replication.backlog.model.Framing;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** What is shown is short, and still a script that means something. */
class ShrinkerTest {

    private static final Step PUSH = new Step.PushFrame(new FrameLength(FrameLength.Base.ZERO, 80));

    /** What is right, but that it fails to drop once the next offset is late. */
    private record FailsToDrop(Subject right, long late) implements Subject {
        @Override
        public String description() {
            return "fails to drop";
        }

        @Override
        public Set<Capability> capabilities() {
            return right.capabilities();
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            return requests.stream().map(this::reply).toList();
        }

        private Reply reply(Request request) {
            return request instanceof Request.DropUpTo && isLate()
                    ? new Reply.Broken(Reply.Broken.How.ERROR, "no")
                    : right.exchange(List.of(request)).get(0);
        }

        private boolean isLate() {
            Reply.Counters now = (Reply.Counters)
                    right.exchange(List.of(new Request.State())).get(0);
            return Long.compareUnsigned(now.next(), late) >= 0;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10, 1L << 40, Backlog.OFFSETS_END})
    void aBacklogBeginsAsEarlyAsShowsTheFaultAndNeverBeyondTheEnd(long late) {
        Subject subject = new FailsToDrop(new BacklogSubject("", ModelBacklog::new), late);
        assertThat(creation(shrunk(subject, Backlog.OFFSETS_END), 2)).isEqualTo(late);
        for (int room = 1; room <= 3; room++) {
            // What fails here is to drop a frame: with it, the next offset is late.
            assertThat(creation(shrunk(subject, Backlog.OFFSETS_END - room), 3)).isEqualTo(Math.max(0, late - 1));
        }
    }

    private static long creation(Divergence shown, int steps) {
        assertThat(shown.shortScript()).hasSize(steps);
        return ((Request.New) shown.shortScript().get(0).request()).nextOffset();
    }

    private static Divergence shrunk(Subject subject, long next) {
        Step creation = new Step.Absolute(new Request.New(3000, next));
        Step drop = new Step.Drop(new Step.Place(Step.Anchor.NEXT, Long.MAX_VALUE));
        Script script = new Script("", List.of(creation, PUSH, PUSH, PUSH, drop), Script.Look.AFTER_EVERY_STEP);
        ScriptRun run = new ScriptRun(subject, Deviations.NONE);
        run.play(script.resolve(Framing.RESP));
        return Shrinker.shrink(
                        subject, Deviations.NONE, script, run.divergence().orElseThrow())
                .divergence();
    }
}
