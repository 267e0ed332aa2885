package replication.backlog.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of one mutation, as a read-only view: byte strings in order, any of them possibly empty, holding any
 * byte.
 *
 * <p>A view is either <em>owned</em> (made by {@link #of(byte[]...)} and its siblings, which copy) or <em>borrowed</em>
 * (made by {@link CommandParser} or {@link FrameDecoder} over a received buffer, without a copy). A borrowed view shows
 * whatever its buffer holds: push it, or take {@link #owned()}, before those bytes are written over, compacted away or given
 * back. Until then it stays right, whatever its parser and the buffer's position and limit go on to; afterwards
 * {@link IllegalStateException} says so where it can be seen, and where it cannot, the new bytes are what is shown and
 * pushed. The type is sealed so that no foreign implementation can keep an array that {@link #copyTo} was handed and change a
 * frame through it (PUSH-4).
 */
public sealed interface Argv permits OwnedArgv, BorrowedArgv {

    /** {@return the number of arguments, 0 or more} */
    int size();

    /**
     * {@return the length in bytes of one argument}
     *
     * @param index which argument, from 0
     * @throws IndexOutOfBoundsException if there is no such argument
     */
    int length(int index);

    /**
     * Copies one argument's bytes into an array.
     *
     * @param index which argument, from 0
     * @param target the array to write to
     * @param position where in {@code target} the first byte goes
     * @throws IndexOutOfBoundsException if there is no such argument or it does not fit; nothing is written then
     */
    default void copyTo(int index, byte[] target, int position) {
        copyTo(index, 0, length(index), target, position);
    }

    /**
     * Copies a part of one argument's bytes into an array, for targets that are in pieces themselves.
     *
     * @param index which argument, from 0
     * @param from the first byte to copy, counted from the argument's start
     * @param length how many bytes to copy
     * @param target the array to write to
     * @param position where in {@code target} the first byte goes
     * @throws IndexOutOfBoundsException if there is no such argument, it has no such part, or the part does not fit;
     *     nothing is written then
     */
    void copyTo(int index, int from, int length, byte[] target, int position);

    /**
     * {@return a copy of one argument's bytes}
     *
     * @param index which argument, from 0
     * @throws IndexOutOfBoundsException if there is no such argument
     */
    default byte[] argument(int index) {
        byte[] copy = new byte[length(index)];
        copyTo(index, copy, 0);
        return copy;
    }

    /** {@return these arguments independent of any buffer: this view if it is owned already, else a copy} */
    Argv owned();

    /**
     * {@return an owned view of copies of the given arguments}
     *
     * @param arguments the arguments, in order
     * @throws NullPointerException if an argument is null
     */
    static Argv of(byte[]... arguments) {
        return new OwnedArgv(Arrays.stream(arguments).map(byte[]::clone).toArray(byte[][]::new));
    }

    /**
     * {@return an owned view of copies of the given arguments}
     *
     * @param arguments the arguments, in order
     * @throws NullPointerException if an argument is null
     */
    static Argv of(List<byte[]> arguments) {
        return of(arguments.toArray(byte[][]::new));
    }

    /**
     * {@return an owned view of the given arguments encoded as UTF-8}
     *
     * @param arguments the arguments, in order
     * @throws NullPointerException if an argument is null
     */
    static Argv ofUtf8(String... arguments) {
        return new OwnedArgv(Arrays.stream(arguments)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }
}
