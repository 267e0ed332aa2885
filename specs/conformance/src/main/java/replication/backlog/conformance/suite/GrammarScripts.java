package replication.backlog.conformance.suite;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import replication.backlog.model.Framing;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * The grammar of a frame, exhaustively around a few samples: every byte replaced by every other, doubled, left out, and bytes
 * put in; every number replaced by what other readers of numbers take; every element replaced by what else RESP knows. The
 * model says what each is.
 */
final class GrammarScripts {

    private static final List<String> SAMPLES = List.of(
            "*2\r\n:7\r\n*1\r\n$4\r\nPING\r\n",
            "*2\r\n:10\r\n*3\r\n$3\r\nSET\r\n$0\r\n\r\n$12\r\nvvvvvvvvvvvv\r\n",
            "*2\r\n:9007199254740993\r\n*2\r\n$3\r\nGET\r\n$8\r\n$1\r\nx\r\n\r\r\n");

    /** What separates, signs and ends something somewhere, and the neighbours of what does so here. */
    private static final String INSERTED = "019+-. _,:;*$#%/\r\n\t\0axX(~\u007f\u0080\u00b2\u00ff";

    /** As the offset, the number of elements and of arguments, and a length stand in a frame. */
    private static final List<String> NUMBERS = List.of("*2", ":10", "*3", "$3");

    private static final int[] WIDTHS = {7, 8, 15, 16, 24, 31, 32, 33, 48, 52, 53, 62, 63, 64, 65, 128};

    /** What one element of another type looks like. */
    private static final List<String> ELEMENTS = List.of(
            "$-1\r\n",
            "*-1\r\n",
            "*0\r\n",
            "_\r\n",
            "#t\r\n",
            ",1.5\r\n",
            "(12\r\n",
            "!3\r\nERR\r\n",
            "=7\r\ntxt:abc\r\n",
            "%1\r\n$1\r\na\r\n$1\r\nb\r\n",
            "~1\r\n$1\r\na\r\n",
            ">1\r\n$1\r\na\r\n",
            "|1\r\n$1\r\na\r\n$1\r\nb\r\n",
            "+abc\r\n",
            "-ERR\r\n",
            ":3\r\n",
            "*1\r\n$3\r\nabc\r\n",
            "$3\r\nab\r\n",
            "$3\r\nabcd\r\n",
            "$2\r\nabc\r\n",
            "$3\nabc\r\n",
            "$3\r\nabc\n",
            "$3\r\nabc\r",
            "$3\r\nabc\r\r",
            "$3\r\nabc\n\r",
            "$3\rabc\r\n",
            "$3\r\nabc",
            "$3\r\nabcxx",
            "abc\r\n",
            "\r\n",
            "$\r\nabc\r\n",
            "$?\r\n;3\r\nabc\r\n;0\r\n");

    private GrammarScripts() {}

    static Stream<Script> all() {
        return Stream.of(
                        SAMPLES.stream().flatMap(GrammarScripts::changed),
                        NUMBERS.stream().map(GrammarScripts::numbers),
                        IntStream.rangeClosed(0, 5).mapToObj(GrammarScripts::elements),
                        Stream.of(script("after-a-long-argument", afterALongArgument())),
                        Stream.of(script("line-ends", lineEnds())),
                        Stream.of(script("deep-and-long", deepAndLong())),
                        Stream.of(script("another-behind", anotherBehind())))
                .flatMap(scripts -> scripts);
    }

    private static Stream<Script> changed(String sample) {
        String name = "at-" + sample.length() + "-";
        return IntStream.rangeClosed(0, sample.length()).mapToObj(at -> script(name + at, changed(sample, at)));
    }

    private static Stream<String> changed(String sample, int at) {
        String before = sample.substring(0, at);
        Stream<String> inserted = INSERTED.chars().mapToObj(each -> before + (char) each + sample.substring(at));
        if (at == sample.length()) {
            return inserted;
        }
        String after = sample.substring(at + 1);
        Stream<String> replaced = IntStream.range(0, 256).mapToObj(each -> before + (char) each + after);
        Stream<String> fewerOrMore = Stream.of(before + after, before + sample.charAt(at) + sample.charAt(at) + after);
        return Stream.of(replaced, fewerOrMore, inserted).flatMap(bytes -> bytes);
    }

    private static Script numbers(String number) {
        String sample = SAMPLES.get(1);
        String type = number.substring(0, 1);
        String digits = number.substring(1);
        return script(
                "number-" + (type.equals("*") ? "count-" : type.equals(":") ? "offset-" : "length-") + digits,
                otherwise(digits).map(other -> {
                    int at = sample.indexOf(number + "\r\n");
                    return sample.substring(0, at) + type + other + sample.substring(at + number.length());
                }));
    }

