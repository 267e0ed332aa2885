package replication.backlog.oracle.report;

import java.util.Arrays;
import java.util.Collection;
import replication.backlog.conformance.judge.Comparison;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.verdict.Finding;
import replication.backlog.conformance.verdict.SuiteResult;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.Notation;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Untrusted;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The whole result for programs, as {@code report.schema.json} describes it. */
final class JsonReport {

    static final String FORMAT = "replication-backlog-report";
    static final int VERSION = 1;

    /** The texts that others can make as long as they like end here. */
    private static final int LONGEST_TEXT = 100_000;

    /** Of a script that is longer, the backlog is shown after so many calls at either end: each can have thousands of frames. */
    private static final int CALLS_AT_AN_END = 12;

    private static final long LARGEST_NUMBER = (1L << 53) - 1;

    /** All ASCII: what could turn the writing direction on a terminal stays an escape. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .defaultPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private JsonReport() {}

    static String of(Report report) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT).put("version", VERSION).put("tool", "backlog-oracle " + report.version());
        root.put("verdict", report.verdict().word())
                .put("exitStatus", report.verdict().exitStatus());
        root.put("finished", report.finished().toString());
        root.put("seconds", rounded(report.verdict().seconds()));
        report.seed().ifPresentOrElse(seed -> seed(root, seed), () -> root.putNull("seed"));
        root.put("reproduce", text(report.reproduce()));
        ObjectNode subject = root.putObject("subject");
        subject.put("description", text(report.description()));
        texts(subject.putArray("capabilities"), report.capabilities());
        texts(subject.putArray("command"), report.command());
        ArrayNode suites = root.putArray("suites");
        report.verdict().results().forEach(suite -> suite(suites.addObject(), suite));
        report.verdict()
                .cutShort()
                .ifPresentOrElse(why -> root.put("cutShort", text(why.sentence())), () -> root.putNull("cutShort"));
        texts(root.putArray("notRun"), report.verdict().notRun());
        texts(root.putArray("skipped"), report.verdict().skipped());
        ArrayNode rules = root.putArray("rules");
        Arrays.stream(Rule.values()).forEach(rule -> rule(rules.addObject(), rule, report));
        ArrayNode declared = root.putArray("declaredDeviations");
        report.verdict().declared().forEach((deviation, times) -> {
            ObjectNode node = declared.addObject();
            deviation(node, deviation);
            number(node, "seen", times);
        });
        ArrayNode findings = root.putArray("findings");
        report.verdict().findings().forEach(finding -> finding(findings.addObject(), finding));
        ArrayNode stale = root.putArray("staleDeviations");
        report.verdict().stale().forEach(deviation -> deviation(stale.addObject(), deviation));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void suite(ObjectNode node, SuiteResult suite) {
        node.put("name", suite.suite());
        number(node, "scripts", suite.scripts());
        number(node, "steps", suite.steps());
        number(node, "planned", suite.planned());
        node.put("seconds", rounded(suite.seconds()));
        texts(node.putArray("rules"), suite.rules().stream().map(Rule::id).toList());
        texts(node.putArray("skipped"), suite.skipped());
        ArrayNode races = node.putArray("races");
        suite.seen().forEach(seen -> {
            ObjectNode race = races.addObject();
            race.put("scenario", text(seen.scenario()));
            number(race, "rounds", seen.rounds());
            race.put("seen", seen.seen()).put("allowed", seen.allowed());
        });
    }

    private static void rule(ObjectNode node, Rule rule, Report report) {
        node.put("id", rule.id()).put("sentence", rule.sentence());
        node.put("standing", report.verdict().standing(rule).words());
    }

    private static void finding(ObjectNode node, Finding finding) {
        Divergence divergence = finding.divergence();
        node.put("rule", finding.rule().id()).put("sentence", finding.rule().sentence());
        node.put("suite", finding.suite()).put("script", text(finding.script()));
        finding.declared()
                .ifPresentOrElse(
                        deviation -> deviation(node.putObject("declared"), deviation), () -> node.putNull("declared"));
        node.put("confirmed", finding.confirmation().isCertain());
        node.put("confirmation", finding.confirmation().sentence());
        words(node, Difference.of(divergence));
        steps(node.putArray("steps"), divergence);
        Comparison comparison = Comparison.of(divergence);
        ObjectNode difference = node.putObject("difference");
        difference.put("what", comparison.what().isEmpty() ? "reply" : comparison.what());
        difference.put("expected", text(comparison.expected()));
        difference.put("actual", text(comparison.actual()));
        difference.put("sameCharacters", comparison.same());
        node.put("diagnostics", text(divergence.diagnostics()));
    }

    private static void steps(ArrayNode steps, Divergence divergence) {
        long calls = divergence.script().stream()
                .filter(exchange -> !exchange.isObservation())
                .count();
        long call = 0;
        for (Exchange exchange : divergence.script()) {
            ObjectNode step = steps.addObject();
            step(step, exchange, divergence);
            if (!exchange.isObservation()) {
                call++;
                boolean isThere =
                        !exchange.operation().refusesCreation() && !(exchange.request() instanceof Request.Race);
                if (isThere && (call <= CALLS_AT_AN_END || call > calls - CALLS_AT_AN_END)) {
                    backlog(step.putObject("backlog"), exchange.operation().after());
                }
            }
        }
    }

    private static void step(ObjectNode node, Exchange exchange, Divergence divergence) {
        node.put("request", text(Notation.print(exchange.request())));
        ArrayNode expected = node.putArray("expected");
        exchange.allowed().forEach(reply -> expected.add(text(Notation.print(exchange.request(), reply))));
        node.put("observation", exchange.isObservation());
        if (exchange == divergence.exchange()) {
            node.put("actual", text(Notation.print(exchange.request(), divergence.actual())));
        }
    }

    private static void backlog(ObjectNode node, BacklogModel model) {
        number(node, "maxBytes", model.maxBytes());
        number(node, "bufferedBytes", model.buffered());
        node.put("nextOffset", Long.toUnsignedString(model.next()));
        ArrayNode retained = node.putArray("retained");
        model.retained()
                .forEach(frame -> retained.addObject()
                        .put("offset", Long.toUnsignedString(frame.offset()))
                        .put("bytes", model.framing().length(frame)));
    }

    private static void deviation(ObjectNode node, Deviation deviation) {
        node.put("rule", deviation.difference().rule().id());
        words(node, deviation.difference());
        node.put("reason", text(deviation.reason())).put("link", text(deviation.link()));
    }

    private static void words(ObjectNode node, Difference words) {
        node.put("when", text(words.when())).put("call", text(words.call()));
        node.put("expected", text(words.expected())).put("actual", text(words.actual()));
    }

    private static void texts(ArrayNode array, Collection<String> texts) {
        texts.forEach(each -> array.add(text(each)));
    }

    private static String text(String text) {
        return Untrusted.encodable(Untrusted.cut(text, LONGEST_TEXT));
    }

    /** Unsigned; a string where a reader that knows doubles alone would round it. */
    private static void number(ObjectNode node, String name, long value) {
        if (Long.compareUnsigned(value, LARGEST_NUMBER) <= 0) {
            node.put(name, value);
        } else {
            node.put(name, Long.toUnsignedString(value));
        }
    }

    /** Unlike everything else, a seed can be negative. */
    private static void seed(ObjectNode node, long seed) {
        if (Math.abs((double) seed) <= LARGEST_NUMBER) {
            node.put("seed", seed);
        } else {
            node.put("seed", Long.toString(seed));
        }
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
