package replication.backlog.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Reply;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;

/** No rule hangs on one suite alone: whichever is cut or loses scripts, another one still asks. */
class BearingTest {

    private static final List<Suite> SUITES =
            List.of(Suite.examples(), Suite.wire(), Suite.random(1, 100), Suite.complete(0));

    /** Compares two scripts, so no reply in one of them bears on it: below is what does. */
    private static final Rule ABOUT_TWO_SCRIPTS = Rule.DROP_4;

    private static final Map<Rule, List<String>> SUITES_BY_RULE = new EnumMap<>(Rule.class);

    @BeforeAll
    static void readTheSuites() {
        for (Suite suite : SUITES) {
            rules(suite)
                    .forEach(rule -> SUITES_BY_RULE
                            .computeIfAbsent(rule, none -> new ArrayList<>())
                            .add(suite.name()));
        }
    }

    private static Set<Rule> rules(Suite suite) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        JqwikSession.run(() -> scripts(suite)
                .flatMap(script -> script.resolve(Framing.RESP).stream())
                .forEach(exchange -> rules.addAll(Judge.bearsOn(exchange))));
        return rules;
    }

    private static Stream<Script> scripts(Suite suite) {
        return suite.source().apply(EnumSet.allOf(Capability.class));
    }

    @Test
    void everyRuleThatAnAdapterCanShowIsAskedForByTwoSuites() {
        Set<Rule> shown = Stream.of(Rule.values())
                .filter(Rule::isShownByAdapters)
                .filter(rule -> rule != ABOUT_TWO_SCRIPTS)
                .collect(Collectors.toSet());
        assertThat(SUITES_BY_RULE).containsOnlyKeys(shown);
        assertThat(SUITES_BY_RULE)
                .allSatisfy((rule, suites) -> assertThat(suites).as(rule.id()).hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void whatThreadsShareIsAskedForByTheRaces() {
        assertThat(rules(Suite.races(1, 100))).isEqualTo(EnumSet.range(Rule.LOCK_1, Rule.LOCK_4));
    }

    /** The other two suites have no bytes to decode: a decoder has no state that calls in some order could spoil. */
    @Test
    void decodingIsAskedForByTheExamplesAndTheWireSuite() {
        EnumSet.range(Rule.WIRE_2, Rule.WIRE_8)
                .forEach(rule ->
                        assertThat(SUITES_BY_RULE.get(rule)).as(rule.id()).containsExactly("examples", "wire"));
    }

    /** The other two suites are about what happens in a backlog, and with a budget of nothing there is none. */
    @Test
    void aBudgetOfNothingIsAskedForByTheExamplesAndTheCompleteSuite() {
        assertThat(SUITES_BY_RULE.get(Rule.NEW_1)).containsExactly("examples", "complete");
    }

    /** Each order of the two watermarks is a script, and the same counters are right at the end of both. */
    @Test
    void thatTheOrderOfWatermarksIsAllOneIsAskedForByTheExamplesThatAreNamedAfterIt() {
        List<Script> examples = scripts(Suite.examples())
                .filter(script -> script.id().startsWith(ABOUT_TWO_SCRIPTS.id()))
                .toList();
        assertThat(examples).extracting(Script::id).containsExactly("DROP-4/larger-first", "DROP-4/smaller-first");
        assertThat(end(examples.get(0))).isEqualTo(end(examples.get(1)));
    }

    private static List<Reply> end(Script script) {
        List<Exchange> exchanges = script.resolve(Framing.RESP);
        return exchanges.get(exchanges.size() - 1).allowed();
    }
}
