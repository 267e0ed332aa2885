package replication.backlog.oracle.vectors;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;
import replication.backlog.model.Untrusted;
import replication.backlog.oracle.adapter.Json;
import replication.backlog.oracle.adapter.Protocol;
import replication.backlog.oracle.files.InputFile;
import tools.jackson.databind.JsonNode;

/**
 * Files of resolved scripts: JSON Lines, a header and then a script a line, with each request as an adapter gets it and the
 * replies that are right. No replies means that every one is.
 */
public final class ScriptFile {

    public static final String FORMAT = "replication-backlog-vectors";
    public static final String VERSION = "1";

    private ScriptFile() {}

    /** The file cannot be used; the message is one sentence for the user. */
    public static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(Path file, String why) {
            super("The file " + file + " cannot be used: " + why + ".");
        }
    }

    /** Writes scripts; the same scripts give the same bytes. */
    public static String write(List<Script> scripts) {
        String body = scripts.stream().map(script -> write(script) + "\n").collect(Collectors.joining());
        return "{\"format\":\"" + FORMAT + "\",\"version\":\"" + VERSION + "\",\"scripts\":\"" + scripts.size()
                + "\",\"sha256\":\"" + sha256(body) + "\"}\n" + body;
    }

    private static String write(Script script) {
        return "{\"id\":" + Json.quoted(script.id()) + ",\"steps\":"
                + script.resolve(Framing.RESP).stream()
                        .map(ScriptFile::write)
                        .collect(Collectors.joining(",", "[", "]"))
                + "}";
    }

    private static String write(Exchange exchange) {
        return "{\"request\":" + Protocol.write(exchange.request()) + ",\"replies\":"
                + exchange.allowed().stream().map(Protocol::write).collect(Collectors.joining(",", "[", "]")) + "}";
    }

    /** {@return a fingerprint of some lines} */
    public static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * Reads scripts, and makes sure that all are there, that nothing in the file was changed, and that the replies are still
     * those that the model predicts.
     */
    public static List<Script> read(Path file) throws Unusable {
        String text = InputFile.read(file, why -> new Unusable(file, why));
        int end = text.indexOf('\n');
        try {
            checkHeader(file, Json.object(end < 0 ? text : text.substring(0, end)), text.substring(end + 1));
        } catch (Json.Malformed malformed) {
            throw new Unusable(file, "its first line is not the header of a file that this tool wrote");
        }
        List<Script> scripts = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            scripts.add(script(file, i + 1, lines.get(i)));
        }
        return scripts;
    }

    private static void checkHeader(Path file, JsonNode header, String body) throws Unusable {
        if (!header.path("format").asString("").equals(FORMAT)) {
            throw new Unusable(file, "its first line is not the header of a file that this tool wrote");
        }
        String version = Json.text(header, "version");
        if (!version.equals(VERSION)) {
            throw new Unusable(file, "it has format version " + Untrusted.abridged(version) + ", not " + VERSION);
        }
        String count = Json.text(header, "scripts");
        long lines = body.lines().count();
        if (!count.equals(Long.toString(lines))) {
            throw new Unusable(
                    file,
                    "its header says that it has " + Untrusted.abridged(count) + " scripts, but it has " + lines
                            + "; was it cut");
        }
        if (!Json.text(header, "sha256").equals(sha256(body))) {
            throw new Unusable(
                    file, "it is not as it was written: the digest in its header is another one; was it changed");
        }
    }

    private static Script script(Path file, int number, String line) throws Unusable {
        try {
            JsonNode object = Json.object(line);
            List<Step> steps = new ArrayList<>();
            for (JsonNode step : Json.array(object, "steps")) {
                steps.add(new Step.Absolute(
                        Protocol.readRequest(step.path("request").toString())));
            }
            if (steps.isEmpty() || !starts(((Step.Absolute) steps.get(0)).request())) {
                throw new Unusable(
                        file, "line " + number + ": a script has to start with the operation new, or with a race");
            }
            Script script = new Script(Json.text(object, "id"), steps, Script.Look.NEVER);
            List<Exchange> exchanges = script.resolve(Framing.RESP);
            requireABacklog(file, number, exchanges);
            compare(file, number, exchanges, Json.array(object, "steps"));
            return script;
        } catch (Json.Malformed malformed) {
            throw new Unusable(file, "line " + number + ": " + malformed.getMessage());
        }
    }

    private static boolean starts(Request request) {
        return request instanceof Request.New || request instanceof Request.Race;
    }

    private static void requireABacklog(Path file, int number, List<Exchange> exchanges) throws Unusable {
        Optional<Request> asked = Script.withoutBacklog(exchanges);
        if (asked.isPresent()) {
            throw new Unusable(
                    file,
                    "line " + number + ": \"" + Notation.print(asked.get())
                            + "\" follows a creation that is refused, so there is no backlog to ask");
        }
    }

    private static void compare(Path file, int number, List<Exchange> exchanges, JsonNode steps) throws Unusable {
        for (int i = 0; i < exchanges.size(); i++) {
            Request request = exchanges.get(i).request();
            JsonNode replies = Json.array(steps.get(i), "replies");
            List<Reply> written = IntStream.range(0, replies.size())
                    .mapToObj(reply ->
                            Protocol.readReply(request, replies.get(reply).toString()))
                    .toList();
            List<Reply> predicted = exchanges.get(i).allowed().stream()
                    .map(reply -> Protocol.readReply(request, Protocol.write(reply)))
                    .toList();
            if (!written.equals(predicted)) {
                throw new Unusable(
                        file,
                        "line " + number + ", step " + (i + 1)
                                + ": its replies are not those that the model predicts; was it changed, or written by"
                                + " another version");
            }
        }
    }
}
