package replication.backlog.conformance.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.SpecDocument;

/** The judge takes the right reply, and nothing that differs from it anywhere; and it names the rule that what differs breaks. */
class JudgeTest {

    private static final List<Script> SCRIPTS = SpecDocument.load().examples().stream()
            .filter(example -> example.kind().equals("backlog"))
            .map(SpecDocument.Example::script)
            .map(script -> new Script(script.id(), script.steps(), Script.Look.AFTER_EVERY_STEP))
            .toList();

    private static final List<Exchange> EXCHANGES = SCRIPTS.stream()
            .flatMap(script -> script.resolve(Framing.RESP).stream())
            .toList();

    @Test
    void aRightReplyIsTaken() {
        for (Exchange exchange : EXCHANGES) {
            for (Reply right : exchange.allowed()) {
                assertThat(Judge.accepts(exchange, right)).as("%s", exchange).isTrue();
                if (right instanceof Reply.Refused refused) {
                    Reply bare = new Reply.Refused(refused.refusal());
                    assertThat(Judge.accepts(exchange, bare)).as("%s", exchange).isTrue();
                }
            }
        }
    }

    @Test
    void aReplyThatDiffersAnywhereIsNot() {
        int altered = 0;
        List<Reply> taken = new ArrayList<>();
        for (Exchange exchange : Set.copyOf(EXCHANGES)) {
            for (Reply right : exchange.allowed()) {
                for (Reply wrong : altered(right).toList()) {
                    altered++;
                    if (Judge.accepts(exchange, wrong) && !exchange.allowed().contains(wrong)) {
                        taken.add(wrong);
                    }
                }
            }
        }
        assertThat(taken).isEmpty();
        assertThat(altered).isGreaterThan(10_000);
    }

    @Test
    void whatTheReplyToACallShowsByItself() {
        assertThat(told("backlog 1; push PING")).containsExactly(Rule.PUSH_1);
        assertThat(told("backlog 1 next 9223372036854775808; push PING")).containsExactly(Rule.PUSH_5);
        assertThat(told("backlog 1; push PING; drop 0")).isEmpty();
        assertThat(told("backlog 1")).containsExactly(Rule.NEW_1);
        assertThat(told("backlog 1 next 9223372036854775809")).containsExactly(Rule.NEW_3);
        String asked = "backlog 1; push PING; from 0";
        assertThat(told(asked)).contains(Rule.FROM_4, Rule.PUSH_2).isEqualTo(Judge.bearsOn(Lines.call(asked)));
    }

    private static Set<Rule> told(String calls) {
        return Judge.toldAtOnce(Lines.call(calls).operation());
    }

    @Test
    void whereAnythingIsRightOnlyWhatBreaksOrMeansNothingIsWrong() {
        String open = "backlog 1; decode \"*2\\r\\n:007\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n\"";
        for (Exchange asked : List.of(Lines.call(open), Lines.look(open))) {
            for (String right : List.of("offset 7, PING, 24 bytes", "bad offset", "truncated", "done")) {
                assertThat(Judge.accepts(asked, Lines.reply(open, right)))
                        .as(right)
                        .isTrue();
            }
            for (String wrong : List.of("error", "crashed", "hung", "offset \"x\", which means nothing")) {
                assertThat(Judge.accepts(asked, Lines.reply(open, wrong)))
                        .as(wrong)
                        .isFalse();
            }
        }
    }

    @Test
    void whereTwoRefusalsAreRightEitherIsTaken() {
        String wrongTwice = "backlog 0 next 9223372036854775809";
        for (String refusal : List.of("bad budget", "offsets exhausted")) {
            Reply reply = Lines.reply(wrongTwice, refusal);
            assertThat(Judge.accepts(Lines.call(wrongTwice), reply)).as(refusal).isTrue();
        }
    }

