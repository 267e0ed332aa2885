package replication.backlog.conformance.suite;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.Framing;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** The scripts of the wire suite: what frames look like, and what a decoder makes of them and of anything else. */
public final class WireScripts {

    /** Where the offset's text, or the type that holds it, changes its width. */
    private static final long[] OFFSETS = LongStream.concat(
                    LongStream.of(0, 1L << 31, 1L << 32, 1L << 53, (1L << 53) + 1, Long.MIN_VALUE),
                    LongStream.iterate(10, power -> 10 * power).limit(18))
            .flatMap(wider -> LongStream.of(wider - 1, wider))
            .filter(offset -> offset >= 0)
            .distinct()
            .sorted()
            .toArray();

    private static final String GOOD = "*2\r\n:7\r\n*1\r\n$4\r\nPING\r\n";

    private WireScripts() {}

    /** {@return the scripts for a subject with some capabilities} */
    public static Stream<Script> of(Set<Capability> capabilities) {
        return Stream.of(
                        shapesEncoded(),
                        capabilities.contains(Capability.RESUME) ? offsetsEncoded() : Stream.<Script>empty(),
                        capabilities.contains(Capability.WIRE)
                                ? Stream.concat(decodings(), refusals())
                                : Stream.<Script>empty(),
                        capabilities.contains(Capability.PIECES) ? pieces() : Stream.<Script>empty())
                .flatMap(scripts -> scripts);
    }

    /** Argument lists of every shape that has broken an encoder or a decoder. */
    private static List<List<String>> shapes() {
        return Stream.of(
                        Stream.of(
                                List.of("PING"),
                                List.of(""),
                                List.of("", "", ""),
                                List.of("SET", "k", "\r\n"),
                                List.of("SET", "k", "$3\r\nfoo\r\n"),
                                List.of("SET", "k", "*2\r\n:0\r\n"),
                                List.of("SET", "k", "\0"),
                                List.of("SET", "k", "007"),
                                List.of("SET", "k", " v "),
                                List.of("SET", "k", "\u00c3\u00a4\u00e2\u0082\u00ac"),
                                List.of("SET", "k", everyByte())),
                        IntStream.of(9, 10, 99, 100, 999, 1000, 9_999, 10_000)
                                .mapToObj(length -> List.of("SET", "k", "v".repeat(length))),
                        IntStream.of(9, 10, 99, 100, 999, 1000)
                                .mapToObj(count -> List.copyOf(Collections.nCopies(count, "a"))))
                .flatMap(shapes -> shapes)
                .toList();
    }

    private static String everyByte() {
        StringBuilder bytes = new StringBuilder();
        IntStream.range(0, 256).forEach(each -> bytes.append((char) each));
        return bytes.toString();
    }

    private static Stream<Script> shapesEncoded() {
        return shapes().stream().map(argv -> encoded(0, argv));
    }

    private static Stream<Script> offsetsEncoded() {
        return LongStream.of(OFFSETS).mapToObj(offset -> encoded(offset, List.of("SET", "k", "v")));
    }

    private static Script encoded(long offset, List<String> argv) {
        return script(
                Script.Look.AFTER_EVERY_STEP,
                "WIRE-1/" + slug(Framing.RESP.frame(offset, argv).bytes()),
                new Request.New(Long.MAX_VALUE, offset),
                new Request.Push(argv),
                new Request.FramesFrom(offset, OptionalLong.of(1)));
    }

    private static Stream<Script> decodings() {
        Stream<Script> frames = Stream.concat(
                        shapes().stream()
                                .map(argv -> Framing.RESP.frame(0, argv).bytes()),
                        LongStream.of(OFFSETS).mapToObj(WireScripts::frame))
                .map(frame -> decoded("WIRE-2/" + slug(frame), frame));
        Stream<Script> followed = Stream.of(frame(8), "x", "\r\n", "*2\r\n")
                .map(rest -> decoded("WIRE-2/" + slug(frame(7) + rest), frame(7) + rest));
        Stream<Script> prefixes = Stream.of(
                        GOOD,
                        Framing.RESP
                                .frame(1L << 53, List.of("SET", "", "v".repeat(12)))
                                .bytes())
                .map(frame -> IntStream.range(0, frame.length())
                        .<Request>mapToObj(length -> new Request.Decode(frame.substring(0, length))))
                .map(cuts ->
                        Stream.concat(Stream.of(new Request.New(1, 0)), cuts).toArray(Request[]::new))
                .map(requests -> script("WIRE-3/all-" + (requests.length - 1) + "-prefixes", requests));
        return Stream.of(frames, followed, prefixes).flatMap(scripts -> scripts);
    }

