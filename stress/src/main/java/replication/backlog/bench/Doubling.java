package replication.backlog.bench;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;
import replication.backlog.wire.FrameEncoder;

/** How long it takes to read one command or frame that arrives in pieces; who doubles it sees whether that is linear. */
public final class Doubling {

    static final String PARSER = "CommandParser";
    static final String DECODER = "FrameDecoder";
    static final List<String> SUBJECTS = List.of(PARSER, DECODER);

    /**
     * What is doubled.
     *
     * @param name what it is called in the measurements
     * @param words and on the page, with the size in place of {@code %s}
     * @param sizes its sizes, each twice the one before: bytes of a value, or how many arguments
     * @param piece how many bytes arrive at a time
     */
    record Series(String name, String words, List<Integer> sizes, int piece) {

        Argv argv(int size) {
            return name.equals("arguments") ? Argv.of(Collections.nCopies(size, new byte[] {'v'})) : Workload.set(size);
        }
    }

    static final List<Series> SERIES = List.of(
            new Series("single", "a value of %s, byte by byte", List.of(1 << 20, 1 << 21, 1 << 22), 1),
            new Series("pieces", "a value of %s, in pieces of 1 KiB", List.of(16 << 20, 32 << 20, 64 << 20), 1 << 10),
            new Series(
                    "arguments",
                    "%s arguments of a byte, in pieces of 1 KiB",
                    List.of(250_000, 500_000, 1_000_000),
                    1 << 10));

    private Doubling() {}

    /**
     * Warms up, measures, and prints nanoseconds for the whole.
     *
     * @param args the subject, the series and the size; milliseconds to warm up, and to measure
     */
    public static void main(String[] args) {
        Series series = SERIES.stream()
                .filter(each -> each.name().equals(args[1]))
                .findFirst()
                .orElseThrow();
        Argv argv = series.argv(Integer.parseInt(args[2]));
        byte[] bytes = args[0].equals(PARSER) ? Workload.payload(argv) : FrameEncoder.encode(0, argv);
        long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3]));
        repeat(args[0], bytes, series.piece(), nanos);
        System.out.printf(Locale.ROOT, "{\"ns\":%.1f}%n", repeat(args[0], bytes, series.piece(), nanos));
    }

    private static double repeat(String subject, byte[] bytes, int piece, long nanos) {
        Predicate<ByteBuffer> reader = reader(subject);
        long start = System.nanoTime();
        long times = 0;
        long now = start;
        while (now - start < nanos) {
            arrive(ByteBuffer.wrap(bytes), piece, reader);
            times++;
            now = System.nanoTime();
        }
        return (double) (now - start) / times;
    }

    private static Predicate<ByteBuffer> reader(String subject) {
        if (subject.equals(PARSER)) {
            CommandParser parser = new CommandParser();
            return in -> parser.parse(in) instanceof Command.Complete;
        }
        FrameDecoder decoder = new FrameDecoder();
        return in -> decoder.decode(in) instanceof Decoded.Complete;
    }

    private static void arrive(ByteBuffer in, int piece, Predicate<ByteBuffer> reader) {
        int length = in.limit();
        for (int end = Math.min(piece, length); !reader.test(in.limit(end)); end = Math.min(end + piece, length)) {
            if (end == length) {
                throw new IllegalStateException("all has arrived, and it is not complete");
            }
        }
    }
}
