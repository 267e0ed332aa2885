/**
 * The wire format of a frame, and the argument views that go into one and come out of one.
 *
 * <p>A frame is {@code *2 CRLF :offset CRLF} followed by the mutation as the RESP2 array of bulk strings that a client
 * would have sent (WIRE-1).
 */
package replication.backlog.wire;
