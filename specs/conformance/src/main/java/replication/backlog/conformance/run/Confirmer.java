package replication.backlog.conformance.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import replication.backlog.conformance.judge.Deviations;
import replication.backlog.conformance.judge.Divergence;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** Sees whether a divergence shows again before anybody is blamed for it, and by which script, made as short as it goes. */
public final class Confirmer {

    /** A script that shows a divergence now and then may need some runs. */
    private static final int RUNS = 5;

    /** In a race it is chance that shows it: so often it may not. */
    private static final int RUNS_OF_A_RACE = 8;

    private final Subject subject;
    private final Deviations deviations;

    /**
     * Creates a confirmer.
     *
     * @param subject what diverged; it is started afresh more than once
     * @param deviations how it may differ
     */
    public Confirmer(Subject subject, Deviations deviations) {
        this.subject = subject;
        this.deviations = deviations;
    }

    /**
     * A divergence as it is to be shown.
     *
     * @param divergence the divergence
     * @param confirmation how surely it shows again
     */
    public record Confirmed(Divergence divergence, Confirmation confirmation) {}

    /**
     * Runs a script that diverged again, and shortens it if that can be relied on.
     *
     * @param script the script
     * @param first how it diverged
     * @param before the scripts that the same process had run before it, oldest first
     */
    public Confirmed confirm(Script script, Divergence first, List<Script> before) {
        Optional<Divergence> again = isSeen(script, first);
        if (again.isPresent() && first.isRace() && first.actual().isHang()) {
            // Each attempt would cost the time limit, and the races that are known to hang are as short as they can be.
            return new Confirmed(again.get(), Confirmation.CONFIRMED);
        }
        if (again.isPresent()) {
            return shortest(script, first, Confirmation.CONFIRMED);
        }
        if (first.isRace() && !first.actual().isHang()) {
            return new Confirmed(first, new Confirmation(Confirmation.Kind.NOT_AGAIN, 1, 1 + RUNS_OF_A_RACE));
        }
        for (int count = 1; count < 2 * before.size(); count *= 2) {
            Script longer = joined(before.subList(Math.max(0, before.size() - count), before.size()), script);
            if (isSeen(longer, first).isPresent()) {
                return shortest(longer, first, new Confirmation(Confirmation.Kind.AFTER_OTHERS, 2, 2));
            }
        }
        int seen = 1;
        int runs = 2;
        for (; runs < runsWorth(first.actual()); runs++) {
            seen += isSeen(script, first).isPresent() ? 1 : 0;
        }
        return new Confirmed(first, new Confirmation(Confirmation.Kind.NOT_AGAIN, seen, runs));
    }

    private static int runsWorth(Reply actual) {
        return actual.isHang() ? 2 : RUNS + 2;
    }

    /** Shortens; what is shown has to show it on a fresh start, or the script stays as long as it was. */
    private Confirmed shortest(Script script, Divergence first, Confirmation confirmation) {
        Shrinker.Shrunk shrunk = Shrinker.shrink(
                subject, deviations, script, first, confirmation.kind() == Confirmation.Kind.AFTER_OTHERS);
        Optional<Divergence> shown = isSeen(shrunk.script(), first).or(() -> isSeen(script, first));
        return shown.map(divergence -> new Confirmed(asShown(divergence), confirmation))
                .orElseGet(() -> new Confirmed(first, new Confirmation(Confirmation.Kind.NOT_AGAIN, 2, 4)));
    }

    /**
     * What is printed and saved leaves out the questions that were answered right. If it does not show without them, then asking
     * has changed something (ACCT-3), and they stay.
     */
    private Divergence asShown(Divergence divergence) {
        List<Step> steps = divergence.shortSteps();
        boolean isWhole = steps.size() == divergence.script().size();
        if (isWhole || divergence.actual().isHang()) {
            return divergence;
        }
        subject.restart();
        Script shown = new Script("", steps, Script.Look.NEVER);
        return ScriptRun.of(subject, deviations, shown).divergence().isPresent()
                ? divergence
                : new Divergence(Rule.ACCT_3, divergence.script(), divergence.actual(), divergence.diagnostics());
    }

    /** The divergence from the same rule that a script shows on a fresh start, if it does. */
    private Optional<Divergence> isSeen(Script script, Divergence first) {
        int runs = first.isRace() && !first.actual().isHang() ? RUNS_OF_A_RACE : 1;
        Optional<Divergence> seen = Optional.empty();
        for (int run = 0; run < runs && seen.isEmpty(); run++) {
            subject.restart();
            seen = ScriptRun.of(subject, deviations, script).divergence().filter(first::isLike);
        }
        return seen;
    }

    private static Script joined(List<Script> before, Script last) {
        List<Step> steps = new ArrayList<>();
        before.forEach(script -> steps.addAll(script.steps()));
        steps.addAll(last.steps());
        return new Script(last.id(), steps, last.look());
    }
}
