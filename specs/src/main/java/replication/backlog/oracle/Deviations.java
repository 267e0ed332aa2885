package replication.backlog.oracle;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import replication.backlog.spec.Notation;
import replication.backlog.spec.Request;
import replication.backlog.spec.Rule;
import replication.backlog.tck.Divergence;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The deviations that an implementation declares.
 *
 * @param all the deviations, in the file's order
 */
record Deviations(List<Deviation> all) {

    /**
     * One declared deviation.
     *
     * @param rule the rule that is not kept
     * @param reason why it is not
     * @param link where to read more; may be empty
     */
    record Deviation(Rule rule, String reason, String link) {}

    static final Deviations NONE = new Deviations(List.of());

    /** The file cannot be used; the message is one sentence for the user. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(Path file, String why) {
            super("The deviations file " + file + " cannot be used: " + why + ".");
        }
    }

    static Deviations read(Path file) throws Unusable {
        try {
            JsonNode root = new JsonMapper().readTree(Files.readString(file));
            if (!root.isArray()) {
                throw new Unusable(file, "it has to be a JSON array of objects with rule, reason and link");
            }
            List<Deviation> deviations = new ArrayList<>();
            for (JsonNode entry : root) {
                deviations.add(deviation(file, entry));
            }
            return new Deviations(List.copyOf(deviations));
        } catch (NoSuchFileException e) {
            throw new Unusable(file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw new Unusable(file, "it may not be read");
        } catch (CharacterCodingException e) {
            throw new Unusable(file, "it is no UTF-8 text");
        } catch (IOException e) {
            throw new Unusable(file, "it cannot be read (" + e.getMessage() + ")");
        } catch (JacksonException e) {
            throw new Unusable(file, "it is no JSON (" + e.getOriginalMessage() + ")");
        }
    }

    private static Deviation deviation(Path file, JsonNode entry) throws Unusable {
        String id = entry.path("rule").asString("");
        Optional<Rule> rule = Rule.byId(id);
        if (rule.isEmpty()) {
            throw new Unusable(file, "\"" + Json.abridged(id) + "\" is no rule; the command rules lists them");
        }
        String reason = entry.path("reason").asString("");
        if (reason.isBlank()) {
            throw new Unusable(file, "the deviation from " + id + " gives no reason");
        }
        return new Deviation(rule.get(), reason, entry.path("link").asString(""));
    }

    boolean declares(Rule rule) {
        return all.stream().anyMatch(deviation -> deviation.rule() == rule);
    }

    /** {@return the text of a file that declares what was found; what was declared before keeps its reasons} */
    static String write(Verdict verdict) {
        Map<Rule, Deviation> deviations = new EnumMap<>(Rule.class);
        for (Finding finding : verdict.findings()) {
            Rule rule = finding.divergence().rule();
            deviations.putIfAbsent(
                    rule,
                    verdict.deviations().all().stream()
                            .filter(deviation -> deviation.rule() == rule)
                            .findFirst()
                            .orElseGet(() -> new Deviation(rule, reason(finding.divergence()), "")));
        }
        return deviations.values().stream().map(Deviations::write).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String write(Deviation deviation) {
        return "  {\"rule\": " + Json.quoted(deviation.rule().id()) + ", \"reason\": " + Json.quoted(deviation.reason())
                + ", \"link\": " + Json.quoted(deviation.link()) + "}";
    }

    /** What was seen; only people can say why. */
    private static String reason(Divergence divergence) {
        Request request = divergence.exchange().request();
        return "TODO why: " + Json.abridged(Notation.print(request)) + " gave "
                + Json.abridged(Notation.print(request, divergence.actual())) + " instead of "
                + Json.abridged(Notation.print(request, divergence.exchange().allowed()));
    }
}
