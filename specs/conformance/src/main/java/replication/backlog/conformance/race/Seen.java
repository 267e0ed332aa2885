package replication.backlog.conformance.race;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import replication.backlog.model.Exchange;
import replication.backlog.model.Orders;
import replication.backlog.model.Outcome;
import replication.backlog.model.Reply;

/**
 * How much of what a scenario can show was seen.
 *
 * @param scenario what the scenario is called
 * @param rounds how many rounds were run
 * @param seen how many of the allowed outcomes occurred
 * @param allowed how many outcomes some order gives
 * @param mixedSeen how many of those occurred that no order gives in which each thread makes its calls in one go
 * @param mixed how many of those there are
 */
public record Seen(String scenario, long rounds, int seen, int allowed, int mixedSeen, int mixed) {

    /** {@return what a reply to a race showed} */
    public static Seen of(String name, Exchange exchange, Reply.Raced raced) {
        Orders orders = Orders.of(
                RaceJudge.scenario(exchange), exchange.operation().before().framing());
        Set<Outcome> allowed = orders.outcomes().keySet();
        Set<Outcome> seen = new HashSet<>(allowed);
        seen.retainAll(raced.outcomes().keySet());
        Set<Outcome> mixed = new HashSet<>(seen);
        mixed.removeAll(orders.inTurn());
        return new Seen(
                name,
                raced.rounds(),
                seen.size(),
                allowed.size(),
                mixed.size(),
                allowed.size() - orders.inTurn().size());
    }

    /** {@return this and another taken together} */
    public Seen and(Seen other) {
        return new Seen(
                scenario,
                rounds + other.rounds,
                seen + other.seen,
                allowed + other.allowed,
                mixedSeen + other.mixedSeen,
                mixed + other.mixed);
    }

    /** {@return it in words} */
    public String words() {
        return String.format(Locale.ROOT, "%,d of %,d outcomes seen in %,d rounds", seen, allowed, rounds)
                + (showsLittle() ? "; threads only ever came one after the other, which shows little" : "");
    }

    /** Whether threads only ever came one after the other, so that little was shown. */
    public boolean showsLittle() {
        return mixed > 0 && mixedSeen == 0;
    }
}
