package replication.backlog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The model in numbers; why they are right is for SPEC.md to say. */
class BacklogModelTest {

    private static final List<String> PING = List.of("PING");
    private static final List<String> TOO_LONG = List.of("x".repeat(100));
    private static final int FRAME = Framing.RESP.frame(7, PING).bytes().length();

    private final BacklogModel model =
            BacklogModel.empty(Framing.RESP, 2 * FRAME, 7).push(PING).push(PING);

    @Test
    void theNewestThatFitStay() {
        assertThat(model.buffered()).isEqualTo(2 * FRAME);
        assertThat(offsets(model)).containsExactly(7L, 8L);
        assertThat(offsets(model.push(PING))).containsExactly(8L, 9L);
        assertThat(model.push(PING).next()).isEqualTo(10);
        assertThat(offsets(model.push(TOO_LONG))).containsExactly(9L);
        assertThat(offsets(model.push(TOO_LONG).push(PING))).containsExactly(10L);
        assertThat(offsets(BacklogModel.empty(Framing.RESP, -1, 7).push(PING).push(PING)))
                .containsExactly(7L, 8L);
    }

    @Test
    void theWatermarkAndWhatLiesAboveStays() {
        assertThat(offsets(model.dropUpTo(7))).containsExactly(7L, 8L);
        assertThat(offsets(model.dropUpTo(8))).containsExactly(8L);
        assertThat(model.dropUpTo(-1)).isEqualTo(new BacklogModel(Framing.RESP, 2 * FRAME, 9, List.of()));
    }

    @Test
    void offsetsAreTooOldRetainedOrFuture() {
        assertThat(model.oldest()).isEqualTo(7);
        assertThat(model.dropUpTo(9).oldest()).isEqualTo(9);
        assertThat(model.isTooOld(6)).isTrue();
        assertThat(model.isTooOld(7)).isFalse();
        assertThat(model.isTooOld(-1)).isFalse();
        assertThat(model.isFuture(9)).isFalse();
        assertThat(model.isFuture(10)).isTrue();
        assertThat(model.isFuture(-1)).isTrue();
        assertThat(model.framesFrom(8)).extracting(FrameText::offset).containsExactly(8L);
    }

    @Test
    void offsetsEnd() {
        assertThat(model.canPush()).isTrue();
        assertThat(BacklogModel.empty(Framing.RESP, 1, Long.MAX_VALUE).canPush())
                .isTrue();
        assertThat(BacklogModel.empty(Framing.RESP, 1, Long.MAX_VALUE)
                        .push(PING)
                        .canPush())
                .isFalse();
    }

    private static List<Long> offsets(BacklogModel model) {
        return model.retained().stream().map(FrameText::offset).toList();
    }
}
