package replication.backlog.oracle.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.oracle.adapter.AdapterServer;

/** An adapter around the built-in deque that breaks each time that it is asked something of a kind, from the n-th time on. */
final class BreakingAdapter {

    /** The kinds of question. */
    static final Map<String, Predicate<Request>> KINDS = Map.of(
            "new", request -> request instanceof Request.New creation && creation.nextOffset() == 0,
            "resume", request -> request instanceof Request.New creation && creation.nextOffset() != 0,
            "push", request -> request instanceof Request.Push,
            "drop", request -> request instanceof Request.DropUpTo,
            "from",
                    request -> request instanceof Request.FramesFrom ask
                            && ask.max().isEmpty(),
            "max",
                    request -> request instanceof Request.FramesFrom ask
                            && ask.max().isPresent(),
            "state", request -> request instanceof Request.State,
            "decode", request -> request instanceof Request.Decode,
            "feed", request -> request instanceof Request.Feed);

    private BreakingAdapter() {}

    /** The command that starts one. */
    static List<String> command(String kind, Reply.Broken.How how, int from) {
        List<String> command = new ArrayList<>(OddAdapter.java("-Xmx64m"));
        command.addAll(List.of(BreakingAdapter.class.getName(), kind, how.name(), "" + from));
        return command;
    }

    public static void main(String[] args) throws IOException {
        Subject breaking =
                new Breaking(KINDS.get(args[0]), Reply.Broken.How.valueOf(args[1]), Integer.parseInt(args[2]));
        new AdapterServer("breaking", "1.0", breaking).serve(System.in, System.out);
    }

    private static final class Breaking implements Subject {

        private final Subject right = BuiltIn.deque.subject();
        private final Predicate<Request> kind;
        private final Reply.Broken.How how;
        private final int from;
        private int asked;

        Breaking(Predicate<Request> kind, Reply.Broken.How how, int from) {
            this.kind = kind;
            this.how = how;
            this.from = from;
        }

        @Override
        public String description() {
            return right.description();
        }

        @Override
        public Set<Capability> capabilities() {
            return right.capabilities();
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            asked += kind.test(requests.get(0)) ? 1 : 0;
            if (!kind.test(requests.get(0)) || asked < from) {
                return right.exchange(requests);
            }
            switch (how) {
                case CRASHED -> Runtime.getRuntime().halt(7);
                case HUNG -> hang();
                default -> {}
            }
            return List.of(new Reply.Broken(how, "as it was told to"));
        }

        /** Until it is ended; but if nobody does, not for ever. */
        private static void hang() {
            try {
                new CountDownLatch(1).await(2, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
