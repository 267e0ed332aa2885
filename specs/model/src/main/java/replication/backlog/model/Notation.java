package replication.backlog.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The line notation of SPEC.md and of every script that is shown: {@code push SET k v -> 7}.
 *
 * <p>An argument is a bare word, or quoted with the escapes {@code \r \n \" \\} and {@code \x00}; either can be followed
 * by {@code *} and how often it is repeated.
 *
 * <p>A race is a line too: {@code race 2000 backlog 105 | push a | push b ; push c | from 0 | state}. Behind the backlog stand the
 * calls before, those of each thread, and those after; any of them may be none.
 */
public final class Notation {

    private static final Pattern ARGUMENT =
            Pattern.compile("(?:\"((?:[ !#-\\[\\]-~]|\\\\.)*)\"|([!#-)+-\\[\\]-~]+))(?:\\*([0-9]{1,7}))?(?:\\s+|$)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|(.))", Pattern.DOTALL);
    private static final Pattern BARE = Pattern.compile("[!#-)+-\\[\\]-~]+");
    private static final Pattern REPEATED = Pattern.compile("(.)\\1{7,}", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");

    private Notation() {}

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if the text is none; the message says why in one sentence
     */
    public static Request parse(String text) {
        if (text.strip().startsWith("race ")) {
            return race(text);
        }
        List<String> words = words(text);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        String name = words.isEmpty() ? "" : words.get(0);
        int count = rest.size();
        if (name.equals("push")) {
            return new Request.Push(rest);
        }
        if (name.equals("backlog") && count == 1) {
            return new Request.New(number(rest.get(0)), 0);
        }
        if (name.equals("backlog") && count == 3 && rest.get(1).equals("next")) {
            return new Request.New(number(rest.get(0)), number(rest.get(2)));
        }
        if (name.equals("drop") && count == 1) {
            return new Request.DropUpTo(number(rest.get(0)));
        }
        if (name.equals("from") && count == 1) {
            return new Request.FramesFrom(number(rest.get(0)), OptionalLong.empty());
        }
        if (name.equals("from") && count == 3 && rest.get(1).equals("max")) {
            return new Request.FramesFrom(number(rest.get(0)), OptionalLong.of(number(rest.get(2))));
        }
        if (name.equals("frame") && count == 1) {
            return new Request.FramesFrom(number(rest.get(0)), OptionalLong.of(1));
        }
        if (name.equals("state") && count == 0) {
            return new Request.State();
        }
        if (name.equals("decode") && count > 0) {
            return new Request.Decode(String.join("", rest));
        }
        if (name.equals("feed")) {
            return new Request.Feed(rest);
        }
        if (name.equals("await") && count == 1) {
            return new Request.Await(number(rest.get(0)));
        }
        if (name.equals("close") && count == 0) {
            return new Request.Close();
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is none of: backlog BUDGET [next OFFSET], push ARG…, "
                        + "drop WATERMARK, from OFFSET [max COUNT], frame OFFSET, state, decode BYTES…, feed PIECE…, await OFFSET, close, "
                        + "race ROUNDS backlog BUDGET [next OFFSET] | CALLS before | CALLS of a thread |… CALLS after, with ; between");
    }

    private static Request race(String text) {
        List<String> parts = parts(text, '|');
        List<String> head = words(parts.get(0));
        if (parts.size() < 4 || head.size() < 3) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no race: it takes rounds and a backlog, and behind each | the"
                            + " calls before, those of each thread, and those after");
        }
        Request backlog = parse(String.join(" ", head.subList(2, head.size())));
        if (!(backlog instanceof Request.New creation)) {
            throw new IllegalArgumentException("\"" + parts.get(0) + "\" names no backlog to race with");
        }
        List<List<Request>> calls = parts.subList(1, parts.size()).stream()
                .map(part -> parts(part, ';').stream()
                        .filter(call -> !call.isBlank())
                        .map(Notation::parse)
                        .toList())
                .toList();
        int last = calls.size() - 1;
        return new Request.Race(
                new Scenario(
                        creation.maxBytes(),
                        creation.nextOffset(),
                        calls.get(0),
                        calls.subList(1, last),
                        calls.get(last)),
                number(head.get(1)));
    }

    /** What stands between marks that are words of their own, outside of quotes. */
    private static List<String> parts(String text, char mark) {
        List<String> parts = new ArrayList<>();
        String spaced = " " + text + " ";
        boolean quoted = false;
        int start = 0;
        for (int i = 1; i < spaced.length() - 1; i++) {
            char c = spaced.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == mark && !quoted && spaced.charAt(i - 1) == ' ' && spaced.charAt(i + 1) == ' ') {
                parts.add(spaced.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(spaced.substring(start));
        return parts;
    }

    /** Writes a request. */
    public static String print(Request request) {
        return request.accept(REQUESTS);
    }

    /** Writes a request word for word: where only one frame is asked for, that it is one is said. */
    public static String printAsSent(Request request) {
        return request instanceof Request.FramesFrom ask ? from(ask) : print(request);
    }

    private static String from(Request.FramesFrom ask) {
        OptionalLong max = ask.max();
        return "from " + unsigned(ask.from()) + (max.isPresent() ? " max " + unsigned(max.getAsLong()) : "");
    }

    /** Writes the replies that are right for a request. */
    public static String print(Request request, List<Reply> allowed) {
        return allowed.isEmpty()
                ? "anything"
                : allowed.stream().map(reply -> print(request, reply)).collect(Collectors.joining(" | "));
    }

    /** Writes a reply to a request; nothing in it can do harm where it is shown, whoever it came from. */
    public static String print(Request request, Reply reply) {
        if (request instanceof Request.Race race && reply instanceof Reply.Raced raced) {
            return raced.outcomes().entrySet().stream()
                    .map(outcome -> (raced.outcomes().size() == 1 ? "" : unsigned(outcome.getValue()) + " times ")
                            + print(race.scenario(), outcome.getKey()))
                    .collect(Collectors.joining(", "));
        }
        return reply.accept(new Replies(request instanceof Request.FramesFrom ask && isFrame(ask)));
    }

    /** Writes an outcome: the replies to each thread's calls and to those after, in the places of the calls. */
    public static String print(Scenario scenario, Outcome outcome) {
        List<String> parts = new ArrayList<>();
        for (int thread = 0; thread < scenario.threads().size(); thread++) {
            parts.add(replies(scenario.threads().get(thread), outcome.threads().get(thread)));
        }
        parts.add(replies(scenario.after(), outcome.after()));
        return parts.stream().map(String::strip).collect(Collectors.joining(" | ", "(", ")"));
    }

    private static String replies(List<Request> calls, List<Reply> replies) {
        return IntStream.range(0, calls.size())
                .mapToObj(i -> print(calls.get(i), replies.get(i)))
                .collect(Collectors.joining(" ; "));
    }

    /** Writes how something broke. */
    public static String print(Reply.Broken.How how) {
        return how.name().toLowerCase(Locale.ROOT);
    }

    /** Writes what a refusal carries (FROM-5). */
    public static String bounds(OptionalLong oldest, long next) {
        return (oldest.isPresent() ? "oldest " + unsigned(oldest.getAsLong()) : "empty") + ", next " + unsigned(next);
    }

    /** Writes bytes in quotes, with escapes for what is not printable ASCII. */
    public static String quoted(String bytes) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : bytes.toCharArray()) {
            switch (c) {
                case '\r' -> quoted.append("\\r");
                case '\n' -> quoted.append("\\n");
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> quoted.append(c >= ' ' && c <= '~' ? String.valueOf(c) : String.format("\\x%02x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }

    private static String print(List<String> argv) {
        return argv.stream().map(Notation::argument).collect(Collectors.joining(" "));
    }

    private static String argument(String bytes) {
        Matcher repeated = REPEATED.matcher(bytes);
        if (repeated.matches()) {
            return argument(repeated.group(1)) + "*" + bytes.length();
        }
        boolean isMark = bytes.equals("|") || bytes.equals(";");
        return BARE.matcher(bytes).matches() && !isMark ? bytes : quoted(bytes);
    }

    private static boolean isFrame(Request.FramesFrom ask) {
        return ask.max().equals(OptionalLong.of(1));
    }

    private static String frames(Reply.Frames reply, boolean withBytes) {
        List<FrameText> frames = reply.frames();
        if (frames.isEmpty()) {
            return "caught up";
        }
        if (withBytes) {
            return frames.stream().map(frame -> quoted(frame.bytes())).collect(Collectors.joining(" "));
        }
        long first = frames.get(0).offset();
        boolean run = frames.size() > 3;
        for (int i = 0; i < frames.size(); i++) {
            run &= frames.get(i).offset() == first + i;
        }
        return run
                ? unsigned(first) + ".." + unsigned(first + frames.size() - 1)
                : frames.stream().map(frame -> unsigned(frame.offset())).collect(Collectors.joining(", "));
    }

    private static String counters(Reply.Counters counters) {
        String next = "next " + unsigned(counters.next());
        if (counters.equals(new Reply.Counters(counters.next(), OptionalLong.empty(), OptionalLong.empty(), 0, 0))) {
            return next + ", empty";
        }
        String held = ", held " + orNone(counters.oldest()) + ".." + orNone(counters.newest());
        boolean lengthAddsUp = counters.oldest().isPresent()
                && counters.newest().isPresent()
                && counters.newest().getAsLong() - counters.oldest().getAsLong() + 1 == counters.length();
        return next + held + (lengthAddsUp ? "" : " (length " + unsigned(counters.length()) + ")") + ", "
                + unsigned(counters.buffered()) + " bytes";
    }

    private static String orNone(OptionalLong offset) {
        return offset.isPresent() ? unsigned(offset.getAsLong()) : "none";
    }

    private static String unsigned(long number) {
        return Long.toUnsignedString(number);
    }

    private static long number(String word) {
        try {
            if (NUMBER.matcher(word).matches()) {
                return Long.parseUnsignedLong(word);
            }
        } catch (NumberFormatException beyond64Bits) {
            // Told below, like any other word that is no such number.
        }
        throw new IllegalArgumentException("\"" + word + "\" is not a whole number from 0 to 2^64−1");
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        String stripped = text.strip();
        Matcher matcher = ARGUMENT.matcher(stripped);
        while (matcher.regionStart() < stripped.length() && matcher.lookingAt()) {
            String word = matcher.group(1) == null ? matcher.group(2) : unescaped(matcher.group(1));
            words.add(word.repeat(matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3))));
            matcher.region(matcher.end(), matcher.regionEnd());
        }
        if (matcher.regionStart() < stripped.length()) {
            throw new IllegalArgumentException("\"" + stripped.substring(matcher.regionStart())
                    + "\" does not start with an argument: quote it, and close the quotes");
        }
        return words;
    }

    private static String unescaped(String quoted) {
        return ESCAPE.matcher(quoted).replaceAll(escape -> {
            String meaning = escape.group(1) != null
                    ? String.valueOf((char) Integer.parseInt(escape.group(1), 16))
                    : switch (escape.group(2)) {
                        case "r" -> "\r";
                        case "n" -> "\n";
                        case "\"", "\\" -> escape.group(2);
                        default -> throw new IllegalArgumentException(escape.group() + " is no escape: use \\xNN");
                    };
            return Matcher.quoteReplacement(meaning);
        });
    }

    private static final Request.Visitor<String> REQUESTS = new Request.Visitor<>() {
        @Override
        public String create(Request.New creation) {
            String resumed = creation.nextOffset() == 0 ? "" : " next " + unsigned(creation.nextOffset());
            return "backlog " + unsigned(creation.maxBytes()) + resumed;
        }

        @Override
        public String push(Request.Push push) {
            return ("push " + print(push.argv())).trim();
        }

        @Override
        public String drop(Request.DropUpTo drop) {
            return "drop " + unsigned(drop.watermark());
        }

        @Override
        public String ask(Request.FramesFrom ask) {
            return isFrame(ask) ? "frame " + unsigned(ask.from()) : from(ask);
        }

        @Override
        public String state(Request.State state) {
            return "state";
        }

        @Override
        public String decode(Request.Decode decode) {
            return "decode " + quoted(decode.bytes());
        }

        @Override
        public String feed(Request.Feed feed) {
            return "feed " + feed.pieces().stream().map(Notation::quoted).collect(Collectors.joining(" "));
        }

        @Override
        public String race(Request.Race race) {
            Scenario scenario = race.scenario();
            List<String> parts = new ArrayList<>();
            parts.add("race " + unsigned(race.rounds()) + " "
                    + create(new Request.New(scenario.maxBytes(), scenario.nextOffset())));
            parts.add(calls(scenario.before()));
            scenario.threads().forEach(thread -> parts.add(calls(thread)));
            parts.add(calls(scenario.after()));
            return String.join(" | ", parts).strip();
        }

        @Override
        public String await(Request.Await await) {
            return "await " + unsigned(await.from());
        }

        @Override
        public String close(Request.Close close) {
            return "close";
        }

        private String calls(List<Request> calls) {
            return calls.stream().map(call -> call.accept(this)).collect(Collectors.joining(" ; "));
        }
    };

    /**
     * Writes replies.
     *
     * @param withBytes whether frames are shown by their bytes, rather than by their offsets
     */
    private record Replies(boolean withBytes) implements Reply.Visitor<String> {

        @Override
        public String done(Reply.Done done) {
            return "done";
        }

        @Override
        public String pushed(Reply.Pushed pushed) {
            return unsigned(pushed.offset());
        }

        @Override
        public String frames(Reply.Frames frames) {
            return Notation.frames(frames, withBytes);
        }

        @Override
        public String counters(Reply.Counters counters) {
            return Notation.counters(counters);
        }

        @Override
        public String decoded(Reply.Decoded decoded) {
            return ("offset " + unsigned(decoded.offset()) + ", " + print(decoded.argv())).trim() + ", "
                    + unsigned(decoded.used()) + " bytes";
        }

        @Override
        public String raced(Reply.Raced raced) {
            return raced.outcomes().size() + " outcomes in " + unsigned(raced.rounds()) + " rounds";
        }

        @Override
        public String awaited(Reply.Awaited awaited) {
            return awaited.due() ? "due" : "closed";
        }

        @Override
        public String refused(Reply.Refused refused) {
            return refused.refusal().words() + (refused.detail().isEmpty() ? "" : " (" + refused.detail() + ")");
        }

        @Override
        public String unsupported(Reply.Unsupported unsupported) {
            return "unsupported: " + Untrusted.line(unsupported.why());
        }

        @Override
        public String meaningless(Reply.Meaningless meaningless) {
            return meaningless.field() + " \"" + Untrusted.abridged(meaningless.value()) + "\", which means nothing";
        }

        @Override
        public String broken(Reply.Broken broken) {
            return Notation.print(broken.how()) + ": " + Untrusted.line(broken.text());
        }
    }
}
