package replication.backlog.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import replication.backlog.spec.Circumstance;
import replication.backlog.spec.Exchange;
import replication.backlog.spec.Notation;
import replication.backlog.spec.Script;
import replication.backlog.spec.SpecDocument;
import replication.backlog.spec.Step;
import replication.backlog.tck.CompleteScripts;
import replication.backlog.tck.WireScripts;

/** The vectors: scripts for people who bring their own runner. */
final class Vectors {

    private Vectors() {}

    /** {@return the files by name} */
    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("examples.jsonl", Transcripts.write(examples()));
        files.put("complete.jsonl", Transcripts.write(complete()));
        files.put("wire.jsonl", Transcripts.write(wire()));
        return files;
    }

    private static List<Script> examples() {
        return SpecDocument.load().examples().stream()
                .filter(example -> example.kind().equals("backlog"))
                .map(SpecDocument.Example::script)
                .toList();
    }

    private static List<Script> wire() {
        return WireScripts.of(true, true)
                .map(script -> new Script(script.id(), script.steps(), Script.Look.NEVER))
                .toList();
    }

    /** The complete suite without extra states, from a fresh backlog and from where offsets end. */
    private static List<Script> complete() {
        return CompleteScripts.of(0, false).map(Vectors::named).toList();
    }

    /** Names a script after the rule that its last call is about, and after what it does: that never changes. */
    private static Script named(Script script) {
        List<Exchange> exchanges = script.resolve();
        Exchange last = exchanges.stream()
                .filter(exchange -> !exchange.isObservation())
                .reduce((first, second) -> second)
                .orElseThrow();
        String rule = Circumstance.of(last.operation()).iterator().next().rule().id();
        StringBuilder calls = new StringBuilder();
        exchanges.forEach(
                exchange -> calls.append(Notation.print(exchange.request())).append('\n'));
        String id = rule + "/" + Transcripts.sha256(calls.toString()).substring(0, 10);
        Stream<Step> steps = exchanges.stream().map(exchange -> new Step.Absolute(exchange.request()));
        return new Script(id, steps.toList(), Script.Look.NEVER);
    }
}
