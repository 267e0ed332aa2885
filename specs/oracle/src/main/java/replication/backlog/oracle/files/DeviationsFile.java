package replication.backlog.oracle.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.model.Circumstance;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file of declared deviations, as {@code deviations.schema.json} describes it. */
public final class DeviationsFile {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> FIELDS = List.of("rule", "when", "call", "expected", "actual", "reason");
    private static final Set<String> CIRCUMSTANCES =
            Stream.of(Circumstance.values()).map(Circumstance::words).collect(Collectors.toCollection(TreeSet::new));
    private static final String TO_DO = "TODO";

    private DeviationsFile() {}

    /** The file cannot be used; the message is one sentence for the user. */
    public static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(Path file, String why) {
            super("The deviations file " + Untrusted.line("" + file) + " cannot be used: " + why + ".");
        }
    }

    /** Reads a file. */
    public static Deviations read(Path file) throws Unusable {
        JsonNode root;
        try {
            root = MAPPER.readTree(InputFile.read(file, why -> new Unusable(file, why)));
        } catch (JacksonException e) {
            throw new Unusable(file, "it is no JSON (" + Untrusted.abridged("" + e.getOriginalMessage()) + ")");
        }
        if (!root.isArray()) {
            throw new Unusable(file, "it has to be a JSON array of objects with " + String.join(", ", FIELDS));
        }
        List<Deviation> deviations = new ArrayList<>();
        for (JsonNode entry : root) {
            Deviation deviation = deviation(file, deviations.size() + 1, entry);
            boolean twice =
                    deviations.stream().anyMatch(other -> other.difference().equals(deviation.difference()));
            if (twice) {
                throw new Unusable(file, "entry " + (deviations.size() + 1) + " says the same as one before it");
            }
            deviations.add(deviation);
        }
        return new Deviations(List.copyOf(deviations));
    }

    private static Deviation deviation(Path file, int number, JsonNode entry) throws Unusable {
        String id = entry.path("rule").asString("");
        Rule rule = Rule.byId(id).orElse(null);
        if (rule == null) {
            throw new Unusable(
                    file,
                    "in entry " + number + ", \"" + Untrusted.abridged(id)
                            + "\" is no rule; the command rules lists them");
        }
        if (!rule.canBeShown()) {
            throw new Unusable(
                    file,
                    "entry " + number + " is about " + id
                            + ", which cannot be seen through an adapter, so that nothing could ever show it");
        }
        if (!entry.has("when") && !entry.has("actual")) {
            throw new Unusable(
                    file,
                    "entry " + number + " excuses whatever breaks " + id + ", as files did before version 0.2; have the"
                            + " file made anew with check --write-deviations, and give the reasons again");
        }
        for (String field : FIELDS) {
            if (entry.path(field).asString("").isBlank()) {
                throw new Unusable(file, "entry " + number + ", about " + id + ", has no \"" + field + "\"");
            }
        }
        String when = entry.path("when").asString();
        if (!CIRCUMSTANCES.contains(when.split(Difference.BUDGET, -1)[0])) {
            throw new Unusable(
                    file,
                    "in entry " + number + ", \"" + Untrusted.abridged(when) + "\" is no circumstance; there are: "
                            + String.join(", ", CIRCUMSTANCES));
        }
        if (entry.path("reason").asString().startsWith(TO_DO)) {
            throw new Unusable(file, "entry " + number + ", about " + id + ", still has to be given a reason");
        }
        Difference difference = new Difference(
                rule,
                when,
                entry.path("call").asString(),
                entry.path("expected").asString(),
                entry.path("actual").asString());
        return new Deviation(
                difference,
                entry.path("reason").asString(),
                entry.path("link").asString(""),
                entry.path("chance").asBoolean(false));
    }

    /** {@return the text of a file} An empty reason is for people to give. */
    public static String write(List<Deviation> deviations) {
        return deviations.stream().map(DeviationsFile::write).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String write(Deviation deviation) {
        Difference difference = deviation.difference();
        return "  {\n    \"rule\": " + quoted(difference.rule().id()) + ", \"when\": " + quoted(difference.when())
                + ", \"call\": " + quoted(difference.call()) + ",\n    \"expected\": " + quoted(difference.expected())
                + ",\n    \"actual\": " + quoted(difference.actual()) + ",\n    \"reason\": "
                + quoted(deviation.reason())
                + (deviation.link().isEmpty() ? "" : ",\n    \"link\": " + quoted(deviation.link()))
                + (deviation.byChance() ? ",\n    \"chance\": true" : "") + "\n  }";
    }

    private static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }
}
