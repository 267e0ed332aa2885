package replication.backlog.conformance.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import replication.backlog.Backlog;
import replication.backlog.BacklogClosedException;
import replication.backlog.Fetch;
import replication.backlog.Frame;
import replication.backlog.OffsetsExhaustedException;
import replication.backlog.model.FrameText;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.wire.Argv;

/** A call of a race, prepared so that next to nothing but the call itself falls into the race. */
@FunctionalInterface
interface SharedCall {

    /** Makes the call. */
    Answer on(SharedBacklog shared) throws InterruptedException;

    /** What was answered; said in full only when the race is over, so that what changed afterwards is noticed (LOCK-2). */
    @FunctionalInterface
    interface Answer extends Supplier<Reply> {}

    /** {@return calls, prepared} */
    static List<SharedCall> all(List<Request> requests) {
        return requests.stream().map(SharedCall::of).toList();
    }

    /** Makes calls, one after the other; one that throws is answered, too. */
    static List<Answer> make(List<SharedCall> calls, SharedBacklog shared) {
        List<Answer> answers = new ArrayList<>(calls.size());
        for (SharedCall call : calls) {
            answers.add(call.answer(shared));
        }
        return answers;
    }

    /** {@return answers in full} */
    static List<Reply> replies(List<Answer> answers) {
        return answers.stream().map(SharedCall::reply).toList();
    }

    private Answer answer(SharedBacklog shared) {
        try {
            return on(shared);
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
            return () -> broken(left);
        } catch (BacklogClosedException closed) {
            return () -> new Reply.Refused(Refusal.CLOSED);
        } catch (OffsetsExhaustedException exhausted) {
            return () -> new Reply.Refused(Refusal.OFFSETS_EXHAUSTED);
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError thrown) {
            return () -> broken(thrown);
        }
    }

    private static Reply reply(Answer answer) {
        try {
            return answer.get();
        } catch (RuntimeException | AssertionError thrown) {
            return broken(thrown);
        }
    }

    private static Reply broken(Throwable thrown) {
        return new Reply.Broken(Reply.Broken.How.ERROR, thrown.toString());
    }

    private static SharedCall of(Request request) {
        if (request instanceof Request.Push push) {
            Argv argv = BacklogSubject.argv(push.argv());
            return shared -> {
                long offset = shared.backlog().push(argv);
                return () -> new Reply.Pushed(offset);
            };
        }
        if (request instanceof Request.DropUpTo drop) {
            return shared -> {
                shared.backlog().dropUpTo(drop.watermark());
                return Reply.Done::new;
            };
        }
        if (request instanceof Request.FramesFrom ask) {
            return shared -> read(shared.backlog(), ask);
        }
        if (request instanceof Request.State) {
            return shared -> {
                Reply counters = BacklogSubject.counters(shared.backlog());
                return () -> counters;
            };
        }
        if (request instanceof Request.Await await) {
            return shared -> {
                boolean due = shared.await(await.from());
                return () -> new Reply.Awaited(due);
            };
        }
        if (request instanceof Request.Close) {
            return shared -> {
                shared.close();
                return Reply.Done::new;
            };
        }
        throw new IllegalArgumentException("No call of a race: " + request);
    }

    /** Lists the frames at once, and again when the race is over. */
    private static Answer read(Backlog backlog, Request.FramesFrom ask) {
        OptionalLong max = ask.max();
        Fetch answer = max.isPresent() && max.getAsLong() > 0 && max.getAsLong() <= Integer.MAX_VALUE
                ? backlog.framesFrom(ask.from(), (int) max.getAsLong(), Long.MAX_VALUE)
                : backlog.framesFrom(ask.from());
        if (!(answer instanceof Fetch.Frames live)) {
            Refusal refusal = answer instanceof Fetch.Future ? Refusal.FUTURE : Refusal.TOO_OLD;
            return () -> new Reply.Refused(refusal);
        }
        List<Frame> then = new ArrayList<>();
        live.forEach(then::add);
        return () -> {
            List<FrameText> frames = texts(live);
            return frames.equals(texts(then))
                    ? new Reply.Frames(frames)
                    : new Reply.Broken(
                            Reply.Broken.How.ERROR, "the frames that were returned became others afterwards");
        };
    }

    private static List<FrameText> texts(Iterable<Frame> frames) {
        List<FrameText> texts = new ArrayList<>();
        frames.forEach(frame -> texts.add(new FrameText(frame.offset(), BacklogSubject.text(frame.toByteArray()))));
        return texts;
    }
}
