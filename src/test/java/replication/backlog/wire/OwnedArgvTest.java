package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedArgvTest {

    @Test
    void ownedArgumentsAreTheirOwn() {
        Argv owned = Argv.ofUtf8("PING");
        assertThat(owned.owned()).isSameAs(owned);
    }

    @Test
    void whatTheyWereMadeOfMayChange() {
        byte[] argument = {'a'};
        List<Argv> argvs = List.of(Argv.of(argument), Argv.of(List.of(argument)));
        argument[0] = '?';
        assertThat(argvs)
                .allSatisfy(argv -> assertThat(argv.argument(0)).asString().isEqualTo("a"));
    }
}
