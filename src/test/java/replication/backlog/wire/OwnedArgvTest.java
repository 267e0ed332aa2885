package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnedArgvTest {

    @Test
    void ownedArgumentsAreTheirOwn() {
        Argv owned = Argv.ofUtf8("PING");
        assertThat(owned.owned()).isSameAs(owned);
    }
}
