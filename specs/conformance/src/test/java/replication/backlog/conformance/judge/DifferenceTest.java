package replication.backlog.conformance.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import replication.backlog.model.Exchange;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;

/**
 * What a declaration excuses. The same difference has the same words at any offset and at any length, else a file of them would
 * never be complete; and different faults have different words, else declaring one would hide the other.
 */
class DifferenceTest {

    private static final String FOUR = "backlog 200; push SET a 1; push SET b 2; push SET c 3; push SET d 4";

    /** As many, at offsets that gain a digit, and of other lengths: 42, 106, 45 and 41 bytes rather than 35 each. */
    private static final String OTHER_FOUR =
            "backlog 900 next 98; push SET a 1*7; push SET b 2*70; push SET c 3*9; push SET d 4*5";

    private static final String SEVEN = "backlog 900; push SET a 1; push SET b 2; push SET c 3; push SET d 4"
            + "; push SET e 5; push SET f 6; push SET g 7";

    private static final String HELD = "next next, held oldest..newest, their bytes";

    // ---- what the counters show after a call

    @Test
    void aDropThatTakesTheWatermarksFrameToo() {
        Difference inside = difference(
                Rule.DROP_1,
                "watermark inside",
                "state after drop",
                HELD,
                "next next, held oldest+1..newest, their bytes");
        assertThat(look(FOUR + "; drop 1; state", "next 4, held 2..3, 70 bytes"))
                .isEqualTo(inside);
        assertThat(look(FOUR + "; drop 2; state", "next 4, held 3..3, 35 bytes"))
                .isEqualTo(inside);
        assertThat(look(OTHER_FOUR + "; drop 99; state", "next 102, held 100..101, 86 bytes"))
                .isEqualTo(inside);
        assertThat(look(FOUR + "; drop 3; state", "next 4, empty"))
                .isEqualTo(
                        difference(Rule.DROP_2, "watermark at newest", "state after drop", HELD, "next next, empty"));
    }

    @Test
    void aDropOfEverythingIsAnother() {
        assertThat(look(FOUR + "; drop 1; state", "next 4, empty"))
                .isEqualTo(look(OTHER_FOUR + "; drop 99; state", "next 102, empty"))
                .isEqualTo(difference(Rule.DROP_1, "watermark inside", "state after drop", HELD, "next next, empty"));
    }

    @Test
    void oneTooManyTwoTooManyAndAllButOneAreTold() {
        Difference one = look(SEVEN + "; drop 1; state", "next 7, held 2..6, 175 bytes");
        Difference two = look(SEVEN + "; drop 1; state", "next 7, held 3..6, 140 bytes");
        assertThat(one.actual()).isEqualTo("next next, held oldest+1..newest, their bytes");
        assertThat(two.actual()).isEqualTo("next next, held oldest+2..newest, their bytes");
        // Of three frames only the newest is left: as with two too many.
        assertThat(look(FOUR + "; drop 1; state", "next 4, held 3..3, 35 bytes"))
                .isEqualTo(two);
        // Of six frames it is not.
        assertThat(look(SEVEN + "; drop 1; state", "next 7, held 6..6, 35 bytes")
                        .actual())
                .isEqualTo("next next, held next-1..newest, their bytes");
    }

    @Test
    void aFrameThatStaysAlthoughItShouldLeave() {
        assertThat(look(FOUR + "; drop 2; state", "next 4, held 1..3, 105 bytes"))
                .isEqualTo(look(OTHER_FOUR + "; drop 100; state", "next 102, held 99..101, 192 bytes"))
                .isEqualTo(difference(
                        Rule.DROP_1,
                        "watermark inside",
                        "state after drop",
                        HELD,
                        "next next, held oldest-1..newest, their bytes"));
        assertThat(look("backlog 35; push SET a 1; push SET b 2; state", "next 2, held 0..1, 70 bytes"))
                .isEqualTo(difference(
                        Rule.EVICT_1,
                        "evicts one",
                        "state after push",
                        HELD,
                        "next next, held oldest-1..newest, their bytes"));
    }

