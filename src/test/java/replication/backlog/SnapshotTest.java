package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final OptionalLong SEVEN = OptionalLong.of(7);
    private static final OptionalLong NONE = OptionalLong.empty();

    @Test
    void printsUnsigned() {
        assertThat(new Snapshot(-3, OptionalLong.of(-5), OptionalLong.of(-4), -2, 2))
                .hasToString("next 18446744073709551613, held 18446744073709551611..18446744073709551612,"
                        + " 18446744073709551614 bytes");
    }

    @Test
    void printsWhatIsEmptyOrInconsistent() {
        assertThat(new Snapshot(8, NONE, NONE, 0, 0)).hasToString("next 8, empty");
        assertThat(new Snapshot(8, SEVEN, NONE, 35, 1)).hasToString("next 8, empty");
        assertThat(new Snapshot(8, NONE, SEVEN, 35, 1)).hasToString("next 8, empty");
    }
}
