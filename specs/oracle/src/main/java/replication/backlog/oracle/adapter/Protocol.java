package replication.backlog.oracle.adapter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.FrameText;
import replication.backlog.model.Notation;
import replication.backlog.model.Outcome;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Scenario;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.adapter.Json.Malformed;
import tools.jackson.databind.JsonNode;

/** The adapter protocol, version 1: requests and replies as lines of JSON, both ways. */
public final class Protocol {

    static final String VERSION = "1";

    private static final int LONGEST_TEXT = 16_384;

    private static final String ONE_KEY = "it has to have exactly one of the keys ok, refused, unsupported, error";

    /** The request that opens a conversation. */
    public static final String HELLO = "{\"op\":\"hello\",\"protocol\":\"" + VERSION + "\"}";

    /**
     * What an adapter says of itself.
     *
     * @param name the implementation's name
     * @param version its version
     * @param language the language it is written in
     * @param capabilities what it offers
     */
    public record Hello(String name, String version, String language, Set<Capability> capabilities) {}

    private Protocol() {}

    // --- the oracle's side ---

    /** Writes a request. */
    public static String write(Request request) {
        return request.accept(REQUESTS);
    }

    /** Reads a reply to {@link #HELLO}. */
    static Hello readHello(String line) {
        JsonNode reply = Json.object(line);
        if (Stream.of("refused", "unsupported", "error").anyMatch(reply::has)) {
            throw new Malformed("hello cannot be turned down", false);
        }
        JsonNode ok = ok(reply);
        String version = Json.text(ok, "protocol");
        if (!version.equals(VERSION)) {
            throw new Malformed(
                    "it speaks version " + Untrusted.abridged(version) + " of the protocol, not " + VERSION, false);
        }
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (JsonNode capability : Json.array(ok, "capabilities")) {
            if (!capability.isString()) {
                throw new Malformed("its field \"capabilities\" has to be an array of strings");
            }
            Capability.byCode(capability.stringValue()).ifPresent(capabilities::add);
        }
        return new Hello(Json.text(ok, "name"), Json.text(ok, "version"), Json.text(ok, "language"), capabilities);
    }

    /** Whether an adapter may reply that it does not offer this. */
    static boolean isOptional(Request request) {
        return request instanceof Request.DropUpTo
                || Capability.neededBy(request).isPresent();
    }

    /** Reads a reply to a request; a value that means nothing is a reply too, and a wrong one. */
    public static Reply readReply(Request request, String line) {
        return readReply(request, Json.object(line));
    }

    private static Reply readReply(Request request, JsonNode reply) {
        if (reply.size() != 1) {
            throw new Malformed(ONE_KEY);
        }
        if (reply.has("refused")) {
            String code = Json.text(reply, "refused");
            return Refusal.byCode(code)
                    .<Reply>map(Reply.Refused::new)
                    .orElseGet(() -> new Reply.Meaningless("refused", cut(code)));
        }
        if (reply.has("unsupported")) {
            return new Reply.Unsupported(cut(Json.text(reply, "unsupported")));
        }
        if (reply.has("error")) {
            return new Reply.Broken(Reply.Broken.How.ERROR, cut(Json.text(reply, "error")));
        }
        try {
            return request.accept(new Results(ok(reply)));
        } catch (Json.Meaningless nonsense) {
            return new Reply.Meaningless(nonsense.field(), cut(nonsense.value()));
        }
    }

    /** A text for people is kept for as long as the check runs. */
    private static String cut(String text) {
        return Untrusted.cut(text, LONGEST_TEXT);
    }

    private static JsonNode ok(JsonNode reply) {
        JsonNode ok = reply.path("ok");
        if (!ok.isObject()) {
            throw new Malformed(ok.isMissingNode() ? ONE_KEY : "its field \"ok\" has to be an object");
        }
        return ok;
    }

