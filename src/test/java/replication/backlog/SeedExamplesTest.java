package replication.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;

/** The fifteen examples that the behaviour comes from, each named after what it shows. */
class SeedExamplesTest {

    @Test
    void aFreshBacklogIsEmpty() {
        Backlog backlog = new DequeBacklog(1024);
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.snapshot()).isEqualTo(new Snapshot(0, OptionalLong.empty(), OptionalLong.empty(), 0, 0));
    }

    @Test
    void pushesGetConsecutiveOffsets() {
        Backlog backlog = new DequeBacklog(64 * 1024);
        List<Long> offsets = List.of(
                backlog.push(Argv.ofUtf8("SET", "a", "1")),
                backlog.push(Argv.ofUtf8("SET", "b", "2")),
                backlog.push(Argv.ofUtf8("DEL", "a")));
        assertThat(offsets).containsExactly(0L, 1L, 2L);
        assertThat(backlog.oldestOffset()).hasValue(0);
        assertThat(backlog.newestOffset()).hasValue(2);
        assertThat(backlog.nextOffset()).isEqualTo(3);
        assertThat(backlog.length()).isEqualTo(3);
    }

    @Test
    void aPushedFrameDecodesToWhatWasPushed() {
        Backlog backlog = new DequeBacklog(1024);
        long offset = backlog.push(Argv.ofUtf8("HSET", "h", "f", "v"));
        Frame frame = frames(backlog, offset).get(0);
        Decoded.Complete decoded = decode(frame);
        assertThat(frame.offset()).isEqualTo(offset);
        assertThat(decoded.offset()).isEqualTo(offset);
        assertThat(words(decoded.argv())).containsExactly("HSET", "h", "f", "v");
        assertThat(decoded.length()).isEqualTo(frame.length());
    }

    @Test
    void theOldestFrameLeavesWhenTheBudgetIsExceeded() {
        Backlog backlog = new DequeBacklog(80);
        backlog.push(Argv.ofUtf8("SET", "a", "1"));
        backlog.push(Argv.ofUtf8("SET", "b", "2"));
        assertThat(backlog.oldestOffset()).hasValue(0);
        backlog.push(Argv.ofUtf8("SET", "c", "3"));
        assertThat(backlog.oldestOffset()).hasValue(1);
        assertThat(backlog.newestOffset()).hasValue(2);
        assertThat(backlog.bufferedBytes()).isLessThanOrEqualTo(80);
        assertThat(backlog.nextOffset()).isEqualTo(3);
    }

    @Test
    void anOversizedFrameIsRetainedAgainstTheBudget() {
        Backlog backlog = new DequeBacklog(8);
        long first = backlog.push(Argv.ofUtf8("SET", "k", "v"));
        assertThat(backlog.length()).isEqualTo(1);
        assertThat(backlog.oldestOffset()).hasValue(first);
        assertThat(backlog.bufferedBytes()).isGreaterThan(8);
        long second = backlog.push(Argv.ofUtf8("DEL", "k"));
        assertThat(backlog.length()).isEqualTo(1);
        assertThat(backlog.oldestOffset()).hasValue(second);
    }

    @Test
    void framesStartExactlyAtTheAskedOffset() {
        Backlog backlog = new DequeBacklog(1024);
        IntStream.range(0, 5).forEach(i -> backlog.push(Argv.ofUtf8("SET", "k", "" + i)));
        assertThat(frames(backlog, 2)).extracting(Frame::offset).containsExactly(2L, 3L, 4L);
    }

    @Test
    void atNextAReplicaIsCaughtUp() {
        Backlog backlog = new DequeBacklog(1024);
        backlog.push(Argv.ofUtf8("PING"));
        backlog.push(Argv.ofUtf8("PING"));
        assertThat(frames(backlog, backlog.nextOffset())).isEmpty();
    }

    @Test
    void anEvictedOffsetIsTooOld() {
        Backlog backlog = new DequeBacklog(80);
        IntStream.range(0, 5).forEach(i -> backlog.push(Argv.ofUtf8("SET", "k", "v")));
        assertThat(backlog.oldestOffset().getAsLong()).isPositive();
        assertThat(backlog.framesFrom(0)).isEqualTo(new Fetch.TooOld(OptionalLong.of(3), 5));
    }

    @Test
    void anOffsetBeyondNextIsFuture() {
        Backlog backlog = new DequeBacklog(1024);
        backlog.push(Argv.ofUtf8("PING"));
        assertThat(backlog.framesFrom(2)).isEqualTo(new Fetch.Future(OptionalLong.of(0), 1));
    }

    @Test
    void zeroOfAFreshBacklogIsCaughtUpNotTooOld() {
        Backlog backlog = new DequeBacklog(1024);
        assertThat(frames(backlog, 0)).isEmpty();
        assertThat(backlog.framesFrom(1)).isEqualTo(new Fetch.Future(OptionalLong.empty(), 0));
    }

    @Test
    void aBorrowedViewIsPushedAsItIs() {
        byte[] received = "*3\r\n$3\r\nSET\r\n$3\r\nfoo\r\n$3\r\nbar\r\n".getBytes(StandardCharsets.US_ASCII);
        Command.Complete command = (Command.Complete) new CommandParser().parse(ByteBuffer.wrap(received));
        assertThat(command.length()).isEqualTo(received.length);
        Backlog backlog = new DequeBacklog(1024);
        assertThat(backlog.push(command.argv())).isZero();
        assertThat(words(decode(frames(backlog, 0).get(0)).argv())).containsExactly("SET", "foo", "bar");
    }

    @Test
    void bufferedBytesAreThoseOfTheRetainedFrames() {
        Backlog backlog = new DequeBacklog(1024);
        backlog.push(Argv.ofUtf8("SET", "k", "v"));
        backlog.push(Argv.ofUtf8("DEL", "k"));
        assertThat(backlog.bufferedBytes())
                .isEqualTo(frames(backlog, 0).stream().mapToLong(Frame::length).sum());
    }

    @Test
    void aDropRemovesWhatLiesBelowTheWatermark() {
        Backlog backlog = new DequeBacklog(64 * 1024);
        IntStream.range(0, 5).forEach(i -> backlog.push(Argv.ofUtf8("SET", "k", "v" + i)));
        long before = backlog.bufferedBytes();
        backlog.dropUpTo(3);
        assertThat(backlog.length()).isEqualTo(2);
        assertThat(backlog.oldestOffset()).hasValue(3);
        assertThat(backlog.newestOffset()).hasValue(4);
        assertThat(backlog.bufferedBytes()).isLessThan(before);
        assertThat(frames(backlog, 3)).hasSize(2);
    }

    @Test
    void aDropAtOrBelowOldestChangesNothing() {
        Backlog backlog = new DequeBacklog(64 * 1024);
        backlog.push(Argv.ofUtf8("SET", "k", "v"));
        backlog.push(Argv.ofUtf8("SET", "k", "v"));
        backlog.dropUpTo(0);
        assertThat(backlog.length()).isEqualTo(2);
    }

    @Test
    void aDropBeyondNewestDropsEverything() {
        Backlog backlog = new DequeBacklog(64 * 1024);
        IntStream.range(0, 3).forEach(i -> backlog.push(Argv.ofUtf8("SET", "k", "v")));
        backlog.dropUpTo(99);
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.bufferedBytes()).isZero();
    }

    private static List<Frame> frames(Backlog backlog, long from) {
        return ((Fetch.Frames) backlog.framesFrom(from)).frames();
    }

    private static Decoded.Complete decode(Frame frame) {
        return (Decoded.Complete) new FrameDecoder().decode(frame.bytes());
    }

    private static List<String> words(Argv argv) {
        return IntStream.range(0, argv.size())
                .mapToObj(i -> new String(argv.argument(i), StandardCharsets.UTF_8))
                .toList();
    }
}
