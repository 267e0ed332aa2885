package replication.backlog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static replication.backlog.model.Circumstance.*;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every case that the rules name is told from its neighbours. */
class CircumstanceTest {

    private static final List<String> PING = List.of("PING"); // 22 bytes at offsets of one digit
    private static final BacklogModel FRESH = BacklogModel.empty(Framing.RESP, 44, 0);
    private static final BacklogModel ONE = FRESH.push(PING);
    private static final BacklogModel TWO = ONE.push(PING);
    private static final BacklogModel DRAINED = TWO.dropUpTo(2);
    private static final BacklogModel OVER = FRESH.push(List.of("v".repeat(50)));

    @Test
    void ofCreations() {
        assertThat(of(FRESH, new Request.New(0, 7))).containsExactly(NO_BUDGET);
        assertThat(of(FRESH, new Request.New(1, 0))).containsExactly(Circumstance.FRESH);
        assertThat(of(FRESH, new Request.New(1, 7))).containsExactly(RESUMED);
    }

    @Test
    void ofPushes() {
        assertThat(of(FRESH, push(1))).containsExactly(EVICTS_NONE);
        assertThat(of(ONE, push(1))).containsExactly(EXACT_FIT, EVICTS_NONE);
        assertThat(of(TWO, push(1))).containsExactly(EXACT_FIT, EVICTS_ONE);
        assertThat(of(TWO, push(2))).containsExactly(EVICTS_SEVERAL);
        assertThat(of(TWO, push(50))).containsExactly(OVERSIZED_PUSHED, EVICTS_SEVERAL);
        assertThat(of(OVER, push(1))).containsExactly(OVERSIZED_LEAVES, EVICTS_ONE);
        assertThat(of(OVER, push(50))).containsExactly(OVERSIZED_PUSHED, OVERSIZED_LEAVES, EVICTS_ONE);
        assertThat(of(DRAINED, push(1))).containsExactly(EVICTS_NONE, PUSHED_WHEN_DRAINED);
        assertThat(of(BacklogModel.empty(Framing.RESP, 44, Long.MIN_VALUE), push(1)))
                .containsExactly(OFFSETS_EXHAUSTED);
    }

    @Test
    void ofDrops() {
        assertThat(of(DRAINED, new Request.DropUpTo(1))).containsExactly(WATERMARK_WITH_NOTHING_RETAINED);
        assertThat(of(TWO, new Request.DropUpTo(0))).containsExactly(WATERMARK_BELOW);
        assertThat(of(TWO, new Request.DropUpTo(1))).containsExactly(WATERMARK_AT_NEWEST);
        assertThat(of(TWO, new Request.DropUpTo(2))).containsExactly(WATERMARK_AT_NEXT);
        assertThat(of(TWO, new Request.DropUpTo(3))).containsExactly(WATERMARK_BEYOND_NEXT);
        assertThat(of(TWO, new Request.DropUpTo(-1))).containsExactly(WATERMARK_BEYOND_NEXT);
        BacklogModel three =
                BacklogModel.empty(Framing.RESP, 66, 0).push(PING).push(PING).push(PING);
        assertThat(of(three, new Request.DropUpTo(1))).containsExactly(WATERMARK_INSIDE);
    }

    @Test
    void ofRaces() {
        assertThat(of(FRESH, Notation.parse("race 1 backlog 1 | push a ; from 0 ; await 0 | drop 0 | state | from 0")))
                .containsExactly(CALLED_AT_ONCE);
        assertThat(of(FRESH, Notation.parse("race 1 backlog 1 | | drop 0 ; from 0 | state |")))
                .containsExactly(CALLED_AT_ONCE, READ_AT_ONCE);
        assertThat(of(FRESH, Notation.parse("race 1 backlog 1 | | push a | await 0 |")))
                .containsExactly(CALLED_AT_ONCE, PUSHED_AT_ONCE, AWAITED);
        assertThat(of(FRESH, new Request.Await(0))).containsExactly(AWAITED);
        assertThat(of(FRESH, new Request.Close())).containsExactly(AWAITED);
    }

