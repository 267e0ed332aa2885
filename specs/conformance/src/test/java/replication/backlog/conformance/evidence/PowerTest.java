package replication.backlog.conformance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.conformance.OnTrial;
import replication.backlog.faults.Fault;
import replication.backlog.model.Rule;

/** The suites find every fault, blame a rule that it breaks, and never accuse what is right. */
class PowerTest {

    /** Interleavings show them, and no script of calls does: their controls are among the stress tests. */
    private static final Set<Rule> SHOWN_BY_STRESS = EnumSet.range(Rule.LOCK_1, Rule.LOCK_5);

    private static final Path SHOWN = Path.of("src/test/resources/replication/backlog/conformance/evidence/shown");

    private static Power power;
    private static PowerReport report;

    @BeforeAll
    static void measure() {
        power = Power.measure();
        report = new PowerReport(power);
    }

    @TestFactory
    Stream<DynamicTest> aFaultIsFoundAndARuleIsNamedThatItBreaks() {
        return Power.faults()
                .map(fault -> DynamicTest.dynamicTest(fault.what(), () -> {
                    boolean isOutsideTheProtocol = fault.breaks().stream().noneMatch(Rule::isShownByAdapters);
                    assertThat(report.isFoundByTheGate(fault) || isOutsideTheProtocol)
                            .as("the complete, random or wire suite finds it")
                            .isTrue();
                    assertThat(power.properties(fault).isEmpty())
                            .as("no property finds it")
                            .isEqualTo(fault.isForTheSuitesAlone());
                    assertThat(fault.breaks()).containsAll(power.named(fault));
                }));
    }

    @Test
    void whatIsRightIsNeverAccused() {
        assertThat(power.falseAlarms()).isZero();
        assertThat(power.stepsOfTheRight()).isGreaterThan(10_000_000);
        Power.RIGHT.forEach(
                right -> assertThat(OnTrial.failing(right)).as(right.what()).isEmpty());
    }

    @Test
    void everyRuleIsNamedForSomeFault() {
        Set<Rule> named = EnumSet.copyOf(SHOWN_BY_STRESS);
        Power.faults().forEach(fault -> {
            named.addAll(power.named(fault));
            power.properties(fault).keySet().forEach(property -> named.addAll(named(fault, property)));
        });
        assertThat(named).containsExactlyInAnyOrder(Rule.values());
    }

    /** A property that checks one rule names it. */
    private static Set<Rule> named(Fault fault, String property) {
        Set<Rule> checked = OnTrial.properties().get(property);
        return checked.size() == 1 && fault.breaks().containsAll(checked) ? checked : Set.of();
    }

    @Test
    void eachFaultIsThereOnce() {
        assertThat(Power.faults().map(Fault::what)).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(60);
    }

    /** The words, the rule, the script and the drawing are looked at when they change, like code. */
    @TestFactory
    Stream<DynamicTest> whatIsShownOfAFaultIsAsItWas() {
        return Fault.AREAS.stream()
                .map(area -> DynamicTest.dynamicTest(area.name(), () -> {
                    String name = area.name().toLowerCase(Locale.ROOT).replace(' ', '-') + ".txt";
                    Generated.whole(SHOWN.resolve(name), report.shown(area));
                }));
    }

    @Test
    void whatIsWrittenAboutItIsTrue() throws IOException {
        Generated.whole(Path.of("../../mutation-report/POWER.md"), report.text());
        Generated.part(Path.of("../../README.md"), "track record", report.trackRecord());
        Generated.part(Path.of("../../README.md"), "measured", report.limits());
    }
}
