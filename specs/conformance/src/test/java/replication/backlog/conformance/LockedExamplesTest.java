package replication.backlog.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.ArenaBacklog;
import replication.backlog.Backlog;
import replication.backlog.DequeBacklog;
import replication.backlog.Fetch;
import replication.backlog.LockedBacklog;
import replication.backlog.Snapshot;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.SpecDocument;

/** SPEC.md's examples of the locked wrapper, each caller on a thread of its own, against the wrapper and the model. */
class LockedExamplesTest {

    private static final long PATIENCE_SECONDS = 5;

    /** Something that can carry the examples' calls out. */
    private interface Stage extends AutoCloseable {
        String call(String caller, String call) throws Exception;

        @Override
        void close();
    }

    @TestFactory
    @Checks({Rule.LOCK_1, Rule.LOCK_2, Rule.LOCK_3, Rule.LOCK_4, Rule.LOCK_5})
    Stream<DynamicTest> theWrapperRepliesAsTheExamplesSay() {
        return examples()
                .flatMap(example -> Stream.of(
                        DynamicTest.dynamicTest(
                                example.id() + " around the deque",
                                () -> play(example, new WrapperStage(new DequeBacklog(maxBytes(example))))),
                        DynamicTest.dynamicTest(
                                example.id() + " around the arena",
                                () -> play(example, new WrapperStage(new ArenaBacklog(maxBytes(example)))))));
    }

    @TestFactory
    Stream<DynamicTest> theModelRepliesAsTheExamplesSay() {
        return examples()
                .map(example ->
                        DynamicTest.dynamicTest(example.id(), () -> play(example, new ModelStage(maxBytes(example)))));
    }

    private static Stream<SpecDocument.Example> examples() {
        return SpecDocument.load().examples().stream()
                .filter(example -> example.kind().equals("locked"));
    }

    private static long maxBytes(SpecDocument.Example example) {
        Request first = Notation.parse(example.lines().get(0).call());
        return ((Request.New) first).maxBytes();
    }

    private static void play(SpecDocument.Example example, Stage stage) throws Exception {
        try (stage) {
            for (SpecDocument.Line line :
                    example.lines().subList(1, example.lines().size())) {
                String[] callerAndCall = line.call().split(": ", 2);
                assertThat(stage.call(callerAndCall[0], callerAndCall[1]))
                        .as("SPEC.md:" + line.number() + ": " + line.call())
                        .isEqualTo(line.reply().isEmpty() ? "done" : line.reply());
            }
        }
    }

    private static String next(long next) {
        return "next " + Long.toUnsignedString(next);
    }

    /** The model, one call at a time. */
    private static final class ModelStage implements Stage {

        private final Map<String, String> lastFrames = new HashMap<>();
        private final Map<String, Long> awaited = new HashMap<>();
        private BacklogModel model;
        private boolean closed;

        ModelStage(long maxBytes) {
            model = BacklogModel.empty(Framing.RESP, maxBytes, 0);
        }

        @Override
        public String call(String caller, String call) {
            if (call.startsWith("await ")) {
                awaited.put(caller, Long.parseUnsignedLong(call.substring(6)));
                return answer(awaited.get(caller));
            }
            if (call.equals("woken")) {
                return answer(awaited.get(caller));
            }
            if (call.equals("close")) {
                closed = true;
                return "done";
            }
            if (call.equals("again")) {
                return lastFrames.get(caller);
            }
            Request request = Notation.parse(call);
            Operation operation = Operation.of(model, request);
            model = operation.after();
            String reply = Notation.print(request, operation.allowed());
            if (request instanceof Request.FramesFrom) {
                lastFrames.put(caller, reply);
            }
            return reply;
        }

        private String answer(long awaited) {
            if (Long.compareUnsigned(model.next(), awaited) > 0) {
                return next(model.next());
            }
            return closed ? "closed" : "waiting";
        }

        @Override
        public void close() {}
    }

    /** The wrapper, with a thread for every caller: what one left locked, another would wait for in vain. */
    private static final class WrapperStage implements Stage {

        private final LockedBacklog backlog;
        private final Map<String, ExecutorService> threads = new HashMap<>();
        private final Map<String, Thread> named = new HashMap<>();
        private final Map<String, Future<String>> waiting = new HashMap<>();
        private final Map<String, Fetch.Frames> lastFrames = new HashMap<>();

        WrapperStage(Backlog wrapped) {
            backlog = new LockedBacklog(wrapped);
        }

        @Override
        public String call(String caller, String call) throws Exception {
            if (call.equals("woken")) {
                return waiting.remove(caller).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            if (!call.startsWith("await ")) {
                return submit(caller, () -> reply(caller, call)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            Future<String> waits = submit(caller, () -> await(Long.parseUnsignedLong(call.substring(6))));
            while (!waits.isDone() && named.get(caller).getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            return waits.isDone() ? waits.get() : keptWaiting(caller, waits);
        }

        private String keptWaiting(String caller, Future<String> waits)
                throws ExecutionException, InterruptedException {
            waiting.put(caller, waits);
            return "waiting";
        }

        private String await(long offset) throws InterruptedException, TimeoutException {
            return switch (backlog.awaitBeyond(offset, Duration.ofSeconds(PATIENCE_SECONDS))) {
                case DUE -> next(backlog.nextOffset());
                case CLOSED -> "closed";
                case TIME_UP -> throw new TimeoutException("nothing came");
            };
        }

        private String reply(String caller, String call) {
            if (call.equals("again")) {
                return offsets(lastFrames.get(caller));
            }
            if (call.equals("close")) {
                backlog.close();
                return "done";
            }
            Request request = Notation.parse(call);
            if (request instanceof Request.Push push) {
                return Long.toString(backlog.push(BacklogSubject.argv(push.argv())));
            }
            if (request instanceof Request.DropUpTo drop) {
                backlog.dropUpTo(drop.watermark());
                return "done";
            }
            if (request instanceof Request.State) {
                Snapshot now = backlog.snapshot();
                return now.toString();
            }
            Request.FramesFrom ask = (Request.FramesFrom) request;
            OptionalLong max = ask.max();
            Fetch.Frames frames = (Fetch.Frames)
                    (max.isPresent()
                            ? backlog.framesFrom(ask.from(), (int) max.getAsLong(), Long.MAX_VALUE)
                            : backlog.framesFrom(ask.from()));
            lastFrames.put(caller, frames);
            return offsets(frames);
        }

        private static String offsets(Fetch.Frames frames) {
            List<FrameText> texts = frames.frames().stream()
                    .map(frame -> new FrameText(frame.offset(), ""))
                    .toList();
            return Notation.print(new Request.FramesFrom(0, OptionalLong.empty()), new Reply.Frames(texts));
        }

        private Future<String> submit(String caller, Callable<String> task) {
            return threads.computeIfAbsent(
                            caller,
                            name -> Executors.newSingleThreadExecutor(run -> {
                                Thread thread = new Thread(run, name);
                                thread.setDaemon(true);
                                named.put(name, thread);
                                return thread;
                            }))
                    .submit(task);
        }

        @Override
        public void close() {
            threads.values().forEach(ExecutorService::shutdownNow);
        }
    }
}