    @Test
    void ofQuestions() {
        assertThat(of(TWO, from(0))).containsExactly(SERVED_FROM_OLDEST);
        assertThat(of(TWO, from(1))).containsExactly(SERVED);
        assertThat(of(TWO, from(2))).containsExactly(CAUGHT_UP);
        assertThat(of(TWO, from(3))).containsExactly(FUTURE);
        assertThat(of(TWO.dropUpTo(1), from(0))).containsExactly(TOO_OLD);
        assertThat(of(DRAINED, from(1))).containsExactly(TOO_OLD_WHEN_DRAINED);
        assertThat(of(DRAINED, from(2))).containsExactly(CAUGHT_UP_WHEN_DRAINED);
        assertThat(of(DRAINED, new Request.State())).containsExactly(COUNTED);
        assertThat(of(FRESH, new Request.Decode("*3"))).containsExactly(LEFT_OPEN);
        assertThat(of(FRESH, new Request.Decode(Framing.RESP.frame(7, PING).bytes())))
                .containsExactly(DECODED);
    }

    @Test
    void whatIsWrongWithBytesIsToldByWhereTheyGoWrong() {
        assertThat(ofBytes("+OK\r\n")).containsExactly(ENVELOPE_NO_ARRAY);
        assertThat(ofBytes("*3\r\n")).containsExactly(ENVELOPE_OF_ANOTHER_LENGTH);
        assertThat(ofBytes("*x\r\n")).containsExactly(BAD_LENGTH_OF_ENVELOPE);
        assertThat(ofBytes("*2\r\n:x\r\n")).containsExactly(BAD_OFFSET);
        assertThat(ofBytes("*2\r\n:-7\r\n")).containsExactly(NEGATIVE_OFFSET);
        assertThat(ofBytes("*2\r\n:7\r\nPING\r\n")).containsExactly(PAYLOAD_NO_ARRAY);
        assertThat(ofBytes("*2\r\n:7\r\n*x\r\n")).containsExactly(BAD_NUMBER_OF_ARGUMENTS);
        assertThat(ofBytes("*2\r\n:7\r\n*1\r\n:1\r\n")).containsExactly(ARGUMENT_NO_BULK_STRING);
        assertThat(ofBytes("*2\r\n:7\r\n*1\r\n$-1\r\n")).containsExactly(BAD_LENGTH_OF_AN_ARGUMENT);
        assertThat(ofBytes("*2\r\n:7\r\n*1\r\n$1\r\naXX")).containsExactly(ARGUMENT_NOT_CLOSED);
        assertThat(ofBytes("*2\r\n:7\r\n*2\r\n$1\r\na\r\n:1\r\n")).containsExactly(ARGUMENT_NO_BULK_STRING);
        assertThat(ofBytes("*2")).containsExactly(TRUNCATED);
        assertThat(ofBytes("*2\r\n:7\r\n*-1\r\n")).containsExactly(LEFT_OPEN);
        assertThat(PAYLOAD_NO_ARRAY.words()).isEqualTo("payload no array");
    }

    /** The same, whether the bytes come at once or one by one. */
    private static Set<Circumstance> ofBytes(String bytes) {
        List<String> pieces =
                bytes.chars().mapToObj(each -> String.valueOf((char) each)).toList();
        Set<Circumstance> atOnce = Circumstance.of(Operation.of(FRESH, new Request.Decode(bytes)));
        Set<Circumstance> inPieces = Circumstance.of(Operation.of(FRESH, new Request.Feed(pieces)));
        assertThat(inPieces).isSubsetOf(atOnce.iterator().next(), LEFT_OPEN);
        return atOnce;
    }

    private static Iterable<Circumstance> of(BacklogModel before, Request request) {
        return Circumstance.of(Operation.of(before, request));
    }

    private static Request push(int argumentLength) {
        return new Request.Push(argumentLength == 1 ? PING : List.of("v".repeat(argumentLength + 3)));
    }

    private static Request from(long offset) {
        return new Request.FramesFrom(offset, OptionalLong.empty());
    }
}
