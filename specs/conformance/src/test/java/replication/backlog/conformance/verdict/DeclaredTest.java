package replication.backlog.conformance.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Deviations.Deviation;
import replication.backlog.conformance.judge.Difference;
import replication.backlog.conformance.suite.Suite;
import replication.backlog.faults.Fault;

class DeclaredTest {

    private static Verdict check(Fault fault, List<Deviation> declared) {
        Deviations deviations = new Deviations(declared);
        Check check = new Check(fault.subject(), Check.Scope.ALL, deviations, Progress.NONE);
        check.run(List.of(Suite.examples(), Suite.wire(), Suite.random(1, 60), Suite.complete(0)));
        return new Verdict(check.results(), List.of(), Check.Scope.ALL, deviations, Optional.empty());
    }

    @Test
    void explore() {
        Map<Set<Difference>, List<String>> same = new HashMap<>();
        for (Fault.Area area : Fault.AREAS) {
            for (Fault fault : area.faults()) {
                List<Deviation> declared = new ArrayList<>();
                int rounds = 0;
                Verdict verdict = check(fault, declared);
                Set<Difference> first = new LinkedHashSet<>(verdict.differences());
                while (verdict.exitStatus() == 1 && rounds < 8) {
                    declared = new ArrayList<>(verdict.asDeviations("r"));
                    verdict = check(fault, declared);
                    rounds++;
                }
                System.out.println("EXPLORE " + fault.what() + ": rounds " + rounds + ", entries " + declared.size() + " (first " + first.size() + "), exit " + verdict.exitStatus());
                declared.stream().limit(4).forEach(d -> System.out.println("    " + d.difference()));
                same.computeIfAbsent(declared.stream().map(Deviation::difference).collect(Collectors.toSet()), n -> new ArrayList<>()).add(fault.what());
            }
        }
        same.forEach((d, f) -> { if (f.size() > 1) System.out.println("SAME " + f + " " + d); });
    }
}