    /** A number spelled otherwise, and others: what wraps around to it in some width, and what no type holds. */
    private static Stream<String> otherwise(String digits) {
        BigInteger number = new BigInteger(digits);
        List<String> others = new ArrayList<>(List.of(
                "", "-", "+", "--" + digits, "++" + digits, "+-" + digits, "-+" + digits, "+" + digits, "-" + digits));
        others.addAll(List.of("0" + digits, "00" + digits, "0".repeat(40) + digits, "0".repeat(5_000) + digits, "-0"));
        others.addAll(List.of(" " + digits, digits + " ", "\t" + digits, digits + "\t", "\0" + digits, digits + "\0"));
        others.addAll(
                List.of("\u000b" + digits, digits + "\f", "\u00a0" + digits, digits + "\u00a0", digits + "\u0085"));
        others.addAll(List.of(digits + ".", digits + ".0", digits + ",0", digits + "e0", digits + "E0", digits + "e1"));
        others.addAll(List.of(digits + "L", digits + "l", digits + "n", digits + "u", digits + "f", digits + "d"));
        others.addAll(
                List.of("0x" + digits, "0X" + digits, "0b1", "0o" + digits, "x" + digits, "#" + digits, "$" + digits));
        others.addAll(List.of(digits + ";", digits + ";x=y", digits + "#", "(" + digits + ")", "\"" + digits + "\""));
        others.addAll(
                List.of("_" + digits, digits + "_", "1_0", "1,0", "1'0", "1 0", "1\0000", "NaN", "inf", "Infinity"));
        others.addAll(
                List.of("null", "nil", "true", "?", "*", "/", ":", "\r", digits + "\r", "\r" + digits, "\n" + digits));
        // Digits as Unicode has them, in UTF-8: full width, Arabic-Indic, Devanagari; and superscripts.
        others.addAll(List.of("\u00ef\u00bc\u0092", "\u00d9\u00a2", "\u00e0\u00a5\u00a8", "\u00c2\u00b2", "\u00b2"));
        others.addAll(
                List.of("\u00ef\u00bb\u00bf" + digits, "\u00e2\u0088\u0092" + digits, "\u00e2\u0080\u008e" + digits));
        others.addAll(
                List.of("9".repeat(19), "9".repeat(20), "9".repeat(40), "9".repeat(5_000), "1" + "0".repeat(5_000)));
        for (int width : WIDTHS) {
            BigInteger power = BigInteger.ONE.shiftLeft(width);
            for (int distance = -2; distance <= 2; distance++) {
                others.add(power.add(BigInteger.valueOf(distance)).toString());
                others.add(power.add(BigInteger.valueOf(distance)).negate().toString());
            }
            others.add(power.add(number).toString());
            others.add(power.add(power).add(number).toString());
            others.add(number.subtract(power).toString());
        }
        IntStream.rangeClosed(1, 24).forEach(noughts -> others.add("1" + "0".repeat(noughts)));
        IntStream.rangeClosed(0, 40).forEach(other -> others.add(Integer.toString(other)));
        return others.stream();
    }

    /** One of six arguments is something else. */
    private static Script elements(int place) {
        return script(
                "element-" + place,
                ELEMENTS.stream().map(element -> "*2\r\n:7\r\n*6\r\n" + abc(place) + element + abc(5 - place)));
    }

    private static String abc(int times) {
        return "$3\r\nabc\r\n".repeat(times);
    }

    private static Stream<String> afterALongArgument() {
        String argument = "$70000\r\n" + "v".repeat(70_000);
        return Stream.concat(
                Stream.of("", "\r", "\r\n", "\n", "xx", "\rx").map(end -> "*2\r\n:7\r\n*2\r\n" + argument + end),
                ELEMENTS.stream().map(element -> "*2\r\n:7\r\n*2\r\n" + argument + "\r\n" + element));
    }

    /** One line ends otherwise, and all of them. */
    private static Stream<String> lineEnds() {
        return SAMPLES.stream()
                .flatMap(sample -> Stream.of("\n", "\r", "\n\r", "\r\r\n", "\r\n\n", "", "\0", "\u0085", "\r\0")
                        .flatMap(end -> Stream.concat(Stream.of(sample.replace("\r\n", end)), lineEnds(sample, end))));
    }

    private static Stream<String> lineEnds(String sample, String end) {
        return IntStream.range(0, sample.length() - 1)
                .filter(at -> sample.startsWith("\r\n", at))
                .mapToObj(at -> sample.substring(0, at) + end + sample.substring(at + 2));
    }

    /** What is read by recursion, and what is believed before it is there. */
    private static Stream<String> deepAndLong() {
        String head = "*2\r\n:7\r\n";
        return Stream.of(
                head + "*1\r\n".repeat(2),
                head + "*1\r\n".repeat(1_001),
                head + "*1\r\n".repeat(20_000),
                "*2\r\n".repeat(1_001),
                "*1\r\n".repeat(1_001),
                head + "*1\r\n*1000000000\r\n",
                head + "*1000000000\r\n",
                head + "*1000000\r\n$1\r\na\r\n",
                head + "*1\r\n$400000000\r\na\r\n",
                head + "*1\r\n$1000000000\r\na\r\n",
                "*2000000000\r\n:7\r\n",
                "*2\r\n:" + "7".repeat(20_000),
                "*2\r\n:7\r\n*" + "1".repeat(20_000),
                "*2" + "\r".repeat(20_000),
                "+" + "x".repeat(20_000),
                "x".repeat(20_000));
    }

    /** What follows a frame is not its business. */
    private static Stream<String> anotherBehind() {
        String frame = SAMPLES.get(0);
        String next = Framing.RESP.frame(8, List.of("PING")).bytes();
        return Stream.concat(
                IntStream.range(0, next.length())
                        .boxed()
                        .flatMap(at -> Stream.of(
                                frame + next.substring(0, at),
                                frame + next.substring(0, at) + "x" + next.substring(at + 1))),
                Stream.of(
                        frame + "\n",
                        frame + "\r",
                        frame + "\r\n",
                        frame + "\r\n" + next,
                        frame + "\0",
                        frame + "*",
                        frame + "*2\r\n:-7\r\n",
                        frame + "*3\r\n",
                        frame + next.repeat(3),
                        frame + next.repeat(500),
                        frame + String.join("", Collections.nCopies(500, frame))));
    }

    /** Many decodings in a row: an implementation that goes on from what it read before shows here too. */
    private static Script script(String name, Stream<String> inputs) {
        Stream<Request> requests = Stream.concat(Stream.of(new Request.New(1, 0)), inputs.map(Request.Decode::new));
        return new Script(
                "grammar/" + name, requests.<Step>map(Step.Absolute::new).toList(), Script.Look.NEVER);
    }
}
