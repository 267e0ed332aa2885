package replication.backlog.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The reasons for which an implementation turns a call down, as the rules can demand. */
public enum Refusal {
    BAD_BUDGET,
    TOO_OLD,
    FUTURE,
    OFFSETS_EXHAUSTED,
    TRUNCATED,
    BAD_ENVELOPE,
    BAD_OFFSET,
    NEGATIVE_OFFSET,
    BAD_PAYLOAD,
    CLOSED;

    /** {@return the code that adapters send, for instance {@code too-old}} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the refusal in words, for instance {@code too old}} */
    public String words() {
        return code().replace('-', ' ');
    }

    /** {@return the refusal with a code} */
    public static Optional<Refusal> byCode(String code) {
        return Arrays.stream(values())
                .filter(refusal -> refusal.code().equals(code))
                .findFirst();
    }
}
