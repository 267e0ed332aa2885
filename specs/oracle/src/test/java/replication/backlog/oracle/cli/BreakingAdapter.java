package replication.backlog.oracle.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import replication.backlog.conformance.verdict.Breaking;
import replication.backlog.model.Reply.Broken.How;
import replication.backlog.oracle.adapter.AdapterServer;

/** An adapter around the built-in deque that breaks each time that it is asked something of a kind, from the n-th time on. */
final class BreakingAdapter {

    private BreakingAdapter() {}

    /** The command that starts one. */
    static List<String> command(String kind, How how, int from) {
        List<String> command = new ArrayList<>(OddAdapter.java("-Xmx64m"));
        command.addAll(List.of(BreakingAdapter.class.getName(), kind, how.name(), "" + from));
        return command;
    }

    public static void main(String[] args) throws IOException {
        Breaking breaking = new Breaking(args[0], Integer.parseInt(args[2]), How.valueOf(args[1])) {
            @Override
            protected void breaks(How how) {
                if (how == How.CRASHED) {
                    Runtime.getRuntime().halt(7);
                }
                if (how == How.HUNG) {
                    hang();
                }
            }
        };
        new AdapterServer("breaking", "1.0", breaking).serve(System.in, System.out);
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