    @Test
    void anOversizedFrameThatIsLost() {
        Difference lost = difference(Rule.EVICT_3, "oversized pushed", "state after push", HELD, "next next, empty");
        assertThat(look("backlog 70; push SET a 1*99; state", "next 1, empty")).isEqualTo(lost);
        assertThat(look("backlog 9 next 98; push SET a 1; state", "next 99, empty"))
                .isEqualTo(lost);
    }

    @Test
    void aFrameThatStaysWhereNoneShould() {
        Difference stays = difference(
                Rule.DROP_3,
                "watermark at next",
                "state after drop",
                "next next, empty",
                "next next, held next-1..next-1, their bytes");
        assertThat(look(FOUR + "; drop 4; state", "next 4, held 3..3, 35 bytes"))
                .isEqualTo(stays);
        assertThat(look(OTHER_FOUR + "; drop 102; state", "next 102, held 101..101, 41 bytes"))
                .isEqualTo(stays);
    }

    @Test
    void aNewestFrameThatIsNotThere() {
        assertThat(look(FOUR + "; state", "next 4, held 0..2, 105 bytes"))
                .isEqualTo(look(OTHER_FOUR + "; state", "next 102, held 98..100, 193 bytes"))
                .isEqualTo(difference(
                        Rule.PUSH_3,
                        "evicts none",
                        "state after push",
                        HELD,
                        "next next, held oldest..newest-1, their bytes"));
    }

    /** Empty is said where all of it is; each number that is not is said. */
    @Test
    void whatAnEmptyBacklogHas() {
        assertThat(look("backlog 105; state", "next 0, held none..none (length 0), 35 bytes"))
                .isEqualTo(difference(
                        Rule.ACCT_1,
                        "fresh",
                        "state after backlog",
                        "next next, empty",
                        "next next, held none..none, their bytes+35"));
        assertThat(look("backlog 105; state", "next 0, held none..none (length 1), 0 bytes")
                        .actual())
                .isEqualTo("next next, held none..none, length+1, their bytes");
        assertThat(look("backlog 105; state", "next 0, held 0..none (length 0), 0 bytes")
                        .actual())
                .isEqualTo("next next, held next..none, their bytes");
        assertThat(look("backlog 105; state", "next 0, held none..0 (length 0), 0 bytes")
                        .actual())
                .isEqualTo("next next, held none..next, their bytes");
    }

    @Test
    void nextThatMovesToTheWatermark() {
        Difference moves = difference(
                Rule.DROP_3, "watermark beyond next", "state after drop", "next next, empty", "next watermark, empty");
        assertThat(look("backlog 105; push SET a 1; drop 9; state", "next 9, empty"))
                .isEqualTo(moves);
        assertThat(look("backlog 105 next 98; push SET a 1; drop 500; state", "next 500, empty"))
                .isEqualTo(moves);
        assertThat(look(
                        "backlog 105 next 98; push SET a 1; drop 18446744073709551615; state",
                        "next 18446744073709551615, empty"))
                .as("at the end of the numbers it may be another fault")
                .isEqualTo(difference(
                        Rule.DROP_3,
                        "watermark beyond next",
                        "state after drop at 2^64-1",
                        "next next, empty",
                        "next watermark, empty"));
        assertThat(look("backlog 105; push SET a 1; drop 9; state", "next 2, empty")
                        .actual())
                .as("by one at every drop")
                .isEqualTo("next next+1, empty");
    }

    @Test
    void nextThatMovesTwiceTakesTheFrameAlong() {
        assertThat(look("backlog 105; push SET a 1; state", "next 2, held 1..1, 35 bytes"))
                .isEqualTo(look("backlog 105 next 98; push SET a 11; state", "next 100, held 99..99, 37 bytes"))
                .isEqualTo(difference(
                        Rule.PUSH_1,
                        "evicts none",
                        "state after push",
                        HELD,
                        "next next+1, held oldest+1..newest+1, their bytes"));
    }

    @Test
    void aByteCountThatIsWrongByANumber() {
        assertThat(look(FOUR + "; state", "next 4, held 0..3, 157 bytes"))
                .isEqualTo(difference(Rule.ACCT_1, "evicts none", "state after push", HELD, HELD + "+17"));
        assertThat(look(OTHER_FOUR + "; drop 99; state", "next 102, held 99..101, 191 bytes"))
                .isEqualTo(difference(Rule.ACCT_1, "watermark inside", "state after drop", HELD, HELD + "-1"));
    }

