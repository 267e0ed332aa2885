package replication.backlog.oracle.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.oracle.adapter.AdapterServer;

/** An adapter around the built-in deque that hears some requests wrong: its argument names the fault. */
final class FaultyAdapter {

    private enum Mishearing implements UnaryOperator<Request> {
        DROP_INCLUSIVE {
            @Override
            public Request apply(Request request) {
                return request instanceof Request.DropUpTo drop && drop.watermark() != -1
                        ? new Request.DropUpTo(drop.watermark() + 1)
                        : request;
            }
        }
    }

    private FaultyAdapter() {}

    public static void main(String[] args) throws IOException {
        new AdapterServer("faulty", "1", new Faulty(Mishearing.valueOf(args[0]), BuiltIn.deque.subject()))
                .serve(System.in, System.out);
    }

    private record Faulty(Mishearing fault, Subject subject) implements Subject {

        @Override
        public String description() {
            return fault.name();
        }

        @Override
        public Set<Capability> capabilities() {
            return subject.capabilities();
        }

        @Override
        public List<Reply> exchange(List<Request> requests) {
            return subject.exchange(requests.stream().map(fault).toList());
        }
    }
}
