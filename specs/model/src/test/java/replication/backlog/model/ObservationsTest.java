package replication.backlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is looked at: both sides of every place where an answer can change, and the counters before and after. */
class ObservationsTest {

    private static final BacklogModel FIVE_TO_SEVEN = BacklogModel.empty(Framing.RESP, 1000, 5)
            .push(List.of("a"))
            .push(List.of("b"))
            .push(List.of("c"));

    @Test
    void bothSidesOfOldestAndNextAndTheEndsOfTheNumbers() {
        assertThat(asked(FIVE_TO_SEVEN))
                .containsExactly(
                        "state",
                        "from 5",
                        "from 4",
                        "from 6",
                        "from 7",
                        "from 8",
                        "from 9",
                        "from 0",
                        "from 1",
                        "from 9223372036854775807",
                        "from 9223372036854775808",
                        "from 18446744073709551615",
                        "state");
    }

    @Test
    void eachPlaceOnce() {
        assertThat(asked(BacklogModel.empty(Framing.RESP, 1000, 0)))
                .containsExactly(
                        "state",
                        "from 0",
                        "from 18446744073709551615",
                        "from 1",
                        "from 9223372036854775807",
                        "from 9223372036854775808",
                        "state");
    }

    private static List<String> asked(BacklogModel model) {
        return Observations.of(model).stream().map(Notation::print).toList();
    }
}