    /** How long those frames were is chance: the same fault would have other words each time. */
    @Test
    void aByteCountThatKeepsWhatLeft() {
        Difference keeps =
                difference(Rule.ACCT_1, "watermark inside", "state after drop", HELD, HELD + " and those of what left");
        assertThat(look(FOUR + "; drop 1; state", "next 4, held 1..3, 140 bytes"))
                .isEqualTo(keeps);
        assertThat(look(FOUR + "; drop 2; state", "next 4, held 2..3, 140 bytes"))
                .isEqualTo(keeps);
        assertThat(look(OTHER_FOUR + "; drop 99; state", "next 102, held 99..101, 234 bytes"))
                .isEqualTo(keeps);
        assertThat(look(FOUR + "; drop 1; state", "next 4, held 1..3, 106 bytes")
                        .actual())
                .as("off by one")
                .isEqualTo(HELD + "+1");
        assertThat(look(FOUR + "; drop 1; state", "next 4, held 1..3, 70 bytes").actual())
                .as("taken off twice")
                .isEqualTo(HELD + " without those of what left");
    }

    /** The number itself would be the same where there should be one more, and where there should be one less. */
    @Test
    void aLengthThatContradictsTheOffsets() {
        Difference more =
                look("backlog 105; push SET a 1; push SET b 2; state", "next 2, held 0..1 (length 3), 70 bytes");
        Difference less = look(FOUR + "; state", "next 4, held 0..3 (length 2), 140 bytes");
        assertThat(more)
                .isEqualTo(look(FOUR + "; state", "next 4, held 0..3 (length 5), 140 bytes"))
                .isEqualTo(difference(
                        Rule.ACCT_2,
                        "evicts none",
                        "state after push",
                        HELD,
                        "next next, held oldest..newest, length+1, their bytes"));
        assertThat(less.actual()).isEqualTo("next next, held oldest..newest, length-2, their bytes");
    }

    @Test
    void anOffsetThatIsNotThere() {
        assertThat(look(FOUR + "; state", "next 4, held none..3 (length 4), 140 bytes"))
                .isEqualTo(look(OTHER_FOUR + "; state", "next 102, held none..101 (length 4), 234 bytes"))
                .isEqualTo(difference(
                        Rule.ACCT_2,
                        "evicts none",
                        "state after push",
                        HELD,
                        "next next, held none..newest, their bytes"));
    }

    // ---- offsets

    @Test
    void aPushThatGetsAnotherOffset() {
        Difference next = difference(Rule.PUSH_1, "evicts none", "push", "next", "next+1");
        assertThat(call("backlog 105; push SET a 1", "1")).isEqualTo(next);
        assertThat(call("backlog 105 next 98; push SET a 1; push SET b 2", "100"))
                .isEqualTo(next);
        assertThat(call("backlog 105; push SET a 1; push SET b 2", "0").actual())
                .isEqualTo("next-1");
        assertThat(call("backlog 105 next 98; push SET a 1; push SET b 2", "98").actual())
                .isEqualTo("next-1");
    }

    @Test
    void nearIsUpToThree() {
        assertThat(call("backlog 105 next 98; push SET a 1", "101").actual()).isEqualTo("next+3");
        assertThat(call("backlog 105 next 98; push SET a 1", "102").actual()).isEqualTo("102");
        assertThat(call("backlog 105 next 98; push SET a 1", "95").actual()).isEqualTo("next-3");
        assertThat(call("backlog 105 next 98; push SET a 1", "94").actual()).isEqualTo("94");
    }

    /** What lies near nothing is a number; and the largest number does not lie next to 0. */
    @Test
    void anOffsetFromNowhere() {
        assertThat(call("backlog 105 next 98; push SET a 1; push SET b 2", "0").actual())
                .isEqualTo("0");
        assertThat(call("backlog 105; push SET a 1; push SET b 2", "5").actual())
                .isEqualTo("5");
        assertThat(call("backlog 105; push SET a 1", "18446744073709551615").actual())
                .isEqualTo("18446744073709551615");
    }