    /**
     * What arrives in pieces: each cut of some frames and of what is none, byte by byte, with nothing in between, with more
     * behind; all of them one after the other in one process, so that what was not finished cannot be mixed with what follows.
     */
    private static Stream<Script> pieces() {
        String empty =
                Framing.RESP.frame(1L << 53, List.of("SET", "", "v".repeat(12))).bytes();
        Stream<Script> cuts =
                Stream.of(GOOD, empty, GOOD + frame(8)).map(bytes -> fed("WIRE-2/cut-" + slug(bytes), cuts(bytes)));
        Stream<Script> broken = Stream.of(
                        "*3\r\n:7\r\n*1\r\n$4\r\nPING\r\n",
                        "*2\r\n$1\r\n7\r\n*1\r\n$4\r\nPING\r\n",
                        "*2\r\n:-7\r\n*1\r\n$4\r\nPING\r\n",
                        "*2\r\n:7\r\nPING\r\n",
                        "*2\r\n:7\r\n*1\r\n$-1\r\n",
                        "*2\r\n:7\r\n*1\r\n+PING\r\n",
                        "*2\r\n:7\r\n*1\r\n$4\r\nPINGPONG\r\n",
                        "*2\r\n:7\r\n*2\r\n$3\r\nGET\r\n:1\r\n")
                .map(bytes -> fed("WIRE-7/cut-" + slug(bytes), cuts(bytes)));
        Stream<Script> unfinished = Stream.of(GOOD, empty)
                .map(bytes -> fed(
                        "WIRE-3/unfinished-" + slug(bytes),
                        IntStream.range(0, bytes.length())
                                .boxed()
                                .flatMap(length -> Stream.of(
                                        inBytes(bytes.substring(0, length)), List.of(bytes), inBytes(bytes)))));
        Stream<Script> odd = Stream.of(fed(
                "WIRE-2/odd-pieces",
                Stream.of(List.of(), List.of(""), List.of("", GOOD), List.of(GOOD, ""), List.of(GOOD, GOOD, "x"))));
        return Stream.of(cuts, broken, unfinished, odd).flatMap(scripts -> scripts);
    }

    /** In two pieces, wherever the cut; in three with nothing in the middle; and byte by byte. */
    private static Stream<List<String>> cuts(String bytes) {
        Stream<List<String>> inTwo = IntStream.rangeClosed(0, bytes.length())
                .mapToObj(cut -> List.of(bytes.substring(0, cut), bytes.substring(cut)));
        int middle = bytes.length() / 2;
        return Stream.concat(
                inTwo, Stream.of(List.of(bytes.substring(0, middle), "", bytes.substring(middle)), inBytes(bytes)));
    }

    private static List<String> inBytes(String bytes) {
        return bytes.chars().mapToObj(each -> String.valueOf((char) each)).toList();
    }

    private static Script fed(String id, Stream<List<String>> pieces) {
        return script(
                id,
                Stream.concat(Stream.of(new Request.New(1, 0)), pieces.map(Request.Feed::new))
                        .toArray(Request[]::new));
    }

