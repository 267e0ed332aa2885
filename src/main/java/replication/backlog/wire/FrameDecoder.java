package replication.backlog.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads frames from the bytes that a replica receives (WIRE-2 to WIRE-7), without copying them.
 *
 * <p>Strict: it takes the form that {@link FrameEncoder} writes and no other (WIRE-8). Incremental: it remembers how far
 * a truncated frame was read, so that decoding costs O(bytes) however they arrive; one decoder serves one stream, one
 * thread at a time. A declared count or length never makes it allocate ahead of the bytes.
 */
public final class FrameDecoder {

    private static final byte[] ENVELOPE = "*2\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final Decoded TRUNCATED = new Decoded.Truncated();

    private final ArrayScanner payload;

    /** Where the payload starts, counted from the frame's first byte; 0 while the offset is not read. */
    private int payloadAt;

    private long offset;

    /** Creates a decoder that takes frames of up to {@link FrameEncoder#MAX_FRAME_BYTES} bytes. */
    public FrameDecoder() {
        this(FrameEncoder.MAX_FRAME_BYTES);
    }

    /**
     * Creates a decoder with a limit of its own, for peers that are not trusted with more.
     *
     * @param maxPayloadBytes the longest payload that is taken, in bytes; a longer one is a bad payload as soon as it
     *     says so
     * @throws IllegalArgumentException if the limit is not in 1 to {@link FrameEncoder#MAX_FRAME_BYTES}
     */
    public FrameDecoder(int maxPayloadBytes) {
        this.payload = new ArrayScanner(Limit.checked("maxPayloadBytes", maxPayloadBytes));
    }

    /**
     * Decodes the frame at the buffer's position. A complete one is consumed: the position moves behind it, and bytes
     * after it are left alone (WIRE-2). Otherwise the position stays; after {@link Decoded.Truncated} call again with
     * the same bytes and more behind them, in this buffer or another. After any other refusal the stream is lost.
     *
     * @param in the received bytes, from position to limit
     * @return what was found
     * @throws IllegalStateException if the frame was read in part before and these bytes are another's, as far as its offset and
     *     what was read last show it; {@link #reset} comes before another stream
     */
    public Decoded decode(ByteBuffer in) {
        Decoded decoded = read(in);
        if (decoded instanceof Decoded.Complete complete) {
            in.position(in.position() + complete.length());
        }
        if (!(decoded instanceof Decoded.Truncated)) {
            reset();
        }
        return decoded;
    }

    /**
     * Forgets a frame that was read in part: what is decoded next begins a stream of its own. Without it a decoder goes on
     * where it was, and can take another connection's bytes for those that it has seen.
     */
    public void reset() {
        payloadAt = 0;
        payload.reset();
    }

    private Decoded read(ByteBuffer in) {
        int start = in.position();
        if (payloadAt == 0) {
            Decoded refusal = readOffset(in, start);
            if (refusal != null) {
                return refusal;
            }
        } else if (Decimal.read(in, start + ENVELOPE.length + 1, -offset) != -offset) {
            throw ArrayScanner.otherBytes();
        }
        return switch (payload.scan(in, start + payloadAt)) {
            case MORE -> TRUNCATED;
            case MALFORMED -> new Decoded.BadPayload(payload.reason());
            case DONE ->
                new Decoded.Complete(offset, payload.argv(in, start + payloadAt), payloadAt + payload.length());
        };
    }

    /** Reads what comes before the payload; returns null when that is complete. */
    private Decoded readOffset(ByteBuffer in, int start) {
        for (int i = 0; i < ENVELOPE.length && start + i < in.limit(); i++) {
            if (in.get(start + i) != ENVELOPE[i]) {
                return new Decoded.BadEnvelope(
                        "Byte " + i + " of the frame: no array of two elements starts like this.");
            }
        }
        int at = start + ENVELOPE.length;
        if (at >= in.limit()) {
            return TRUNCATED;
        }
        if (in.get(at) != ':') {
            return new Decoded.BadOffset("Byte " + ENVELOPE.length + " of the frame: no integer starts here.");
        }
        boolean negative = at + 1 < in.limit() && in.get(at + 1) == '-';
        long negated = negative ? Decimal.read(in, at + 2, Long.MIN_VALUE) : Decimal.read(in, at + 1, -Long.MAX_VALUE);
        if (negated == Decimal.MORE) {
            return TRUNCATED;
        }
        if (negated == Decimal.MALFORMED || (negative && negated == 0)) {
            return new Decoded.BadOffset("Byte " + (ENVELOPE.length + 1)
                    + " of the frame: the offset is no plain decimal number from −2^63 to 2^63−1.");
        }
        if (negative) {
            return new Decoded.NegativeOffset(negated);
        }
        offset = -negated;
        payloadAt = ENVELOPE.length + 1 + Decimal.digits(offset) + 2;
        return null;
    }
}