    // ---- frames

    @Test
    void framesThatAreMissing() {
        String all = "frames from..newest";
        assertThat(look(SEVEN + "; from 0", "1, 2, 3, 4, 5, 6"))
                .isEqualTo(look(OTHER_FOUR + "; from 98", "99, 100, 101"))
                .isEqualTo(difference(Rule.FROM_4, "served from oldest", "from", all, "frames from+1..newest"));
        assertThat(look(SEVEN + "; from 0", "0, 1, 2, 3, 4, 5"))
                .isEqualTo(look(OTHER_FOUR + "; from 98", "98, 99, 100"))
                .isEqualTo(difference(Rule.FROM_4, "served from oldest", "from", all, "frames from..newest-1"));
        assertThat(look(SEVEN + "; from 0", "0, 2, 3, 4, 5, 6"))
                .isEqualTo(look(OTHER_FOUR + "; from 98", "98, 100, 101"))
                .isEqualTo(difference(Rule.FROM_4, "served from oldest", "from", all, "frames from, from+2..newest"));
        assertThat(look(SEVEN + "; from 1", "1, 2, 3, 4, 6"))
                .isEqualTo(difference(Rule.FROM_4, "served", "from", all, "frames from..from+3, newest..newest"));
        assertThat(look(SEVEN + "; from 0", "caught up").actual()).isEqualTo("caught up");
    }

    @Test
    void framesThatAreTooMany() {
        assertThat(look(SEVEN + "; from 2", "1, 2, 3, 4, 5, 6").actual()).isEqualTo("frames from-1..newest");
        assertThat(look(SEVEN + "; from 0", "0, 0, 1, 2, 3, 4, 5, 6").actual()).isEqualTo("frames from, from..newest");
        assertThat(look(SEVEN + "; from 0", "6, 5, 4, 3, 2, 1, 0").actual())
                .isEqualTo("frames newest, newest-1, newest-2, from+3, from+2, and more");
        assertThat(look(SEVEN + "; drop 4; from 2", "4, 5, 6"))
                .as("too old by two: from the oldest on")
                .isEqualTo(difference(
                        Rule.DROP_1, "watermark inside", "from after drop", "too old", "frames from+2..newest"));
    }

    @Test
    void asManyGapsAsAreShown() {
        assertThat(look(SEVEN + "; from 2", "6, 5, 4, 3, 2").actual())
                .isEqualTo("frames newest, from+3, from+2, from+1, from..from");
    }

    @Test
    void moreFramesThanWereAskedFor() {
        Difference one =
                difference(Rule.FROM_4, "served from oldest", "from max", "frames from..last", "frames from..last+1");
        assertThat(look(SEVEN + "; from 0 max 2", "0, 1, 2")).isEqualTo(one);
        assertThat(look(SEVEN + "; from 0 max 5", "0, 1, 2, 3, 4, 5")).isEqualTo(one);
        assertThat(look(OTHER_FOUR + "; from 98 max 2", "98, 99, 100")).isEqualTo(one);
        assertThat(look(SEVEN + "; from 0 max 2", "0, 1, 2, 3, 4, 5, 6").actual())
                .isEqualTo("frames from..newest");
        assertThat(look(FOUR + "; from 0 max 4", "0, 1, 2").expected())
                .as("as many as there are")
                .isEqualTo("frames from..newest");
    }

    /** The byte is counted from behind the offset. */
    @Test
    void aFrameWithAnotherByte() {
        assertThat(look(FOUR + "; from 0", "0, 1, 2 (SET c 4), 3"))
                .isEqualTo(look(
                        "backlog 900 next 98; push SET a 1; push SET b 2; push SET c 3; push SET d 4; from 98",
                        "98, 99, 100 (SET c 4), 101"))
                .isEqualTo(difference(
                        Rule.PUSH_2,
                        "served from oldest",
                        "from",
                        "frames from..newest",
                        "frames from..newest, from+2 with payload byte 24 \"4\" instead of \"3\""));
        assertThat(look(FOUR + "; from 0", "0, 1, 2 (SET c 4), 3 (SET d 5)").actual())
                .isEqualTo("frames from..newest, from+2 with payload byte 24 \"4\" instead of \"3\", and others");
        assertThat(look(FOUR + "; from 3", "3 (SET d 44)").actual())
                .isEqualTo("frames from..newest, from with payload byte 21 \"2\" instead of \"1\", 1 longer");
        assertThat(look(FOUR + "; from 3", "3 \"*2\\r\\n:4\\r\\n*3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nd\\r\\n$1\\r\\n4\\r\"")
                        .actual())
                .isEqualTo("frames from..newest, from with byte 5 \"4\" instead of \"3\", 1 shorter");
    }