    private static final Request.Visitor<String> REQUESTS = new Request.Visitor<>() {
        @Override
        public String create(Request.New creation) {
            String resumed = creation.nextOffset() == 0 ? "" : ",\"nextOffset\":" + digits(creation.nextOffset());
            return "{\"op\":\"new\",\"maxBytes\":" + digits(creation.maxBytes()) + resumed + "}";
        }

        @Override
        public String push(Request.Push push) {
            return "{\"op\":\"push\",\"argv\":" + byteStrings(push.argv()) + "}";
        }

        @Override
        public String drop(Request.DropUpTo drop) {
            return "{\"op\":\"dropUpTo\",\"watermark\":" + digits(drop.watermark()) + "}";
        }

        @Override
        public String ask(Request.FramesFrom ask) {
            OptionalLong max = ask.max();
            return "{\"op\":\"framesFrom\",\"from\":" + digits(ask.from())
                    + (max.isPresent() ? ",\"max\":" + digits(max.getAsLong()) : "") + "}";
        }

        @Override
        public String state(Request.State state) {
            return "{\"op\":\"state\"}";
        }

        @Override
        public String decode(Request.Decode decode) {
            return "{\"op\":\"decode\",\"bytes\":\"" + Json.hex(decode.bytes()) + "\"}";
        }

        @Override
        public String feed(Request.Feed feed) {
            return "{\"op\":\"decode\",\"pieces\":" + byteStrings(feed.pieces()) + "}";
        }

        @Override
        public String race(Request.Race race) {
            Scenario scenario = race.scenario();
            String resumed = scenario.nextOffset() == 0 ? "" : ",\"nextOffset\":" + digits(scenario.nextOffset());
            return "{\"op\":\"race\",\"rounds\":" + digits(race.rounds()) + ",\"maxBytes\":"
                    + digits(scenario.maxBytes()) + resumed + ",\"before\":" + calls(scenario.before())
                    + ",\"threads\":"
                    + list(scenario.threads(), this::calls) + ",\"after\":" + calls(scenario.after()) + "}";
        }

        private String calls(List<Request> calls) {
            return list(calls, call -> call.accept(this));
        }

        @Override
        public String await(Request.Await await) {
            return "{\"op\":\"await\",\"from\":" + digits(await.from()) + "}";
        }

        @Override
        public String close(Request.Close close) {
            return "{\"op\":\"close\"}";
        }
    };

