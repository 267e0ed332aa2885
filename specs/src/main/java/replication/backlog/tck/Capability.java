package replication.backlog.tck;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import replication.backlog.spec.Request;

/** What an implementation may offer besides pushing, dropping and serving frames. */
public enum Capability {
    /** Its counters can be read. */
    STATE,
    /** A backlog can start at a given next offset. */
    RESUME,
    /** It decodes frames. */
    WIRE;

    /** {@return the name that adapters send} */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the capability with a name, if there is one; adapters may have others} */
    public static Optional<Capability> byCode(String code) {
        return Arrays.stream(values()).filter(it -> it.code().equals(code)).findFirst();
    }

    /** {@return what a request needs, if anything} */
    public static Optional<Capability> neededBy(Request request) {
        if (request instanceof Request.New creation && creation.nextOffset() != 0) {
            return Optional.of(RESUME);
        }
        if (request instanceof Request.State) {
            return Optional.of(STATE);
        }
        return request instanceof Request.Decode ? Optional.of(WIRE) : Optional.empty();
    }
}