    @Test
    void aFrameThatIsNoneFromTheStart() {
        assertThat(look(FOUR + "; from 3", "3 \"\"").actual())
                .isEqualTo("frames from..newest, from with byte 0 nothing instead of \"*\", 35 shorter");
        assertThat(look(FOUR + "; from 3", "3 \"*2\\r\\n:3\\r\\nSET d 4\\r\\n\"")
                        .actual())
                .isEqualTo("frames from..newest, from with payload byte 0 \"S\" instead of \"*\", 18 shorter");
    }

    @Test
    void tooOldInsteadOfCaughtUp() {
        Difference tooOld = difference(Rule.FROM_2, "caught up", "from", "caught up", "too old");
        assertThat(look(FOUR + "; from 4", "too old (oldest 0, next 4)")).isEqualTo(tooOld);
        assertThat(call(OTHER_FOUR + "; from 102", "too old (oldest 98, next 102)"))
                .isEqualTo(tooOld);
        assertThat(call("backlog 105; from 0", "too old").when()).isEqualTo("caught up when drained");
    }

    /** Code that has a special case for one of these has it for no other. */
    @Test
    void offsetsThatAreTreatedSpecially() {
        assertThat(call("backlog 105; push SET a 1; from 2", "caught up").call())
                .isEqualTo("from at next+1");
        assertThat(call("backlog 105; push SET a 1; from 3", "caught up").call())
                .isEqualTo("from");
        assertThat(call("backlog 105; push SET a 1; from 18446744073709551615", "caught up")
                        .call())
                .isEqualTo("from at 2^64-1");
        assertThat(call("backlog 105; from 0", "too old").call()).isEqualTo("from at 0");
        assertThat(call("backlog 105; push SET a 1; from 0", "too old").call()).isEqualTo("from");
        assertThat(look("backlog 105 next 5; push SET a 1; drop 0; state", "next 6, empty")
                        .call())
                .isEqualTo("state after drop at 0");
        assertThat(look("backlog 105 next 5; push SET a 1; drop 3; state", "next 6, empty")
                        .call())
                .isEqualTo("state after drop");
    }

    /** Who has a limit declares it and nothing below. */
    @Test
    void lengthsThatSomeoneMayHaveALimitFor() {
        assertThat(call("backlog 9; push a*900", "error").call()).isEqualTo("push");
        assertThat(call("backlog 9; push a*2000", "error").call()).isEqualTo("push of 2^10 bytes and more");
        assertThat(call("backlog 9; push a*65536", "bad budget").call()).isEqualTo("push of 2^16 bytes and more");
        assertThat(call("backlog 9; push a*65536", "7").call()).isEqualTo("push");
        assertThat(call("backlog 1; decode \"*2\\r\\n:7\\r\\n*1\\r\\n$4000\\r\\n\" a*4000 \"\\r\\n\"", "bad payload")
                        .call())
                .isEqualTo("decode of 2^11 bytes and more");
    }

    /** A budget in too few bits is another fault than one that is compared wrong. */
    @Test
    void budgetsThatAreTooLargeForAType() {
        assertThat(whenEvicted("2147483647")).isEqualTo("evicts none");
        assertThat(whenEvicted("2147483648")).isEqualTo("evicts none, budget from 2^31 on");
        assertThat(whenEvicted("4294967296")).isEqualTo("evicts none, budget from 2^32 on");
        assertThat(whenEvicted("9223372036854775808")).isEqualTo("evicts none, budget from 2^63 on");
        assertThat(call("backlog 9223372036854775808; push SET a 1; from 0", "too old")
                        .when())
                .as("a question has nothing to do with the budget")
                .isEqualTo("served from oldest");
    }

