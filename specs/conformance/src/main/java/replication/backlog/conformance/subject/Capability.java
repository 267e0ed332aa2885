package replication.backlog.conformance.subject;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import replication.backlog.model.Request;

/** What an implementation may offer besides pushing, dropping and serving frames. */
public enum Capability {
    /** Its counters can be read. */
    STATE(false),
    /** A backlog can start at a given next offset. */
    RESUME(false),
    /** It decodes frames. */
    WIRE(false),
    /** It decodes frames that arrive bit by bit. */
    PIECES(true),
    /** Threads can share it, and its adapter runs races. */
    RACE(true),
    /** A thread can wait for a push, and end the pushes. */
    WAIT(true);

    private final boolean extra;

    Capability(boolean extra) {
        this.extra = extra;
    }

    /** {@return the name that adapters send} */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the capability with a name, if there is one; adapters may have others} */
    public static Optional<Capability> byCode(String code) {
        return Arrays.stream(values()).filter(it -> it.code().equals(code)).findFirst();
    }

    /**
     * Whether all that is asked of everyone can be checked without it: an implementation that does not offer it is asked less, of no
     * such rule nothing. The rules of what threads share are asked of those who offer that.
     */
    public boolean isExtra() {
        return extra;
    }

    /** {@return the names of some, in their order, with commas between them} */
    public static String list(Set<Capability> some) {
        return Arrays.stream(values())
                .filter(some::contains)
                .map(Capability::code)
                .collect(Collectors.joining(", "));
    }

    /** {@return what a request needs, if anything} */
    public static Optional<Capability> neededBy(Request request) {
        return request.accept(NEEDED);
    }

    /** {@return all that a request needs; for a race, also what its calls need} */
    public static Set<Capability> allNeededBy(Request request) {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        neededBy(request).ifPresent(all::add);
        if (request instanceof Request.Race race) {
            race.scenario().allCalls().forEach(call -> all.addAll(allNeededBy(call)));
            if (race.scenario().nextOffset() != 0) {
                all.add(RESUME);
            }
        }
        return all;
    }

    private static final Request.Visitor<Optional<Capability>> NEEDED = new Request.Visitor<>() {
        @Override
        public Optional<Capability> create(Request.New creation) {
            return creation.nextOffset() == 0 ? Optional.empty() : Optional.of(RESUME);
        }

        @Override
        public Optional<Capability> push(Request.Push push) {
            return Optional.empty();
        }

        @Override
        public Optional<Capability> drop(Request.DropUpTo drop) {
            return Optional.empty();
        }

        @Override
        public Optional<Capability> ask(Request.FramesFrom ask) {
            return Optional.empty();
        }

        @Override
        public Optional<Capability> state(Request.State state) {
            return Optional.of(STATE);
        }

        @Override
        public Optional<Capability> decode(Request.Decode decode) {
            return Optional.of(WIRE);
        }

        @Override
        public Optional<Capability> feed(Request.Feed feed) {
            return Optional.of(PIECES);
        }

        @Override
        public Optional<Capability> race(Request.Race race) {
            return Optional.of(RACE);
        }

        @Override
        public Optional<Capability> await(Request.Await await) {
            return Optional.of(WAIT);
        }

        @Override
        public Optional<Capability> close(Request.Close close) {
            return Optional.of(WAIT);
        }
    };
}
