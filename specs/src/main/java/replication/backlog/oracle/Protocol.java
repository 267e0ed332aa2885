package replication.backlog.oracle;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.oracle.Json.Malformed;
import replication.backlog.spec.FrameText;
import replication.backlog.spec.Refusal;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.tck.Capability;
import tools.jackson.databind.JsonNode;

/** The adapter protocol, version 1: requests and replies as lines of JSON, both ways. */
final class Protocol {

    static final String VERSION = "1";

    private static final String ONE_KEY = "it has to have exactly one of the keys ok, refused, unsupported, error";

    static final String HELLO = "{\"op\":\"hello\",\"protocol\":\"" + VERSION + "\"}";

    /**
     * What an adapter says of itself.
     *
     * @param name the implementation's name
     * @param version its version
     * @param language the language it is written in
     * @param capabilities what it offers
     */
    record Hello(String name, String version, String language, Set<Capability> capabilities) {}

    private Protocol() {}

    // --- the oracle's side ---

    static String write(Request request) {
        if (request instanceof Request.New creation) {
            String resumed = creation.nextOffset() == 0 ? "" : ",\"nextOffset\":" + digits(creation.nextOffset());
            return "{\"op\":\"new\",\"maxBytes\":" + digits(creation.maxBytes()) + resumed + "}";
        }
        if (request instanceof Request.Push push) {
            return "{\"op\":\"push\",\"argv\":" + byteStrings(push.argv()) + "}";
        }
        if (request instanceof Request.DropUpTo drop) {
            return "{\"op\":\"dropUpTo\",\"watermark\":" + digits(drop.watermark()) + "}";
        }
        if (request instanceof Request.FramesFrom ask) {
            String max = ask.max().isPresent() ? ",\"max\":" + digits(ask.max().getAsLong()) : "";
            return "{\"op\":\"framesFrom\",\"from\":" + digits(ask.from()) + max + "}";
        }
        return request instanceof Request.Decode decode
                ? "{\"op\":\"decode\",\"bytes\":\"" + Json.hex(decode.bytes()) + "\"}"
                : "{\"op\":\"state\"}";
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
                    "it speaks version " + Json.abridged(version) + " of the protocol, not " + VERSION, false);
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
        boolean plainNew = request instanceof Request.New creation && creation.nextOffset() == 0;
        return !(plainNew || request instanceof Request.Push || request instanceof Request.FramesFrom);
    }

    /** Reads a reply to a request. */
    static Reply readReply(Request request, String line) {
        JsonNode reply = Json.object(line);
        if (reply.size() != 1) {
            throw new Malformed(ONE_KEY);
        }
        if (reply.has("refused")) {
            String code = Json.text(reply, "refused");
            return new Reply.Refused(Refusal.byCode(code)
                    .orElseThrow(() ->
                            new Malformed("\"" + Json.abridged(code) + "\" is no refusal of the protocol", false)));
        }
        if (reply.has("unsupported")) {
            return new Reply.Unsupported(Json.text(reply, "unsupported"));
        }
        if (reply.has("error")) {
            return new Reply.Broken(Reply.Broken.How.ERROR, Json.text(reply, "error"));
        }
        return result(request, ok(reply));
    }

    private static Reply result(Request request, JsonNode ok) {
        if (request instanceof Request.Push) {
            return new Reply.Pushed(Json.number(ok, "offset"));
        }
        if (request instanceof Request.FramesFrom) {
            List<FrameText> frames = new java.util.ArrayList<>();
            for (JsonNode frame : Json.array(ok, "frames")) {
                frames.add(new FrameText(Json.number(frame, "offset"), Json.bytes(frame, "bytes")));
            }
            return new Reply.Frames(frames);
        }
        if (request instanceof Request.State) {
            return new Reply.Counters(
                    Json.number(ok, "nextOffset"),
                    Json.numberOrNull(ok, "oldestOffset"),
                    Json.numberOrNull(ok, "newestOffset"),
                    Json.number(ok, "bufferedBytes"),
                    Json.number(ok, "length"));
        }
        return request instanceof Request.Decode
                ? new Reply.Decoded(Json.number(ok, "offset"), Json.byteStrings(ok, "argv"), Json.number(ok, "used"))
                : new Reply.Done();
    }

    private static JsonNode ok(JsonNode reply) {
        JsonNode ok = reply.path("ok");
        if (!ok.isObject()) {
            throw new Malformed(ok.isMissingNode() ? ONE_KEY : "its field \"ok\" has to be an object");
        }
        return ok;
    }

    // --- the adapter's side ---

    static boolean isHello(String line) {
        return Json.text(Json.object(line), "op").equals("hello");
    }

    static String write(Hello hello) {
        return "{\"ok\":{\"protocol\":\"" + VERSION + "\",\"name\":" + Json.quoted(hello.name()) + ",\"version\":"
                + Json.quoted(hello.version()) + ",\"language\":" + Json.quoted(hello.language()) + ",\"capabilities\":"
                + hello.capabilities().stream()
                        .map(capability -> "\"" + capability.code() + "\"")
                        .collect(Collectors.joining(",", "[", "]"))
                + "}}";
    }

    static Request readRequest(String line) {
        JsonNode request = Json.object(line);
        String op = Json.text(request, "op");
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
            case "decode" -> new Request.Decode(Json.bytes(request, "bytes"));
            default -> throw new Malformed("\"" + Json.abridged(op) + "\" is no operation of the protocol");
        };
    }

    static String write(Reply reply) {
        if (reply instanceof Reply.Refused refused) {
            return "{\"refused\":\"" + refused.refusal().code() + "\"}";
        }
        if (reply instanceof Reply.Unsupported unsupported) {
            return "{\"unsupported\":" + Json.quoted(unsupported.why()) + "}";
        }
        if (reply instanceof Reply.Broken broken) {
            return "{\"error\":" + Json.quoted(broken.how().name().toLowerCase(Locale.ROOT) + ": " + broken.text())
                    + "}";
        }
        return "{\"ok\":{" + fields(reply) + "}}";
    }

    private static String fields(Reply reply) {
        if (reply instanceof Reply.Pushed pushed) {
            return "\"offset\":" + digits(pushed.offset());
        }
        if (reply instanceof Reply.Frames frames) {
            return "\"frames\":"
                    + frames.frames().stream()
                            .map(frame -> "{\"offset\":" + digits(frame.offset()) + ",\"bytes\":\""
                                    + Json.hex(frame.bytes()) + "\"}")
                            .collect(Collectors.joining(",", "[", "]"));
        }
        if (reply instanceof Reply.Counters counters) {
            return "\"nextOffset\":" + digits(counters.next()) + ",\"oldestOffset\":" + digitsOrNull(counters.oldest())
                    + ",\"newestOffset\":" + digitsOrNull(counters.newest()) + ",\"bufferedBytes\":"
                    + digits(counters.buffered()) + ",\"length\":" + digits(counters.length());
        }
        return reply instanceof Reply.Decoded decoded
                ? "\"offset\":" + digits(decoded.offset()) + ",\"argv\":" + byteStrings(decoded.argv()) + ",\"used\":"
                        + digits(decoded.used())
                : "";
    }

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
