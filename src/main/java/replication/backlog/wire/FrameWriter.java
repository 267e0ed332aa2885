package replication.backlog.wire;

import java.util.Objects;

/**
 * Writes frames with consecutive offsets to where they are kept (WIRE-1), without allocating: what {@link FrameEncoder}
 * writes, byte for byte, but faster.
 *
 * <p>One frame is written after the other: ask for its {@link #length}, write it whole or in parts, and {@link #advance}.
 * Not safe for concurrent use.
 *
 * <p>It writes every byte of the room that a frame takes, and none outside.
 */
public final class FrameWriter {

    /** Room for the longest text before an argument: the start of a frame, the number of arguments, the argument's head. */
    private static final int LONGEST_TEXT = 64;

    private final OffsetText start;
    private long offset;

    /*
     * A frame in parts is text, argument 0, text, argument 1, … text: text holds what stands before the argument, or after
     * the last one. Of either so many bytes are written. Where the arguments are borrowed, it is text and then their array,
     * whose first byte the text ends with.
     */
    private final byte[] text = new byte[LONGEST_TEXT];
    private int textLength;
    private int textWritten;
    private int argument;
    private int argumentWritten;

    /**
     * Creates a writer.
     *
     * @param firstOffset the offset of the first frame, 0 to 2^63; 2^63 itself cannot be written
     */
    public FrameWriter(long firstOffset) {
        this.offset = firstOffset;
        this.start = new OffsetText(firstOffset);
    }

    /**
     * {@return how many bytes the frame takes, without writing it} Costs O(number of arguments); O(1) where they are borrowed.
     *
     * @param argv the mutation
     * @throws IllegalArgumentException if that is more than {@link FrameEncoder#MAX_FRAME_BYTES}
     * @throws IllegalStateException if the arguments were borrowed from a buffer that was used again since, as far as its first
     *     and last bytes show it
     */
    public int length(Argv argv) {
        if (argv instanceof BorrowedArgv borrowed) {
            borrowed.checkStillThere();
            return FrameEncoder.checked(offset, start.length() - 1L + borrowed.arrayLength());
        }
        int arguments = argv.size();
        long length = start.length() + Decimal.digits(arguments) + 2;
        for (int i = 0; i < arguments; i++) {
            int argumentLength = argv.length(i);
            length += WideStores.headLength(argumentLength) + (long) argumentLength;
        }
        return FrameEncoder.checked(offset, length);
    }

    /**
     * Writes the whole frame. Costs O(its length).
     *
     * @param argv the mutation; it is only read, and not kept
     * @param target the array to write to
     * @param position where in {@code target} the frame starts; there has to be room for {@link #length} bytes
     */
    public void write(Argv argv, byte[] target, int position) {
        if (argv instanceof BorrowedArgv borrowed) {
            borrowed.copyArray(1, borrowed.arrayLength() - 1, target, start.put(target, position));
            return;
        }
        int arguments = argv.size();
        int at = Decimal.put(target, start.put(target, position), arguments);
        for (int i = 0; i < arguments; i++) {
            int length = argv.length(i);
            at = WideStores.putHead(target, at, length);
            argv.copyTo(i, 0, length, target, at);
            at += length;
        }
        WideStores.putLineEnd(target, at);
    }

    /**
     * Begins a frame that is to be written in parts.
     *
     * @param argv the mutation
     */
    public void beginParts(Argv argv) {
        if (argv instanceof BorrowedArgv) {
            textLength = start.put(text, 0);
            textWritten = 0;
            argumentWritten = 1;
            return;
        }
        argument = 0;
        between(argv, Decimal.put(text, start.put(text, 0), argv.size()));
    }

    /**
     * Writes the frame's next bytes, as many as there is room for. All parts together cost O(the frame's length).
     *
     * @param argv the same mutation as the frame was begun with
     * @param target the array to write to
     * @param from where in {@code target} the part starts
     * @param to where in {@code target} it ends; the frame has at least {@code to − from} bytes left
     * @throws IndexOutOfBoundsException if the frame has fewer bytes left
     */
    public void writePart(Argv argv, byte[] target, int from, int to) {
        int at = from;
        if (argv instanceof BorrowedArgv borrowed) {
            at += putText(target, at, to);
            Objects.checkFromIndexSize(argumentWritten, to - at, borrowed.arrayLength());
            borrowed.copyArray(argumentWritten, to - at, target, at);
            argumentWritten += to - at;
            return;
        }
        while (true) {
            at += putText(target, at, to);
            if (at == to) {
                return;
            }
            at += putArgument(argv, target, at, to);
            if (at == to) {
                return;
            }
            argument++;
            between(argv, 0);
        }
    }

    /** Goes on to the next offset. */
    public void advance() {
        start.increment();
        offset++;
    }

    /** Prepares the next argument and the text before it, of which some may be there; after the last, a line end. */
    private void between(Argv argv, int at) {
        textLength = argument < argv.size()
                ? WideStores.putHeadPlain(text, at, argv.length(argument))
                : WideStores.putLineEnd(text, at);
        textWritten = 0;
        argumentWritten = 0;
    }

    private int putText(byte[] target, int from, int to) {
        int length = Math.min(to - from, textLength - textWritten);
        System.arraycopy(text, textWritten, target, from, length);
        textWritten += length;
        return length;
    }

    private int putArgument(Argv argv, byte[] target, int from, int to) {
        int length = Math.min(to - from, argv.length(argument) - argumentWritten);
        argv.copyTo(argument, argumentWritten, length, target, from);
        argumentWritten += length;
        return length;
    }
}
