package replication.backlog;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import replication.backlog.wire.Argv;

/** A backlog that lies about itself is found out, whatever the lie; one that does not is left alone. */
class InvariantsTest {

    private final Stated backlog = new Stated();

    @Test
    void nothingIsWrongWithABacklogThatIsRight() {
        backlog.checkInvariants();
        backlog.frames.clear();
        backlog.oldest = OptionalLong.empty();
        backlog.newest = OptionalLong.empty();
        backlog.length = 0;
        backlog.bytes = 0;
        backlog.empty = true;
        backlog.checkInvariants();
    }

    @Test
    void aSingleFrameMayBeLongerThanTheBudget() {
        backlog.maxBytes = 1;
        backlog.frames.remove(0);
        backlog.oldest = OptionalLong.of(6);
        backlog.length = 1;
        backlog.bytes = 22;
        backlog.checkInvariants();
    }

    @Test
    void twoFramesMayNot() {
        backlog.maxBytes = 43;
        refused("EVICT-3: over budget with more than one frame");
        backlog.maxBytes = 44;
        backlog.checkInvariants();
        backlog.maxBytes = -1;
        backlog.checkInvariants();
    }

    @Test
    void isEmptyAgreesWithTheLength() {
        backlog.empty = true;
        refused("isEmpty disagrees with the length");
    }

    @Test
    void onlyRetainedFramesHaveAnOldestAndANewest() {
        backlog.oldest = OptionalLong.empty();
        refused("only retained frames have an oldest");
        backlog.oldest = OptionalLong.of(5);
        backlog.newest = OptionalLong.empty();
        refused("only retained frames have a newest");
    }

    @Test
    void oldestLengthNewestAndNextAgree() {
        backlog.oldest = OptionalLong.of(4);
        refused("ACCT-2: oldest + length is not next");
        backlog.oldest = OptionalLong.of(5);
        backlog.newest = OptionalLong.of(5);
        refused("ACCT-2: newest + 1 is not next");
    }

    @Test
    void allThatIsRetainedIsServed() {
        backlog.tooOld = true;
        refused("FROM-4: no frames from oldest");
        backlog.tooOld = false;
        Frame newest = backlog.frames.remove(1);
        refused("FROM-4: the frames end before next");
        backlog.frames.add(0, newest);
        refused("ACCT-2: the retained offsets are not consecutive");
    }

    @Test
    void theFramesTakeTheBytesThatAreCounted() {
        backlog.bytes = 45;
        refused("ACCT-1: the retained frames take 44 bytes");
    }

    private void refused(String what) {
        assertThatIllegalStateException()
                .isThrownBy(backlog::checkInvariants)
                .withMessage("Invariant broken: " + what + " (" + backlog.snapshot() + ").");
    }

    /** Offsets 5 and 6, 22 bytes each, or whatever else is stated. */
    private static final class Stated implements Backlog {

        private static final Argv PING = Argv.ofUtf8("PING");

        private final List<Frame> frames = new ArrayList<>(List.of(Frame.encode(5, PING), Frame.encode(6, PING)));
        private OptionalLong oldest = OptionalLong.of(5);
        private OptionalLong newest = OptionalLong.of(6);
        private long length = 2;
        private long bytes = 44;
        private long maxBytes = 100;
        private boolean empty;
        private boolean tooOld;

        @Override
        public long push(Argv argv) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void dropUpTo(long watermark) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Fetch framesFrom(long from) {
            return tooOld ? new Fetch.TooOld(oldest, nextOffset()) : new Fetch.Frames(frames);
        }

        @Override
        public long maxBytes() {
            return maxBytes;
        }

        @Override
        public long nextOffset() {
            return 7;
        }

        @Override
        public OptionalLong oldestOffset() {
            return oldest;
        }

        @Override
        public OptionalLong newestOffset() {
            return newest;
        }

        @Override
        public long bufferedBytes() {
            return bytes;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public boolean isEmpty() {
            return empty;
        }
    }
}
