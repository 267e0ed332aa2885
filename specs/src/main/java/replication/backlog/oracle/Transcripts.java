package replication.backlog.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.Reply;
import replication.backlog.spec.Request;
import replication.backlog.spec.Script;
import replication.backlog.spec.Step;
import tools.jackson.databind.JsonNode;

/**
 * Files of resolved scripts: JSON Lines, a header and then a script a line, with each request as an adapter gets it and the
 * replies that are right. No replies means that every one is.
 */
final class Transcripts {

    static final String FORMAT = "replication-backlog-vectors";
    static final String VERSION = "1";

    private Transcripts() {}

    /** The file cannot be used; the message is one sentence for the user. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(Path file, String why) {
            super("The file " + file + " cannot be used: " + why + ".");
        }
    }

    /** Writes scripts; the same scripts give the same bytes. */
    static String write(List<Script> scripts) {
        String body = scripts.stream().map(script -> write(script) + "\n").collect(Collectors.joining());
        return "{\"format\":\"" + FORMAT + "\",\"version\":\"" + VERSION + "\",\"scripts\":\"" + scripts.size()
                + "\",\"sha256\":\"" + sha256(body) + "\"}\n" + body;
    }

    private static String write(Script script) {
        return "{\"id\":" + Json.quoted(script.id()) + ",\"steps\":"
                + script.resolve().stream().map(Transcripts::write).collect(Collectors.joining(",", "[", "]")) + "}";
    }

    private static String write(Exchange exchange) {
        return "{\"request\":" + Protocol.write(exchange.request()) + ",\"replies\":"
                + exchange.allowed().stream().map(Protocol::write).collect(Collectors.joining(",", "[", "]")) + "}";
    }

    /** {@return a fingerprint of some lines} */
    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Reads scripts, and makes sure that their replies are still those that the model predicts. */
    static List<Script> read(Path file) throws Unusable {
        List<String> lines = lines(file);
        try {
            if (lines.isEmpty()
                    || !Json.object(lines.get(0)).path("format").asString("").equals(FORMAT)) {
                throw new Unusable(file, "its first line is not the header of a file that this tool wrote");
            }
            String version = Json.text(Json.object(lines.get(0)), "version");
            if (!version.equals(VERSION)) {
                throw new Unusable(file, "it has format version " + Json.abridged(version) + ", not " + VERSION);
            }
        } catch (Json.Malformed malformed) {
            throw new Unusable(file, "line 1: " + malformed.getMessage());
        }
        List<Script> scripts = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            scripts.add(script(file, i + 1, lines.get(i)));
        }
        return scripts;
    }

    private static List<String> lines(Path file) throws Unusable {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new Unusable(file, "there is no such file");
        } catch (IOException e) {
            throw new Unusable(file, "it cannot be read (" + e.getMessage() + ")");
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
            if (steps.isEmpty() || !(((Step.Absolute) steps.get(0)).request() instanceof Request.New)) {
                throw new Unusable(file, "line " + number + ": a script has to start with the operation new");
            }
            Script script = new Script(Json.text(object, "id"), steps, Script.Look.NEVER);
            compare(file, number, script, Json.array(object, "steps"));
            return script;
        } catch (Json.Malformed malformed) {
            throw new Unusable(file, "line " + number + ": " + malformed.getMessage());
        }
    }

    private static void compare(Path file, int number, Script script, JsonNode steps) throws Unusable {
        List<Exchange> exchanges = script.resolve();
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
