package replication.backlog.model;

/**
 * A frame as the specification sees it. Byte strings are Java strings of the characters U+0000 to U+00FF, one a byte.
 *
 * @param offset its offset
 * @param bytes its bytes, as a replica gets them
 */
public record FrameText(long offset, String bytes) {}