    private static String whenEvicted(String budget) {
        return look("backlog " + budget + "; push SET a 1; push SET a 2; state", "next 2, held 1..1, 35 bytes")
                .when();
    }

    // ---- what refusals carry

    @Test
    void boundsThatARefusalCarries() {
        Difference newest = difference(
                Rule.FROM_5,
                "future",
                "from",
                "future (oldest oldest, next next)",
                "future (oldest oldest, next next-1)");
        assertThat(look(FOUR + "; from 9", "future (oldest 0, next 3)")).isEqualTo(newest);
        assertThat(look(OTHER_FOUR + "; from 109", "future (oldest 98, next 101)"))
                .isEqualTo(newest);
        assertThat(look(FOUR + "; from 9", "future (empty, next 4)").actual()).isEqualTo("future (empty, next next)");
        assertThat(call("backlog 1; decode \"*2\\r\\n:-5\\r\\n\"", "negative offset (5)"))
                .isEqualTo(difference(
                        Rule.WIRE_6,
                        "negative offset",
                        "decode",
                        "negative offset (as it stands)",
                        "negative offset (5)"));
    }

    @Test
    void anotherRefusalInPlaceOfOneThatCarriesItsOffset() {
        assertThat(call("backlog 1; decode \"*2\\r\\n:-5\\r\\n\"", "bad offset").actual())
                .isEqualTo("bad offset");
    }

    // ---- decoding

    @Test
    void anInlineCommandThatIsTaken() {
        Difference taken = difference(
                Rule.WIRE_7, "payload no array", "decode", "bad payload", "its offset, the words of the line");
        assertThat(call("backlog 1; decode \"*2\\r\\n:7\\r\\nPING\\r\\n\"", "offset 7, PING, 14 bytes"))
                .isEqualTo(taken);
        assertThat(look(
                        "backlog 1; decode \"*2\\r\\n:98\\r\\nSET  k v\\r\\n*2\\r\\n\"",
                        "offset 98, SET k v, 19 bytes"))
                .isEqualTo(taken);
        assertThat(look("backlog 1; feed \"*2\\r\\n:7\\r\" \"\\nPING\\r\\n\"", "offset 7, PING, 14 bytes"))
                .as("by a decoder that may be right when the bytes come at once")
                .isEqualTo(difference(
                        Rule.WIRE_7,
                        "payload no array",
                        "decode in pieces",
                        "bad payload",
                        "its offset, the words of the line"));
        assertThat(call("backlog 1; decode \"*2\\r\\n:7\\r\\nPING\\r\\n\"", "offset 7, PING, 13 bytes")
                        .actual())
                .as("without its line end")
                .isEqualTo("its offset, arguments \"PING\", all bytes but 1");
        assertThat(call("backlog 1; decode \"*2\\r\\n:7\\r\\nPING\\r\\n\"", "offset 7, PONG, 14 bytes")
                        .actual())
                .isEqualTo("its offset, arguments \"PONG\", all bytes");
    }

    @Test
    void aFrameMadeOfWhatIsNone() {
        assertThat(call("backlog 1; decode \"*2\"", "offset 0, x, 2 bytes"))
                .isEqualTo(difference(
                        Rule.WIRE_3, "truncated", "decode", "truncated", "offset 0, arguments \"x\", all bytes"));
        assertThat(call("backlog 1; decode \"*2\\r\\n:x\\r\\n\"", "offset 0, x, 8 bytes")
                        .actual())
                .isEqualTo("offset 0, arguments \"x\", all bytes");
        assertThat(call("backlog 1; decode \"*2\\r\\n:7\\r\\nPING\"", "offset 7, PING, 14 bytes")
                        .actual())
                .as("a line that has not ended, and more bytes than came")
                .isEqualTo("its offset, arguments \"PING\", 14 bytes");
        assertThat(call("backlog 1; decode \"*2\\r\\n:x\\r\\n\"", "offset 0, x*78, 8 bytes")
                        .actual())
                .as("as long as is shown")
                .isEqualTo("offset 0, arguments \"" + "x".repeat(78) + "\", all bytes");
    }

