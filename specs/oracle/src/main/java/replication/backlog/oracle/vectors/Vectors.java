package replication.backlog.oracle.vectors;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.suite.CompleteScripts;
import replication.backlog.conformance.suite.RaceScripts;
import replication.backlog.conformance.suite.WireScripts;
import replication.backlog.model.Circumstance;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Script;
import replication.backlog.model.SpecDocument;
import replication.backlog.model.Step;

/** The vectors: scripts for people who bring their own runner. */
public final class Vectors {

    private Vectors() {}

    /** {@return the files by name} */
    public static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("examples.jsonl", ScriptFile.write(examples()));
        files.put("complete.jsonl", ScriptFile.write(complete()));
        files.put("wire.jsonl", ScriptFile.write(wire()));
        files.put("races.jsonl", ScriptFile.write(races()));
        return files;
    }

    private static List<Script> examples() {
        return SpecDocument.load().examples().stream()
                .filter(example -> example.kind().equals("backlog"))
                .map(SpecDocument.Example::script)
                .toList();
    }

    private static List<Script> wire() {
        return WireScripts.of(EnumSet.allOf(Capability.class))
                .map(script -> new Script(script.id(), script.steps(), Script.Look.NEVER))
                .toList();
    }

    /** The scenarios that are known to go wrong, each with every outcome that some order of its calls gives. */
    private static List<Script> races() {
        return RaceScripts.known().stream().map(RaceScripts.Named::script).toList();
    }

    /** The complete suite without extra states, from a fresh backlog and from where offsets end. */
    private static List<Script> complete() {
        return CompleteScripts.of(0, false).map(Vectors::named).toList();
    }

    /** Names a script after the rule that its last call is about, and after what it does: that never changes. */
    private static Script named(Script script) {
        List<Exchange> exchanges = script.resolve(Framing.RESP);
        Exchange last = exchanges.stream()
                .filter(exchange -> !exchange.isObservation())
                .reduce((first, second) -> second)
                .orElseThrow();
        String rule = Circumstance.of(last.operation()).iterator().next().rule().id();
        StringBuilder calls = new StringBuilder();
        exchanges.forEach(
                exchange -> calls.append(Notation.print(exchange.request())).append('\n'));
        String id = rule + "/" + ScriptFile.sha256(calls.toString()).substring(0, 10);
        Stream<Step> steps = exchanges.stream().map(exchange -> new Step.Absolute(exchange.request()));
        return new Script(id, steps.toList(), Script.Look.NEVER);
    }
}
