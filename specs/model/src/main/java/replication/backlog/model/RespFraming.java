package replication.backlog.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Frames as WIRE-1 writes them. */
final class RespFraming implements Framing {

    @Override
    public FrameText frame(long offset, List<String> argv) {
        StringBuilder bytes = new StringBuilder("*2\r\n:" + offset + "\r\n*" + argv.size() + "\r\n");
        for (String argument : argv) {
            bytes.append("$" + argument.length() + "\r\n" + argument + "\r\n");
        }
        return new FrameText(offset, bytes.toString());
    }

    @Override
    public long length(FrameText frame) {
        return frame.bytes().length();
    }

    @Override
    public boolean isWellFormed(FrameText frame) {
        List<Reply> decoded = WireModel.decode(frame.bytes());
        return decoded.size() == 1
                && decoded.get(0) instanceof Reply.Decoded whole
                && whole.used() == frame.bytes().length();
    }

    @Override
    public Optional<List<String>> argv(long offset, long length, String letter) {
        return Stream.of(List.of("SET", "k"), List.of("SET", "kk"), List.<String>of(), List.of(""))
                .map(head -> filled(offset, head, letter, length))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The head and one more argument, just so long that the frame has the length, if there is such an argument. */
    private Optional<List<String>> filled(long offset, List<String> head, String letter, long length) {
        int withoutLast = frame(offset, with(head, "")).bytes().length() - 1;
        return IntStream.rangeClosed(1, 5)
                .filter(digits -> String.valueOf(length - withoutLast - digits).length() == digits)
                .filter(digits -> length - withoutLast - digits >= 0)
                .mapToObj(digits -> with(head, letter.repeat((int) length - withoutLast - digits)))
                .findFirst();
    }

    private static List<String> with(List<String> head, String last) {
        return Stream.concat(head.stream(), Stream.of(last)).toList();
    }
}
