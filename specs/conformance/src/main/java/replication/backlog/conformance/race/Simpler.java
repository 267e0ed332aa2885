package replication.backlog.conformance.race;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import replication.backlog.model.Framing;
import replication.backlog.model.Orders;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;

/** The races that are simpler by one step: without a thread, or without one of the calls. */
public final class Simpler {

    private Simpler() {}

    /** {@return them, the simplest first; each has two threads at least, and every order of it comes to an end} */
    public static Stream<Request.Race> of(Request.Race race, Framing framing) {
        Scenario is = race.scenario();
        Stream<Scenario> fewerThreads = IntStream.range(0, is.threads().size())
                .mapToObj(thread -> with(is, is.before(), without(is.threads(), thread), is.after()));
        Stream<Scenario> shorterThreads = IntStream.range(0, is.threads().size())
                .boxed()
                .flatMap(thread -> without(is.threads().get(thread)).map(calls -> {
                    List<List<Request>> threads = new ArrayList<>(is.threads());
                    threads.set(thread, calls);
                    return with(is, is.before(), threads, is.after());
                }));
        Stream<Scenario> before = without(is.before()).map(calls -> with(is, calls, is.threads(), is.after()));
        Stream<Scenario> after = without(is.after()).map(calls -> with(is, is.before(), is.threads(), calls));
        return Stream.of(fewerThreads, shorterThreads, before, after)
                .flatMap(scenarios -> scenarios)
                .filter(scenario -> scenario.threads().size() > 1)
                .filter(scenario -> scenario.threads().stream().noneMatch(List::isEmpty))
                .filter(scenario -> !Orders.of(scenario, framing).endless())
                .map(scenario -> new Request.Race(scenario, race.rounds()));
    }

    private static Scenario with(Scenario is, List<Request> before, List<List<Request>> threads, List<Request> after) {
        return new Scenario(is.maxBytes(), is.nextOffset(), before, threads, after);
    }

    private static <T> Stream<List<T>> without(List<T> all) {
        return IntStream.range(0, all.size()).mapToObj(one -> without(all, one));
    }

    private static <T> List<T> without(List<T> all, int one) {
        List<T> rest = new ArrayList<>(all);
        rest.remove(one);
        return rest;
    }
}