    private static Stream<Script> refusals() {
        return Stream.of(
                        refused(
                                "WIRE-4",
                                "*3\r\n:7\r\n*1\r\n",
                                "*1\r\n:7\r\n",
                                "*0\r\n\r\n",
                                "*-1\r\n:7\r\n",
                                "*22\r\n:7\r\n",
                                "*\r\n:7\r\n",
                                "*x\r\n:7\r\n",
                                "*2x\r\n:7\r\n",
                                ":7\r\n*1\r\n",
                                "$4\r\nPING\r\n",
                                "+OK\r\n",
                                "-ERR\r\n",
                                "PING\r\n",
                                "\r\n\r\n",
                                "\0\0\0\0",
                                "*18446744073709551618\r\n:7\r\n"),
                        refused(
                                "WIRE-5",
                                "*2\r\n$1\r\n7\r\n",
                                "*2\r\n+7\r\n",
                                "*2\r\n*1\r\n",
                                "*2\r\n7\r\n",
                                "*2\r\n\r\n",
                                "*2\r\n:\r\n",
                                "*2\r\n:-\r\n",
                                "*2\r\n:x\r\n",
                                "*2\r\n:7x\r\n",
                                "*2\r\n: 7\r\n",
                                "*2\r\n:7 \r\n",
                                "*2\r\n:7.0\r\n",
                                "*2\r\n:1-\r\n",
                                "*2\r\n:--1\r\n",
                                "*2\r\n:0x7\r\n",
                                "*2\r\n:9223372036854775808\r\n",
                                "*2\r\n:-9223372036854775809\r\n",
                                "*2\r\n:18446744073709551616\r\n",
                                "*2\r\n:99999999999999999999999\r\n"),
                        refused(
                                "WIRE-6",
                                "*2\r\n:-1\r\n",
                                "*2\r\n:-7\r\n",
                                "*2\r\n:-10\r\n",
                                "*2\r\n:-9223372036854775807\r\n",
                                "*2\r\n:-9223372036854775808\r\n"),
                        refused(
                                "WIRE-7",
                                "*2\r\n:7\r\nPING\r\n",
                                "*2\r\n:7\r\n$4\r\nPING\r\n",
                                "*2\r\n:7\r\n:1\r\n",
                                "*2\r\n:7\r\n+OK\r\n",
                                "*2\r\n:7\r\n\r\n",
                                "*2\r\n:7\r\n*x\r\n",
                                "*2\r\n:7\r\n*\r\n",
                                "*2\r\n:7\r\n*1\r\n:4\r\n",
                                "*2\r\n:7\r\n*1\r\n+PING\r\n",
                                "*2\r\n:7\r\n*1\r\n*1\r\n",
                                "*2\r\n:7\r\n*1\r\nPING\r\n",
                                "*2\r\n:7\r\n*1\r\n$-1\r\n",
                                "*2\r\n:7\r\n*1\r\n$-4\r\nPING\r\n",
                                "*2\r\n:7\r\n*1\r\n$x\r\n",
                                "*2\r\n:7\r\n*1\r\n$\r\n",
                                "*2\r\n:7\r\n*1\r\n$4x\r\nPING\r\n",
                                "*2\r\n:7\r\n*1\r\n$3\r\nPING\r\n",
                                "*2\r\n:7\r\n*1\r\n$4\r\nPINGxx",
                                "*2\r\n:7\r\n*1\r\n$4\r\nPING\n\n",
                                "*2\r\n:7\r\n*2\r\n$4\r\nPING\r\n:1\r\n"),
                        refused(
                                "WIRE-8",
                                "x",
                                "+O",
                                "*3",
                                "*2x",
                                "*3\r",
                                "*2\r\n:07\r\n",
                                "*2\r\n:+7\r\n",
                                "*2\r\n:-0\r\n",
                                "*2\r\n:-07\r\n",
                                "*02\r\n:7\r\n",
                                "*2\r\n:7\r\n*01\r\n",
                                "*2\r\n:7\r\n*+1\r\n",
                                "*2\r\n:7\r\n*-1\r\n",
                                "*2\r\n:7\r\n*0\r\n",
                                "*2\r\n:7\r\n*1\r\n$04\r\nPING\r\n",
                                "*2\r\n:7\r\n*1\r\n$+4\r\nPING\r\n",
                                "*2\r\n:7\r\n*1\r\n$2147483647\r\nPING\r\n",
                                "*2\r\n:7\r\n*1\r\n$9223372036854775807\r\nPING\r\n",
                                "*2\r\n:7\r\n*1\r\n$18446744073709551615\r\nPING\r\n",
                                "*2\r\n:7\r\n*2147483647\r\n",
                                "*2\r\n:7\r\n*9223372036854775807\r\n$4\r\nPING\r\n",
                                "*2\r\n:-7",
                                "*2\r\n:7x"))
                .flatMap(scripts -> scripts);
    }

    private static Stream<Script> refused(String rule, String... inputs) {
        return IntStream.range(0, inputs.length).mapToObj(i -> decoded(rule + "/" + slug(inputs[i]), inputs[i]));
    }

    /** A name that stays when others come and go. */
    private static String slug(String bytes) {
        return String.format("%08x", bytes.hashCode());
    }

    private static Script decoded(String id, String bytes) {
        return script(id, new Request.New(1, 0), new Request.Decode(bytes));
    }

    private static String frame(long offset) {
        return Framing.RESP.frame(offset, List.of("SET", "k", "v")).bytes();
    }

    private static Script script(String id, Request... requests) {
        return script(Script.Look.NEVER, id, requests);
    }

    private static Script script(Script.Look look, String id, Request... requests) {
        return new Script(id, Stream.of(requests).<Step>map(Step.Absolute::new).toList(), look);
    }
}