    private static <T> String list(List<T> list, Function<T, String> written) {
        return list.stream().map(written).collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * What each request's results look like.
     *
     * @param ok the results
     */
    private record Results(JsonNode ok) implements Request.Visitor<Reply> {

        @Override
        public Reply create(Request.New creation) {
            return new Reply.Done();
        }

        @Override
        public Reply push(Request.Push push) {
            return new Reply.Pushed(Json.number(ok, "offset"));
        }

        @Override
        public Reply drop(Request.DropUpTo drop) {
            return new Reply.Done();
        }

        @Override
        public Reply ask(Request.FramesFrom ask) {
            List<FrameText> frames = new ArrayList<>();
            for (JsonNode frame : Json.array(ok, "frames")) {
                frames.add(new FrameText(Json.number(frame, "offset"), Json.bytes(frame, "bytes")));
            }
            return new Reply.Frames(frames);
        }

        @Override
        public Reply state(Request.State state) {
            return new Reply.Counters(
                    Json.number(ok, "nextOffset"),
                    Json.numberOrNull(ok, "oldestOffset"),
                    Json.numberOrNull(ok, "newestOffset"),
                    Json.number(ok, "bufferedBytes"),
                    Json.number(ok, "length"));
        }

        @Override
        public Reply decode(Request.Decode decode) {
            return decoded();
        }

        @Override
        public Reply feed(Request.Feed feed) {
            return decoded();
        }

        @Override
        public Reply race(Request.Race race) {
            Map<Outcome, Long> outcomes = new LinkedHashMap<>();
            for (JsonNode each : Json.array(ok, "outcomes")) {
                List<List<Reply>> threads = new ArrayList<>();
                JsonNode told = sized(each, "threads", race.scenario().threads());
                for (int thread = 0; thread < told.size(); thread++) {
                    threads.add(
                            replies(told.get(thread), race.scenario().threads().get(thread)));
                }
                List<Request> last = race.scenario().after();
                Outcome outcome = new Outcome(threads, replies(sized(each, "after", last), last));
                outcomes.merge(outcome, rounds(each, race.rounds()), Long::sum);
            }
            Reply.Raced raced = new Reply.Raced(outcomes);
            if (raced.rounds() != race.rounds()) {
                throw new Malformed(
                        "its rounds add up to " + raced.rounds() + ", where " + race.rounds() + " were asked for");
            }
            return raced;
        }

        /** An outcome that no round had was not seen. */
        private static long rounds(JsonNode outcome, long asked) {
            long rounds = Json.number(outcome, "rounds");
            if (rounds == 0 || Long.compareUnsigned(rounds, asked) > 0) {
                throw new Malformed("each outcome's \"rounds\" has to be 1 to " + Long.toUnsignedString(asked)
                        + ", but is " + Long.toUnsignedString(rounds));
            }
            return rounds;
        }

        private static JsonNode sized(JsonNode object, String field, List<?> asked) {
            return sized(field, Json.array(object, field), asked);
        }

        private static JsonNode sized(String field, JsonNode array, List<?> asked) {
            if (!array.isArray() || array.size() != asked.size()) {
                throw new Malformed("each outcome's \"" + field + "\" has to have a reply for each call, "
                        + asked.size() + " in all, but is " + Untrusted.abridged(array.toString()));
            }
            return array;
        }

        private static List<Reply> replies(JsonNode replies, List<Request> calls) {
            sized("threads", replies, calls);
            List<Reply> read = new ArrayList<>();
            for (int call = 0; call < calls.size(); call++) {
                read.add(readReply(calls.get(call), replies.get(call)));
            }
            return List.copyOf(read);
        }

        @Override
        public Reply await(Request.Await await) {
            String due = Json.text(ok, "due");
            if (!due.equals("yes") && !due.equals("no")) {
                throw new Json.Meaningless("due", due);
            }
            return new Reply.Awaited(due.equals("yes"));
        }

        @Override
        public Reply close(Request.Close close) {
            return new Reply.Done();
        }

        private Reply decoded() {
            return new Reply.Decoded(Json.number(ok, "offset"), Json.byteStrings(ok, "argv"), Json.number(ok, "used"));
        }
    }

    // --- the adapter's side ---

    /** Whether a line is the request that opens a conversation. */
    public static boolean isHello(String line) {
        return Json.text(Json.object(line), "op").equals("hello");
    }

    /** Writes a reply to {@link #HELLO}. */
    public static String write(Hello hello) {
        return "{\"ok\":{\"protocol\":\"" + VERSION + "\",\"name\":" + Json.quoted(hello.name()) + ",\"version\":"
                + Json.quoted(hello.version()) + ",\"language\":" + Json.quoted(hello.language()) + ",\"capabilities\":"
                + hello.capabilities().stream()
                        .map(capability -> "\"" + capability.code() + "\"")
                        .collect(Collectors.joining(",", "[", "]"))
                + "}}";
    }

    /** Reads a request. */
    public static Request readRequest(String line) {
        return readRequest(Json.object(line));
    }

    private static Request readRequest(JsonNode request) {
        String op = Json.text(request, "op");
        try {
            return switch (op) {
                case "new" ->
                    new Request.New(
                            Json.number(request, "maxBytes"),
                            Json.numberIfPresent(request, "nextOffset").orElse(0));
                case "push" -> new Request.Push(Json.byteStrings(request, "argv"));
                case "dropUpTo" -> new Request.DropUpTo(Json.number(request, "watermark"));
                case "framesFrom" ->
                    new Request.FramesFrom(Json.number(request, "from"), Json.numberIfPresent(request, "max"));
                case "state" -> new Request.State();
                case "decode" ->
                    request.has("pieces")
                            ? new Request.Feed(Json.byteStrings(request, "pieces"))
                            : new Request.Decode(Json.bytes(request, "bytes"));
                case "race" -> readRace(request);
                case "await" -> new Request.Await(Json.number(request, "from"));
                case "close" -> new Request.Close();
                default -> throw new Malformed("\"" + Untrusted.abridged(op) + "\" is no operation of the protocol");
            };
        } catch (Json.Meaningless nonsense) {
            throw new Malformed(
                    "its field \"" + nonsense.field() + "\" has a value that means nothing: "
                            + Untrusted.abridged(nonsense.value()),
                    false);
        }
    }

    private static Request readRace(JsonNode request) {
        List<List<Request>> threads = new ArrayList<>();
        Json.array(request, "threads").forEach(thread -> threads.add(readCalls(thread)));
        Scenario scenario = new Scenario(
                Json.number(request, "maxBytes"),
                Json.numberIfPresent(request, "nextOffset").orElse(0),
                readCalls(Json.array(request, "before")),
                List.copyOf(threads),
                readCalls(Json.array(request, "after")));
        return new Request.Race(scenario, Json.number(request, "rounds"));
    }

    private static List<Request> readCalls(JsonNode calls) {
        List<Request> read = new ArrayList<>();
        calls.forEach(call -> read.add(readRequest(call)));
        if (read.stream().anyMatch(NOT_IN_A_RACE)) {
            throw new Malformed("a race has the calls push, dropUpTo, framesFrom, state, await and close");
        }
        return List.copyOf(read);
    }

    private static final Predicate<Request> NOT_IN_A_RACE = call -> call instanceof Request.New
            || call instanceof Request.Decode
            || call instanceof Request.Feed
            || call instanceof Request.Race;

    /** Writes a reply. */
    public static String write(Reply reply) {
        return reply.accept(REPLIES);
    }

    private static final Reply.Visitor<String> REPLIES = new Reply.Visitor<>() {
        @Override
        public String done(Reply.Done done) {
            return ok("");
        }

        @Override
        public String pushed(Reply.Pushed pushed) {
            return ok("\"offset\":" + digits(pushed.offset()));
        }

        @Override
        public String frames(Reply.Frames frames) {
            return ok("\"frames\":"
                    + frames.frames().stream()
                            .map(frame -> "{\"offset\":" + digits(frame.offset()) + ",\"bytes\":\""
                                    + Json.hex(frame.bytes()) + "\"}")
                            .collect(Collectors.joining(",", "[", "]")));
        }

        @Override
        public String counters(Reply.Counters counters) {
            return ok("\"nextOffset\":" + digits(counters.next()) + ",\"oldestOffset\":"
                    + digitsOrNull(counters.oldest()) + ",\"newestOffset\":" + digitsOrNull(counters.newest())
                    + ",\"bufferedBytes\":" + digits(counters.buffered()) + ",\"length\":"
                    + digits(counters.length()));
        }

        @Override
        public String decoded(Reply.Decoded decoded) {
            return ok("\"offset\":" + digits(decoded.offset()) + ",\"argv\":" + byteStrings(decoded.argv())
                    + ",\"used\":" + digits(decoded.used()));
        }

        @Override
        public String raced(Reply.Raced raced) {
            return ok("\"outcomes\":"
                    + list(
                            List.copyOf(raced.outcomes().entrySet()),
                            each -> "{\"rounds\":" + digits(each.getValue()) + ",\"threads\":"
                                    + list(each.getKey().threads(), this::replies) + ",\"after\":"
                                    + replies(each.getKey().after()) + "}"));
        }

        private String replies(List<Reply> replies) {
            return list(replies, reply -> reply.accept(this));
        }

        @Override
        public String awaited(Reply.Awaited awaited) {
            return ok("\"due\":\"" + (awaited.due() ? "yes" : "no") + "\"");
        }

        @Override
        public String refused(Reply.Refused refused) {
            return "{\"refused\":\"" + refused.refusal().code() + "\"}";
        }

        @Override
        public String unsupported(Reply.Unsupported unsupported) {
            return "{\"unsupported\":" + Json.quoted(unsupported.why()) + "}";
        }

        @Override
        public String meaningless(Reply.Meaningless meaningless) {
            throw new IllegalArgumentException("Nobody means to say " + meaningless);
        }

        @Override
        public String broken(Reply.Broken broken) {
            return "{\"error\":" + Json.quoted(Notation.print(broken.how()) + ": " + broken.text()) + "}";
        }

        private String ok(String fields) {
            return "{\"ok\":{" + fields + "}}";
        }
    };

    private static String byteStrings(List<String> strings) {
        return strings.stream().map(bytes -> "\"" + Json.hex(bytes) + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static String digitsOrNull(OptionalLong number) {
        return number.isPresent() ? digits(number.getAsLong()) : "null";
    }

    private static String digits(long number) {
        return "\"" + Long.toUnsignedString(number) + "\"";
    }
}
