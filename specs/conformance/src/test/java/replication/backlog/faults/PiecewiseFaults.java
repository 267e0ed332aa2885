package replication.backlog.faults;

import static replication.backlog.model.Rule.WIRE_2;
import static replication.backlog.model.Rule.WIRE_3;
import static replication.backlog.model.Rule.WIRE_4;
import static replication.backlog.model.Rule.WIRE_5;
import static replication.backlog.model.Rule.WIRE_6;
import static replication.backlog.model.Rule.WIRE_7;
import static replication.backlog.model.Rule.WIRE_8;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.model.Rule;
import replication.backlog.wire.Decoded;

/** Faults of decoders that are right when all bytes are there, and not when they arrive bit by bit. */
final class PiecewiseFaults {

    private static final Set<Rule> ANY = EnumSet.of(WIRE_2, WIRE_3, WIRE_4, WIRE_5, WIRE_6, WIRE_7, WIRE_8);

    /** A right decoder that keeps what has arrived; a fault keeps something else, or says something else of it. */
    static class Piecewise implements BacklogSubject.Decoder {

        String kept = "";
        private int seen;

        @Override
        public Decoded decode(ByteBuffer in) {
            String all = StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
            String piece = all.substring(seen);
            seen = all.length();
            kept = keep(piece);
            Decoded decoded =
                    said(new PlainDecoder().decode(ByteBuffer.wrap(kept.getBytes(StandardCharsets.ISO_8859_1))), piece);
            if (!(decoded instanceof Decoded.Truncated)) {
                seen = 0;
                kept = "";
            }
            return decoded;
        }

        String keep(String piece) {
            return kept + piece;
        }

        Decoded said(Decoded right, String piece) {
            return right;
        }
    }

    /** What is left over of one stream when the next one begins. */
    private static final StringBuilder LEFT_OVER = new StringBuilder();

    static final List<Fault> ALL = List.of(
            Fault.fed("forgets the pieces before", ANY, () -> new Piecewise() {
                @Override
                String keep(String piece) {
                    return piece;
                }
            }),
            Fault.fed("takes the byte before a cut twice", ANY, () -> new Piecewise() {
                @Override
                String keep(String piece) {
                    return kept + kept.substring(Math.max(0, kept.length() - 1)) + piece;
                }
            }),
            Fault.fed("loses a carriage return before a cut", ANY, () -> new Piecewise() {
                @Override
                String keep(String piece) {
                    return (kept.endsWith("\r") ? kept.substring(0, kept.length() - 1) : kept) + piece;
                }
            }),
            Fault.fed("mixes what was not finished into the next stream", ANY, () -> new Piecewise() {
                {
                    kept = LEFT_OVER.toString();
                }

                @Override
                Decoded said(Decoded right, String piece) {
                    LEFT_OVER.setLength(0);
                    LEFT_OVER.append(right instanceof Decoded.Truncated ? kept : "");
                    return right;
                }
            }),
            Fault.fed("counts the bytes of the last piece", ANY, () -> new Piecewise() {
                @Override
                Decoded said(Decoded right, String piece) {
                    return right instanceof Decoded.Complete frame && frame.length() > piece.length()
                            ? new Decoded.Complete(frame.offset(), frame.argv(), piece.length())
                            : right;
                }
            }),
            Fault.fed("waits for another piece when the frame is there", ANY, () -> new Piecewise() {
                private boolean waited;

                @Override
                Decoded said(Decoded right, String piece) {
                    boolean late = right instanceof Decoded.Complete && kept.length() > piece.length() && !waited;
                    waited = late;
                    return late ? new Decoded.Truncated() : right;
                }
            }),
            Fault.fed("takes an empty piece for the end", ANY, () -> new Piecewise() {
                @Override
                Decoded said(Decoded right, String piece) {
                    return piece.isEmpty() && !kept.isEmpty() && right instanceof Decoded.Truncated
                            ? new Decoded.BadPayload("")
                            : right;
                }
            }),
            Fault.fed("refuses an argument that is cut", ANY, () -> new Piecewise() {
                @Override
                Decoded said(Decoded right, String piece) {
                    return right instanceof Decoded.Truncated && kept.endsWith("PI")
                            ? new Decoded.BadPayload("")
                            : right;
                }
            }),
            Fault.fed("decodes the frame behind a finished one", ANY, () -> new Piecewise() {
                private Decoded first;

                @Override
                Decoded said(Decoded right, String piece) {
                    first = right;
                    return first instanceof Decoded.Complete frame && kept.length() > frame.length()
                            ? new Decoded.Complete(frame.offset(), frame.argv(), kept.length())
                            : first;
                }
            }));

    private PiecewiseFaults() {}
}