    @Test
    void aNullThatIsTakenForAnEmptyArgument() {
        assertThat(call("backlog 1; decode \"*2\\r\\n:7\\r\\n*1\\r\\n$-1\\r\\n\"", "offset 7, \"\", 17 bytes"))
                .isEqualTo(difference(
                        Rule.WIRE_7,
                        "bad length of an argument",
                        "decode",
                        "bad payload",
                        "its offset, arguments \"\", all bytes"));
        assertThat(call("backlog 1; decode \"*2\\r\\n:7\\r\\n*1\\r\\n$-1\\r\\n\"", "offset 0, a*99, 99 bytes")
                        .actual())
                .isEqualTo("offset 0, 1 arguments of 99 bytes, 99 bytes");
    }

    @Test
    void aFrameThatIsReadWrongly() {
        String right = "its offset, its arguments, its bytes";
        String ping = "backlog 1; decode \"*2\\r\\n:7\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n\"";
        String longer = "backlog 1; decode \"*2\\r\\n:98\\r\\n*2\\r\\n$3\\r\\nDEL\\r\\n$1\\r\\nk\\r\\nand more\"";
        assertThat(call(ping, "offset 7, PING, 21 bytes"))
                .isEqualTo(call(longer, "offset 98, DEL k, 28 bytes"))
                .isEqualTo(difference(Rule.WIRE_2, "decoded", "decode", right, right + "-1"));
        assertThat(call(ping, "offset 8, PING, 22 bytes").actual())
                .isEqualTo(call(longer, "offset 99, DEL k, 29 bytes").actual())
                .isEqualTo("its offset+1, its arguments, its bytes");
        assertThat(call(ping, "offset 7, PONG, 22 bytes").actual())
                .isEqualTo("its offset, arguments \"PONG\", its bytes");
    }

    // ---- no answer, or none that means anything

    @Test
    void howItBroke() {
        String open = "backlog 1; decode \"*2\\r\\n:7\\r\\n*0\\r\\n\"";
        assertThat(call(open, "crashed"))
                .isEqualTo(look(open, "crashed"))
                .isEqualTo(difference(
                        Rule.WIRE_8, "left open", "decode \"*2\\r\\n:7\\r\\n*0\\r\\n\"", "anything", "crashed"));
        assertThat(call(open, "hung").actual()).isEqualTo("hung");
        assertThat(call(open, "error").actual()).isEqualTo("error");
        assertThat(call("backlog 1; decode \"+O\"", "crashed").expected()).isEqualTo("bad envelope or truncated");
    }

    @Test
    void whatMeansNothing() {
        assertThat(look("backlog 105; push SET a 1; state", "nextOffset \"-1\", which means nothing"))
                .isEqualTo(difference(Rule.PUSH_1, "evicts none", "state after push", HELD, "nextOffset -1"));
        assertThat(look("backlog 105; push SET a 1; state", "length \"-1\", which means nothing")
                        .actual())
                .isEqualTo("length -1");
    }

    @Test
    void aCreationThatIsRefused() {
        assertThat(call("backlog 105 next 98", "bad budget"))
                .isEqualTo(difference(Rule.NEW_1, "resumed", "backlog", "done", "bad budget"));
        assertThat(call("backlog 0 next 9223372036854775809", "done"))
                .isEqualTo(difference(Rule.NEW_1, "no budget", "backlog", "bad budget or offsets exhausted", "done"));
    }

    private static Difference difference(Rule rule, String when, String call, String expected, String actual) {
        return new Difference(rule, when, call, expected, actual);
    }

    /** The last call was made for its own sake. */
    private static Difference call(String calls, String wrong) {
        return of(Lines.call(calls), Lines.reply(calls, wrong));
    }

    /** The last call was made to see what the one before it did. */
    private static Difference look(String calls, String wrong) {
        return of(Lines.look(calls), Lines.reply(calls, wrong));
    }

    private static Difference of(Exchange exchange, Reply wrong) {
        Rule rule = Judge.brokenRule(exchange, wrong, false);
        return Difference.of(new Divergence(rule, List.of(exchange), wrong, ""));
    }
}
