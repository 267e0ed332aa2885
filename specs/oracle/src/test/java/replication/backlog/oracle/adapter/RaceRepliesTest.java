package replication.backlog.oracle.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import replication.backlog.model.Notation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.oracle.adapter.Json.Malformed;

/** An adapter tells what every round of a race came to, each once: what does not say so is no reply. */
class RaceRepliesTest {

    private static final Request RACE = Notation.parse("race 9 backlog 999 | | push a | push b | from 1");

    private static final String FIRST =
            "'rounds':'4','threads':[[{'ok':{'offset':'0'}}],[{'ok':{'offset':'1'}}]],'after':[{'refused':'future'}]";

    private static String reply(String... outcomes) {
        return ("{'ok':{'outcomes':[{" + String.join("},{", outcomes) + "}]}}").replace('\'', '"');
    }

    private static String second(String rounds) {
        return FIRST.replace("'4'", "'" + rounds + "'").replace("future", "too-old");
    }

    @Test
    void roundsThatAddUpAreTaken() {
        Reply.Raced raced = (Reply.Raced) Protocol.readReply(RACE, reply(FIRST, second("5")));
        assertThat(raced.outcomes().values()).containsExactly(4L, 5L);
        Reply.Raced twice = (Reply.Raced) Protocol.readReply(RACE, reply(second("4"), second("5")));
        assertThat(twice.outcomes().values()).containsExactly(9L);
    }

    /** An outcome that nobody had would count as seen, or accuse somebody of it; and counts may not add up beyond 2^64. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4                    | its rounds add up to 8, where 9 were asked for",
                "6                    | its rounds add up to 10, where 9 were asked for",
                "0                    | each outcome's \"rounds\" has to be 1 to 9, but is 0",
                "10                   | each outcome's \"rounds\" has to be 1 to 9, but is 10",
                "18446744073709551615 | each outcome's \"rounds\" has to be 1 to 9, but is 18446744073709551615",
            })
    void roundsThatDoNotAreNoReply(String rounds, String sentence) {
        isMalformed(reply(FIRST, second(rounds)), sentence);
    }

    @Test
    void noneAtAllAreNoReply() {
        isMalformed("{\"ok\":{\"outcomes\":[]}}", "its rounds add up to 0, where 9 were asked for");
        String nobodyHadIt = second("0") + "},{" + FIRST.replace("'4'", "'9'");
        isMalformed(reply(nobodyHadIt), "each outcome's \"rounds\" has to be 1 to 9, but is 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[[{'ok':{'offset':'0'}}]]                              | [{'refused':'future'}] | threads | 2",
                "[[{'ok':{'offset':'0'}}],[]]                           | [{'refused':'future'}] | threads | 1",
                "[[{'ok':{'offset':'0'}}],{}]                           | [{'refused':'future'}] | threads | 1",
                "[[{'ok':{'offset':'0'}}],[{'ok':{'offset':'1'}}]]      | []                     | after   | 1",
            })
    void aCallWithoutAReplyIsNone(String threads, String after, String field, int calls) {
        isMalformed(
                reply("'rounds':'9','threads':" + threads + ",'after':" + after),
                "each outcome's \"" + field + "\" has to have a reply for each call, " + calls + " in all, but is ");
    }

    private static void isMalformed(String line, String sentence) {
        assertThatExceptionOfType(Malformed.class)
                .isThrownBy(() -> Protocol.readReply(RACE, line))
                .withMessageContaining(sentence);
    }
}
