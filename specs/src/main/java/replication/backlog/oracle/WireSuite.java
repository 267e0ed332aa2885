package replication.backlog.oracle;

import replication.backlog.spec.Rule;
import replication.backlog.spec.Script;
import replication.backlog.tck.Capability;
import replication.backlog.tck.Runner;
import replication.backlog.tck.Subject;
import replication.backlog.tck.Trial;
import replication.backlog.tck.WireScripts;

/** Encodings byte for byte, decodings, prefixes, and malformed input. */
final class WireSuite implements Suite {

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public void run(Subject subject, Tally tally) {
        boolean resume = tally.offered(subject, Capability.RESUME);
        boolean wire = tally.offered(subject, Capability.WIRE);
        new Runner(subject).run(WireScripts.of(resume, wire), (script, trial) -> take(script, trial, tally));
    }

    private static void take(Script script, Trial trial, Tally tally) {
        tally.count(trial);
        if (!trial.isOver()) {
            tally.checked(Rule.byId(script.id().substring(0, script.id().indexOf('/')))
                    .orElseThrow());
        }
        trial.divergence().ifPresent(divergence -> tally.found(script.id(), divergence));
    }
}