    /** The last call is made for its own sake: whatever was read before does not matter. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # What a budget may be is NEW-1, and where offsets may begin is NEW-3.
            backlog 0                            | done                               | NEW-1
            backlog 0                            | offsets exhausted                  | NEW-1
            backlog 105                          | bad budget                         | NEW-1
            backlog 105                          | crashed                            | NEW-1
            backlog 105 next 9                   | bad budget                         | NEW-1
            backlog 105 next 9                   | offsets exhausted                  | NEW-3
            backlog 105 next 9                   | error                              | NEW-3
            backlog 105 next 9223372036854775809 | done                               | NEW-3
            # Wrong in two ways: both refusals are right, and what is neither takes a budget of nothing.
            backlog 0 next 9223372036854775809   | done                               | NEW-1
            backlog 0 next 9223372036854775809   | too old                            | NEW-1

            backlog 105; push SET a 1            | 1                                  | PUSH-1
            backlog 105; push SET a 1            | offsets exhausted                  | PUSH-1
            backlog 105; push SET a 1            | offset "-1", which means nothing   | PUSH-1
            # After everything left, an offset is assigned twice; or there is none.
            backlog 105 next 9; push SET a 1     | 0                                  | EVICT-5
            backlog 105 next 9; push SET a 1     | error                              | PUSH-1
            # No offset is left.
            backlog 105 next 9223372036854775808; push SET a 1 | 9223372036854775808  | PUSH-5
            backlog 105 next 9223372036854775808; push SET a 1 | crashed              | PUSH-5

            # A drop says nothing: only how it fails can be wrong, and where.
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 1 | error     | DROP-1
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 0 | error     | DROP-2
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 3 | error     | DROP-3
            backlog 105; state                   | error                              | ACCT-1

            # The refusal is the wrong one, or none; or it is right and carries something else.
            backlog 105; push SET a 1; from 2    | too old (oldest 0, next 1)         | FROM-1
            backlog 105; push SET a 1; from 2    | caught up                          | FROM-1
            backlog 105; push SET a 1; from 2    | future (oldest 1, next 1)          | FROM-5
            backlog 105; push SET a 1; from 1    | too old (oldest 0, next 1)         | FROM-2
            backlog 105; push SET a 1; from 1    | 0                                  | FROM-2
            backlog 105 next 9; from 9           | too old (empty, next 9)            | FROM-2
            backlog 105 next 9; from 8           | caught up                          | FROM-3
            backlog 105 next 9; from 8           | future (empty, next 9)             | FROM-3
            backlog 105 next 9; from 8           | too old (empty, next 8)            | FROM-5

            # Other frames than those from there on; other bytes at the right offsets; what cannot be bytes.
            backlog 105; push SET a 1; push SET b 2; from 0 | 1                       | FROM-4
            backlog 105; push SET a 1; push SET b 2; from 0 | 0, 0, 1                 | FROM-4
            backlog 105; push SET a 1; push SET b 2; from 0 | 1, 0                    | FROM-4
            backlog 105; push SET a 1; push SET b 2; from 0 | caught up               | FROM-4
            backlog 105; push SET a 1; push SET b 2; from 0 | too old (oldest 0, next 2) | FROM-4
            backlog 105; push SET a 1; push SET b 2; from 0 | 0, 1 (SET b 3)          | PUSH-2
            backlog 105; push SET a 1; push SET b 2; from 0 | 0, 1 "*2\\r\\n:1\\n"    | WIRE-1
            backlog 105; push SET a 1; push SET b 2; from 0 | 0 (SET a 2), 1 ""       | WIRE-1
            backlog 105; push SET a 1; from 0    | bytes "0g", which means nothing    | WIRE-1
            backlog 105; push SET a 1; from 0    | offset "-1", which means nothing   | FROM-4
            backlog 105; push SET a 1; from 2    | bytes "0g", which means nothing    | FROM-1

            backlog 1; decode "*2\\r\\n:7\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n"     | offset 8, PING, 22 bytes | WIRE-2
            backlog 1; decode "*2\\r\\n:7\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n"     | truncated            | WIRE-2
            backlog 1; decode "*2\\r\\n:7\\r\\n*1\\r\\n$4\\r\\nPING\\r"        | bad payload          | WIRE-3
            backlog 1; decode "*3\\r\\n:7\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n"     | bad offset           | WIRE-4
            backlog 1; decode "*2\\r\\n:x\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n"     | bad envelope         | WIRE-5
            # Here what a refusal carries is the offset, which is not FROM-5's.
            backlog 1; decode "*2\\r\\n:-5\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n"    | negative offset (5)  | WIRE-6
            backlog 1; decode "*2\\r\\n:-5\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n"    | bad offset           | WIRE-6
            backlog 1; decode "*2\\r\\n:7\\r\\nPING\\r\\n"                     | offset 7, PING, 14 bytes | WIRE-7
            backlog 1; feed "*2\\r\\n:7\\r" "\\nPING\\r\\n"                    | offset 7, PING, 14 bytes | WIRE-7
            # Two refusals are right, and this is neither; all replies are right, and these are none.
            backlog 1; decode "+O"                                             | bad offset           | WIRE-8
            backlog 1; decode "*2\\r\\n:7\\r\\n*0\\r\\n"                       | error                | WIRE-8
            backlog 1; decode "*2\\r\\n:7\\r\\n*0\\r\\n" | offset "seven", which means nothing    | WIRE-8
            backlog 1; decode "*2\\r\\n:7\\r\\n*0\\r\\n" | bytes "0g", which means nothing        | WIRE-8
            """)
    void aReplyThatIsWrongBreaksTheRuleOfItsCall(String calls, String wrong, String rule) {
        Exchange exchange = Lines.call(calls);
        Reply reply = Lines.reply(calls, wrong);
        assertThat(Judge.accepts(exchange, reply)).isFalse();
        assertThat(Judge.brokenRule(exchange, reply, false).id()).isEqualTo(rule);
        assertThat(Judge.brokenRule(exchange, reply, true).id()).isEqualTo(rule);
    }

    /**
     * The last call is made to see what the one before it did. What the counters show then is that call's doing, unless they were
     * read since and were right; likewise which frames are too old.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            #                                                 what came                 the rule   if counters were right before
            # Where a backlog begins.
            backlog 105; state                                | next 1, empty                 | NEW-2   | ACCT-3
            backlog 105 next 9; state                         | next 0, empty                 | NEW-3   | ACCT-3
            backlog 105 next 9; state                         | next 9, held 8..8, 35 bytes   | NEW-3   | ACCT-3
            backlog 105; state                                | next 0, held none..none (length 0), 35 bytes | ACCT-1 | ACCT-3

            # Next moves by one with a push, and not because something leaves.
            backlog 105; push SET a 1; state                  | next 2, held 1..1, 35 bytes   | PUSH-1  | ACCT-3
            backlog 35; push SET a 1; push SET b 2; state     | next 1, held 0..0, 35 bytes   | EVICT-5 | ACCT-3

            # The numbers contradict each other.
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held 0..1 (length 3), 70 bytes | ACCT-2 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held 0..2 (length 2), 70 bytes | ACCT-2 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held 1..1 (length 2), 70 bytes | ACCT-2 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held none..1 (length 2), 70 bytes | ACCT-2 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held 0..none (length 2), 70 bytes | ACCT-2 | ACCT-3
            backlog 105; push SET a 1; state                  | next 1, held 0..0 (length 0), 35 bytes | ACCT-2 | ACCT-3
            backlog 105; push SET a 1; state                  | next 1, held none..0 (length 0), 0 bytes | ACCT-2 | ACCT-3
            # They agree, and the frames' lengths add up to something else.
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held 0..1, 71 bytes   | ACCT-1  | ACCT-3
            # There are none, or one that is no number.
            backlog 105; push SET a 1; state                  | error                         | ACCT-1  | ACCT-1
            backlog 105; push SET a 1; state                  | bad budget                    | ACCT-1  | ACCT-1
            backlog 105; push SET a 1; state                  | nextOffset "-1", which means nothing    | PUSH-1  | PUSH-1
            backlog 35; push SET a 1; push SET b 2; state     | nextOffset "-1", which means nothing    | EVICT-5 | EVICT-5
            backlog 105; push SET a 1; drop 1; state          | nextOffset "-1", which means nothing    | DROP-3  | DROP-3
            backlog 105 next 9; state                         | nextOffset "-1", which means nothing    | NEW-3   | NEW-3
            backlog 105; push SET a 1; state                  | bufferedBytes "-1", which means nothing | ACCT-1  | ACCT-1
            backlog 105; push SET a 1; state                  | length "-1", which means nothing        | ACCT-2  | ACCT-2
            backlog 105; push SET a 1; state                  | oldestOffset "-1", which means nothing  | ACCT-2  | ACCT-2

            # The pushed frame is not there.
            backlog 105; push SET a 1; state                  | next 1, empty                          | PUSH-3 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held 0..0, 35 bytes            | PUSH-3 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held 0..1 (length 1), 35 bytes | PUSH-3 | ACCT-3
            # Too many left, or too few.
            backlog 105; push SET a 1; push SET b 2; state    | next 2, held 1..1, 35 bytes            | EVICT-1 | ACCT-3
            backlog 70; push SET a 1; push SET b 2; state     | next 2, held 1..1, 35 bytes            | EVICT-2 | ACCT-3
            backlog 70; push SET a 1; push SET b 2; push SET c 3; state | next 3, held 0..2, 105 bytes | EVICT-1 | ACCT-3
            # A frame longer than the budget does not come, or not alone, or does not leave.
            backlog 70; push SET a 1*99; state                        | next 1, empty                  | EVICT-3 | ACCT-3
            backlog 70; push SET a 1; push SET b 2*99; state          | next 2, held 0..1, 169 bytes   | EVICT-3 | ACCT-3
            backlog 70; push SET a 1*99; push SET b 2; state          | next 2, held 0..1, 169 bytes   | EVICT-4 | ACCT-3
            backlog 70; push SET a 1*99; push SET b 2; state          | next 2, empty                  | PUSH-3  | ACCT-3
            backlog 70; push SET a 1*99; push SET b 2*99; state       | next 2, held 0..1, 268 bytes   | EVICT-4 | ACCT-3
            backlog 70; push SET a 1*99; push SET b 2*99; state       | next 2, empty                  | EVICT-3 | ACCT-3

            # Nothing should have changed: the push was refused, or the call only asked.
            backlog 70 next 9223372036854775808; push SET a 1; state  | next 9223372036854775809, empty | PUSH-5 | ACCT-3
            backlog 70 next 9; from 9; state                          | next 10, empty                 | ACCT-3  | ACCT-3

            # A drop removes what lies below, keeps what does not, and leaves next alone.
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 1; state | next 3, held 2..2, 35 bytes  | DROP-1 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 1; state | next 3, held 0..2, 105 bytes | DROP-1 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 0; state | next 3, held 1..2, 70 bytes  | DROP-2 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 2; state | next 3, empty                | DROP-2 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 2; state | next 3, held 1..2, 70 bytes  | DROP-1 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 3; state | next 3, held 2..2, 35 bytes  | DROP-3 | ACCT-3
            backlog 105; push SET a 1; push SET b 2; push SET c 3; drop 1; state | next 1, held 1..2, 70 bytes  | DROP-3 | ACCT-3
            backlog 105; drop 7; state                        | next 7, empty                 | DROP-3  | ACCT-3
            backlog 105 next 9; drop 7; state                 | next 9, held 8..8, 35 bytes   | DROP-2  | ACCT-3

            # What was not kept is too old, and what was not removed is served.
            backlog 105; push SET a 1; from 0                 | too old (empty, next 1)       | EVICT-1 | FROM-4
            backlog 70; push SET a 1; push SET b 2; from 0    | too old (oldest 1, next 2)    | EVICT-2 | FROM-4
            backlog 35; push SET a 1; push SET b 2; from 0    | 0, 1                          | EVICT-1 | FROM-3
            backlog 70; push SET a 1*99; push SET b 2; from 0 | 0, 1                          | EVICT-4 | FROM-3
            backlog 105; push SET a 1; push SET b 2; drop 1; from 0 | 0, 1                    | DROP-1  | FROM-3
            backlog 105; push SET a 1; push SET b 2; drop 1; from 1 | too old (empty, next 2) | DROP-2  | FROM-4
            # Anything else is about the question, whatever came before it.
            backlog 105; push SET a 1; from 0                 | future (empty, next 0)        | FROM-4  | FROM-4
            backlog 105; push SET a 1; from 0                 | caught up                     | FROM-4  | FROM-4
            backlog 105; push SET a 1; from 1                 | too old (oldest 0, next 1)    | FROM-2  | FROM-2
            backlog 105; push SET a 1; from 2                 | 0                             | FROM-1  | FROM-1
            backlog 105; push SET a 1; drop 1; from 0         | caught up                     | FROM-3  | FROM-3
            backlog 105; push SET a 1; drop 1; from 0         | error                         | FROM-3  | FROM-3
            backlog 105; push SET a 1; from 0                 | 0 (SET a 2)                   | PUSH-2  | PUSH-2
            backlog 1; decode "*2\\r\\n:7\\r\\n*0\\r\\n"      | hung                          | WIRE-8  | WIRE-8
            backlog 1; decode "*2\\r\\n:7\\r\\n*0\\r\\n"      | offset "x", which means nothing | WIRE-8  | WIRE-8
            """)
    void aLookThatIsWrongBreaksTheRuleOfWhatWasDone(String calls, String wrong, String rule, String whenCounted) {
        Exchange exchange = Lines.look(calls);
        Reply reply = Lines.reply(calls, wrong);
        assertThat(Judge.accepts(exchange, reply)).isFalse();
        assertThat(Judge.brokenRule(exchange, reply, false).id()).isEqualTo(rule);
        assertThat(Judge.brokenRule(exchange, reply, true).id()).isEqualTo(whenCounted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            backlog 0                                          | NEW-1
            backlog 105                                        | NEW-2
            backlog 105 next 9                                 | NEW-3
            # Every push is about its offset, and about the frame that has to be there then.
            backlog 105; push SET a 1                          | PUSH-1 PUSH-3 EVICT-1
            backlog 35; push SET a 1                           | PUSH-1 PUSH-3 EVICT-1 EVICT-2
            backlog 105 next 9; push SET a 1                   | PUSH-1 PUSH-3 EVICT-1 EVICT-5
            backlog 105 next 9223372036854775808; push SET a 1 | PUSH-5
            backlog 105; drop 7                                | DROP-2
            backlog 105; push SET a 1; drop 1                  | DROP-3
            # Frames are what was pushed, in the form that they have on the wire.
            backlog 105; push SET a 1; from 0                  | PUSH-2 FROM-4 WIRE-1
            backlog 105; push SET a 1; from 1                  | FROM-2
            backlog 105; push SET a 1; from 2                  | FROM-1
            backlog 105; state                                 | ACCT-1 ACCT-2
            backlog 1; decode "*2\\r\\n"                       | WIRE-3
            backlog 1; decode "*2\\r\\n:7\\r\\n*0\\r\\n"       | WIRE-8
            """)
    void aCallBearsOnWhatItsReplyCanBreak(String calls, String rules) {
        assertThat(ids(Judge.bearsOn(Lines.call(calls)))).isEqualTo(rules);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            backlog 105; state                                        | ACCT-1 ACCT-2
            backlog 105; push SET a 1; state                          | ACCT-1 ACCT-2
            backlog 105; push SET a 1; from 0                         | PUSH-2 FROM-4 WIRE-1
            backlog 105; push SET a 1; from 1                         | FROM-2
            backlog 105; push SET a 1; from 2                         | FROM-1
            backlog 105; push SET a 1; drop 1; from 0                 | FROM-3
            backlog 1; decode "*2\\r\\n:7\\r\\n*0\\r\\n"              | WIRE-8
            # Whoever looks after a call that changes nothing sees that nothing has changed.
            backlog 105; push SET a 1; from 2; state                  | ACCT-1 ACCT-2 ACCT-3
            backlog 105; push SET a 1; drop 0; from 0                 | PUSH-2 ACCT-3 FROM-4 WIRE-1
            backlog 105 next 9223372036854775808; push SET a 1; state | ACCT-1 ACCT-2 ACCT-3
            """)
    void aLookBearsOnItsOwnRulesAndOnThoseOfWhatWasDone(String calls, String own) {
        Exchange look = Lines.look(calls);
        assertThat(ids(Judge.observes(look))).isEqualTo(own);
        Set<Rule> both = EnumSet.copyOf(Judge.observes(look));
        both.addAll(Judge.bearsOn(look.operation()));
        assertThat(Judge.bearsOn(look)).isEqualTo(both);
    }

    private static String ids(Set<Rule> rules) {
        return rules.stream().map(Rule::id).collect(Collectors.joining(" "));
    }

    private static Stream<Reply> altered(Reply right) {
        Stream<Reply> others =
                Stream.of(new Reply.Done(), new Reply.Pushed(-2), new Reply.Broken(Reply.Broken.How.ERROR, ""));
        return Stream.concat(others.filter(reply -> !reply.equals(right)), alteredALittle(right));
    }

    private static Stream<Reply> alteredALittle(Reply right) {
        if (right instanceof Reply.Frames served) {
            return alteredFrames(served.frames()).map(Reply.Frames::new);
        }
        if (right instanceof Reply.Counters c) {
            OptionalLong some = OptionalLong.of(-2);
            return Stream.of(
                    new Reply.Counters(c.next() + 1, c.oldest(), c.newest(), c.buffered(), c.length()),
                    new Reply.Counters(c.next(), some, c.newest(), c.buffered(), c.length()),
                    new Reply.Counters(c.next(), c.oldest(), some, c.buffered(), c.length()),
                    new Reply.Counters(c.next(), c.oldest(), c.newest(), c.buffered() - 1, c.length()),
                    new Reply.Counters(c.next(), c.oldest(), c.newest(), c.buffered(), c.length() + 1));
        }
        if (right instanceof Reply.Decoded d) {
            List<String> more = new ArrayList<>(d.argv());
            more.add("");
            return Stream.of(
                    new Reply.Decoded(d.offset() + 1, d.argv(), d.used()),
                    new Reply.Decoded(d.offset(), more, d.used()),
                    new Reply.Decoded(d.offset(), d.argv(), d.used() - 1));
        }
        if (right instanceof Reply.Refused refused) {
            Stream<Reply> others = Stream.of(Refusal.values())
                    .filter(refusal -> refusal != refused.refusal())
                    .flatMap(refusal ->
                            Stream.of(new Reply.Refused(refusal), new Reply.Refused(refusal, refused.detail())));
            return Stream.concat(others, Stream.of(new Reply.Refused(refused.refusal(), refused.detail() + "0")));
        }
        return right instanceof Reply.Pushed pushed ? Stream.of(new Reply.Pushed(pushed.offset() + 1)) : Stream.of();
    }

    /** Any frame gone, twice, at another offset, or with any one of its bytes changed; and all of them turned around. */
    private static Stream<List<FrameText>> alteredFrames(List<FrameText> frames) {
        Stream<List<FrameText>> one = IntStream.range(0, frames.size()).boxed().flatMap(i -> {
            FrameText frame = frames.get(i);
            Stream<List<FrameText>> bytes = IntStream.range(0, frame.bytes().length())
                    .mapToObj(at -> List.of(new FrameText(frame.offset(), withAnother(frame.bytes(), at))));
            return Stream.concat(
                            Stream.of(
                                    List.<FrameText>of(),
                                    List.of(frame, frame),
                                    List.of(new FrameText(frame.offset() + 1, frame.bytes()))),
                            bytes)
                    .map(instead -> spliced(frames, i, instead));
        });
        List<FrameText> reversed = IntStream.range(0, frames.size())
                .mapToObj(i -> frames.get(frames.size() - 1 - i))
                .collect(Collectors.toList());
        return frames.size() < 2 ? one : Stream.concat(one, Stream.of(reversed));
    }

    private static List<FrameText> spliced(List<FrameText> frames, int at, List<FrameText> instead) {
        List<FrameText> spliced = new ArrayList<>(frames);
        spliced.remove(at);
        spliced.addAll(at, instead);
        return spliced;
    }

    private static String withAnother(String bytes, int at) {
        return bytes.substring(0, at) + (char) (bytes.charAt(at) ^ 1) + bytes.substring(at + 1);
    }
}
