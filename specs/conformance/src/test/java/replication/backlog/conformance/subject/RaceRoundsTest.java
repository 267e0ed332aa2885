package replication.backlog.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import replication.backlog.Backlog;
import replication.backlog.DequeBacklog;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.LockedBacklog;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.conformance.race.RaceJudge;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;

/** Races in this process: every round counts, every reply is kept, and what is stuck is left. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RaceRoundsTest {

    private static final SharedBacklog.Factory LOCKED =
            (maxBytes, nextOffset) -> SharedBacklog.of(new LockedBacklog(DequeBacklog.resume(maxBytes, nextOffset)));

    private static BacklogSubject subject(SharedBacklog.Factory shared) {
        return new BacklogSubject("", DequeBacklog::resume, Optional.empty(), Optional.of(shared));
    }

    private static Exchange race(String race) {
        return Exchange.of(Operation.of(BacklogModel.empty(Framing.RESP, 0, 0), Notation.parse(race)));
    }

    private static Reply run(SharedBacklog.Factory shared, Exchange race) {
        return subject(shared).exchange(List.of(race.request())).get(0);
    }

    @Test
    void roundsAddUpAndSomeOrderExplainsEach() {
        for (String race : List.of(
                "race 500 backlog 70 next 5 | push SET k a ; push SET k b | push SET k c ; from 6 max 1 ; from 9"
                        + " | drop 6 ; from 5 ; state | state ; from 7",
                "race 500 backlog 999 | | await 1 ; from 1 | push a ; push b ; close ; push c | await 9 ; state | from 1",
                "race 500 backlog 999 next 9223372036854775807 | | push a ; from 0 max 0 | push b | state")) {
            Exchange exchange = race(race);
            Reply reply = run(LOCKED, exchange);
            assertThat(Judge.accepts(exchange, reply)).as("%s: %s", race, reply).isTrue();
            assertThat(((Reply.Raced) reply).rounds()).isEqualTo(500);
        }
    }

    @Test
    void whatIsHandedOutAndChangesAfterwardsIsBroken() {
        SharedBacklog.Factory live = (maxBytes, nextOffset) -> SharedBacklog.withoutWaiting(handing(maxBytes));
        Exchange race = race("race 1 backlog 999 | push a | from 0 | state | ");
        assertThat(Judge.accepts(race, run(live, race))).isTrue();
        Exchange changing = race("race 1 backlog 999 | push a | from 0 ; push b | state |");
        Reply reply = run(live, changing);
        assertThat(RaceJudge.brokenRule(changing, reply)).isEqualTo(Rule.LOCK_2);
        assertThat(Notation.print(changing.request(), reply)).contains("became others afterwards");
    }

    /** One list of frames, handed out as it is. */
    private static Backlog handing(long maxBytes) {
        DequeBacklog deque = new DequeBacklog(maxBytes);
        List<Frame> frames = new ArrayList<>();
        return (Backlog) Proxy.newProxyInstance(
                Backlog.class.getClassLoader(), new Class<?>[] {Backlog.class}, (proxy, method, arguments) -> {
                    synchronized (deque) {
                        Object answer = method.invoke(deque, arguments);
                        if (method.getName().equals("push")) {
                            frames.addAll(((Fetch.Frames) deque.framesFrom((long) answer)).frames());
                        }
                        return answer instanceof Fetch.Frames ? new Fetch.Frames(frames) : answer;
                    }
                });
    }

    @Test
    void whoIsStuckIsLeft() {
        Exchange race = race("race 9 backlog 999 | | await 0 | push a |");
        SharedBacklog.Factory deaf = (maxBytes, nextOffset) -> new SharedBacklog() {
            @Override
            public Backlog backlog() {
                return new DequeBacklog(maxBytes);
            }

            @Override
            public boolean canWait() {
                return true;
            }

            @Override
            public synchronized boolean await(long from) throws InterruptedException {
                while (true) {
                    wait();
                }
            }
        };
        Reply reply = run(deaf, race);
        assertThat(reply)
                .isEqualTo(new Reply.Broken(
                        Reply.Broken.How.HUNG, "round 1 did not end within 5 s; its threads were left"));
        assertThat(RaceJudge.brokenRule(race, reply)).isEqualTo(Rule.LOCK_4);
    }

    /** What was run until then is no whole race, and another thread may still count in it. */
    @Test
    void whoeverIsInterruptedHasNoOutcomes() {
        Thread.currentThread().interrupt();
        Reply reply = run(LOCKED, race("race 500 backlog 999 | | push a | push b |"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Broken.class, broken -> assertThat(broken.text()).startsWith("interrupted in round "));
    }

    @Test
    void whoCannotBeCreatedIsBroken() {
        SharedBacklog.Factory none = (maxBytes, nextOffset) -> {
            throw new IllegalStateException("no");
        };
        BacklogSubject subject = new BacklogSubject(
                "",
                DequeBacklog::resume,
                Optional.empty(),
                Optional.of((m, n) -> m == 1 ? LOCKED.create(m, n) : none.create(m, n)));
        assertThat(subject.exchange(List.of(Notation.parse("race 9 backlog 999 | | push a | push b |"))))
                .containsExactly(new Reply.Broken(Reply.Broken.How.ERROR, "java.lang.IllegalStateException: no"));
    }

    @Test
    void whatIsNotOfferedIsNotAsked() {
        assertThat(subject(LOCKED).capabilities()).contains(Capability.RACE, Capability.WAIT);
        assertThat(subject((m, n) -> SharedBacklog.withoutWaiting(new DequeBacklog(m)))
                        .capabilities())
                .contains(Capability.RACE)
                .doesNotContain(Capability.WAIT);
        BacklogSubject alone = new BacklogSubject("", DequeBacklog::resume);
        assertThat(alone.capabilities()).doesNotContain(Capability.RACE, Capability.WAIT);
        for (String call : List.of("race 9 backlog 999 | | push a | push b |", "await 1", "close")) {
            assertThat(alone.exchange(List.of(Notation.parse(call))).get(0)).isInstanceOf(Reply.Unsupported.class);
        }
    }
}
