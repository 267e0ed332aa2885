package replication.backlog.conformance.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import replication.backlog.conformance.evidence.Generated;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.FrameText;
import replication.backlog.model.Framing;
import replication.backlog.model.Operation;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.model.Script;
import replication.backlog.model.SpecDocument;

/** The judge takes the right reply, and nothing that differs from it anywhere. */
class JudgeTest {

    private static final Path KEPT = Path.of("src/test/resources/replication/backlog/conformance/judge");

    private static final List<Script> SCRIPTS = SpecDocument.load().examples().stream()
            .filter(example -> example.kind().equals("backlog"))
            .map(SpecDocument.Example::script)
            .map(script -> new Script(script.id(), script.steps(), Script.Look.AFTER_EVERY_STEP))
            .toList();

    private static final List<Exchange> EXCHANGES = SCRIPTS.stream()
            .flatMap(script -> script.resolve(Framing.RESP).stream())
            .toList();

    @Test
    void aRightReplyIsTaken() {
        for (Exchange exchange : EXCHANGES) {
            for (Reply right : exchange.allowed()) {
                assertThat(Judge.accepts(exchange, right)).as("%s", exchange).isTrue();
                if (right instanceof Reply.Refused refused) {
                    Reply bare = new Reply.Refused(refused.refusal());
                    assertThat(Judge.accepts(exchange, bare)).as("%s", exchange).isTrue();
                }
            }
        }
    }

    @Test
    void aReplyThatDiffersAnywhereIsNot() {
        int altered = 0;
        List<Reply> taken = new ArrayList<>();
        for (Exchange exchange : Set.copyOf(EXCHANGES)) {
            for (Reply right : exchange.allowed()) {
                for (Reply wrong : altered(right).toList()) {
                    altered++;
                    if (Judge.accepts(exchange, wrong) && !exchange.allowed().contains(wrong)) {
                        taken.add(wrong);
                    }
                }
            }
        }
        assertThat(taken).isEmpty();
        assertThat(altered).isGreaterThan(10_000);
    }

    @Test
    void whereAnythingIsRightABreakIsNot() {
        Exchange open =
                new Exchange(EXCHANGES.get(0).operation(), EXCHANGES.get(0).request(), List.of());
        assertThat(Judge.accepts(open, new Reply.Done())).isTrue();
        assertThat(Judge.accepts(open, new Reply.Refused(Refusal.TRUNCATED))).isTrue();
        assertThat(Judge.accepts(open, new Reply.Broken(Reply.Broken.How.ERROR, "")))
                .isFalse();
    }

    /** What any other call of the same script is answered comes as a wrong answer too: those are wrong in likely ways. */
    @Test
    void theRulesNamedForWrongRepliesAreThoseThatWere() throws IOException {
        Map<Rule, Map<Rule, Integer>> named = new EnumMap<>(Rule.class);
        Set<Exchange> seen = new HashSet<>();
        for (Script script : SCRIPTS) {
            List<Exchange> exchanges = script.resolve(Framing.RESP);
            List<Reply> replies = exchanges.stream()
                    .flatMap(exchange -> exchange.allowed().stream())
                    .distinct()
                    .toList();
            Map<Rule, Integer> counts = named.computeIfAbsent(rule(script), none -> new EnumMap<>(Rule.class));
            for (Exchange exchange : exchanges) {
                if (seen.add(exchange)) {
                    Stream.of(replies.stream().limit(12), altered(exchange), otherCounters(exchange))
                            .flatMap(wrong -> wrong)
                            .filter(reply -> !Judge.accepts(exchange, reply))
                            .flatMap(wrong ->
                                    Stream.of(true, false).map(counted -> Judge.brokenRule(exchange, wrong, counted)))
                            .forEach(broken -> counts.merge(broken, 1, Integer::sum));
                }
            }
        }
        StringBuilder text = new StringBuilder();
        named.forEach((rule, counts) -> text.append("In the examples of " + rule.id() + ":\n" + lines(counts)));
        Generated.whole(KEPT.resolve("named.txt"), text.toString());
    }

    @Test
    void aFrameWithOtherBytesIsAnotherMutationOrNoFrame() {
        Operation asked = Operation.of(
                BacklogModel.empty(Framing.RESP, 100, 0).push(List.of("PING")),
                new Request.FramesFrom(0, OptionalLong.empty()));
        String right = asked.before().retained().get(0).bytes();
        assertThat(rule(asked, right.replace("PING", "PONG"))).isEqualTo(Rule.PUSH_2);
        assertThat(rule(asked, right.replace("$4", "$5"))).isEqualTo(Rule.WIRE_1);
    }

    private static Rule rule(Operation asked, String bytes) {
        Reply wrong = new Reply.Frames(List.of(new FrameText(0, bytes)));
        return Judge.brokenRule(Exchange.of(asked), wrong, false);
    }

    @Test
    void whatIsNotServedIsNotRetainedUnlessTheCountersSaidThatItWas() {
        Operation pushed = Operation.of(BacklogModel.empty(Framing.RESP, 100, 0), new Request.Push(List.of("PING")));
        Exchange asked = Exchange.observing(pushed, new Request.FramesFrom(0, OptionalLong.empty()));
        Reply tooOld = new Reply.Refused(Refusal.TOO_OLD);
        assertThat(Judge.brokenRule(asked, tooOld, false)).isEqualTo(Rule.EVICT_1);
        assertThat(Judge.brokenRule(asked, tooOld, true)).isEqualTo(Rule.FROM_4);
    }

    @Test
    void aRefusalOfTheBudgetIsAboutTheBudgetWhereverABacklogBegins() {
        Exchange resumed = Exchange.of(Operation.of(BacklogModel.empty(Framing.RESP, 0, 0), new Request.New(-1, 7)));
        assertThat(Judge.brokenRule(resumed, new Reply.Refused(Refusal.BAD_BUDGET), false))
                .isEqualTo(Rule.NEW_1);
        assertThat(Judge.brokenRule(resumed, new Reply.Refused(Refusal.OFFSETS_EXHAUSTED), false))
                .isEqualTo(Rule.NEW_3);
    }

    @Test
    void anAnswerWhereAnyIsRightCanOnlyBreakWhatLeavesItOpen() {
        Operation open = Operation.of(BacklogModel.empty(Framing.RESP, 1, 0), new Request.Decode("*2\r\n:7\r\n*0\r\n"));
        assertThat(Judge.brokenRule(Exchange.of(open), new Reply.Broken(Reply.Broken.How.ERROR, ""), false))
                .isEqualTo(Rule.WIRE_8);
    }

    @Test
    void theRulesThatRightRepliesBearOnAreThoseThatWere() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Script script : SCRIPTS) {
            Map<Rule, Integer> rules = new EnumMap<>(Rule.class);
            for (Exchange exchange : script.resolve(Framing.RESP)) {
                Set<Rule> both = EnumSet.copyOf(Judge.bearsOn(exchange.operation()));
                both.addAll(Judge.observes(exchange));
                assertThat(Judge.bearsOn(exchange)).isEqualTo(both);
                both.forEach(rule -> rules.merge(rule, 1, Integer::sum));
            }
            text.append(script.id() + ":\n" + lines(rules));
        }
        Generated.whole(KEPT.resolve("borne-on.txt"), text.toString());
    }

    private static Rule rule(Script script) {
        return Rule.byId(script.id().substring(0, script.id().indexOf('/'))).orElseThrow();
    }

    private static String lines(Map<Rule, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> "  " + count.getKey().id() + " " + count.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static Stream<Reply> altered(Exchange exchange) {
        return exchange.allowed().stream().flatMap(right -> altered(right).limit(6));
    }

    /** Counters that differ in any combination of their numbers. */
    private static Stream<Reply> otherCounters(Exchange exchange) {
        if (!(exchange.allowed().stream().findFirst().orElse(null) instanceof Reply.Counters c)) {
            return Stream.of();
        }
        return Stream.of(c.next(), c.next() + 1)
                .flatMap(next -> Stream.of(c.length(), c.length() - 1, c.length() + 1, 0L)
                        .flatMap(length -> offsets(c.oldest(), next - length)
                                .flatMap(oldest -> offsets(c.newest(), next - 1)
                                        .map(newest ->
                                                new Reply.Counters(next, oldest, newest, c.buffered() + 1, length)))));
    }

    private static Stream<OptionalLong> offsets(OptionalLong right, long fitting) {
        return Stream.of(right, OptionalLong.empty(), OptionalLong.of(fitting), OptionalLong.of(fitting - 1));
    }

    private static Stream<Reply> altered(Reply right) {
        Stream<Reply> others =
                Stream.of(new Reply.Done(), new Reply.Pushed(-2), new Reply.Broken(Reply.Broken.How.ERROR, ""));
        return Stream.concat(others.filter(reply -> !reply.equals(right)), alteredALittle(right));
    }

    private static Stream<Reply> alteredALittle(Reply right) {
        if (right instanceof Reply.Frames served) {
            return alteredFrames(served.frames()).map(Reply.Frames::new);
        }
        if (right instanceof Reply.Counters c) {
            OptionalLong some = OptionalLong.of(-2);
            return Stream.of(
                    new Reply.Counters(c.next() + 1, c.oldest(), c.newest(), c.buffered(), c.length()),
                    new Reply.Counters(c.next(), some, c.newest(), c.buffered(), c.length()),
                    new Reply.Counters(c.next(), c.oldest(), some, c.buffered(), c.length()),
                    new Reply.Counters(c.next(), c.oldest(), c.newest(), c.buffered() - 1, c.length()),
                    new Reply.Counters(c.next(), c.oldest(), c.newest(), c.buffered(), c.length() + 1));
        }
        if (right instanceof Reply.Decoded d) {
            List<String> more = new ArrayList<>(d.argv());
            more.add("");
            return Stream.of(
                    new Reply.Decoded(d.offset() + 1, d.argv(), d.used()),
                    new Reply.Decoded(d.offset(), more, d.used()),
                    new Reply.Decoded(d.offset(), d.argv(), d.used() - 1));
        }
        if (right instanceof Reply.Refused refused) {
            Stream<Reply> others = Stream.of(Refusal.values())
                    .filter(refusal -> refusal != refused.refusal())
                    .flatMap(refusal ->
                            Stream.of(new Reply.Refused(refusal), new Reply.Refused(refusal, refused.detail())));
            return Stream.concat(others, Stream.of(new Reply.Refused(refused.refusal(), refused.detail() + "0")));
        }
        return right instanceof Reply.Pushed pushed ? Stream.of(new Reply.Pushed(pushed.offset() + 1)) : Stream.of();
    }

    /** Any frame gone, twice, at another offset, or with any one of its bytes changed; and all of them turned around. */
    private static Stream<List<FrameText>> alteredFrames(List<FrameText> frames) {
        Stream<List<FrameText>> one = IntStream.range(0, frames.size()).boxed().flatMap(i -> {
            FrameText frame = frames.get(i);
            Stream<List<FrameText>> bytes = IntStream.range(0, frame.bytes().length())
                    .mapToObj(at -> List.of(new FrameText(frame.offset(), withAnother(frame.bytes(), at))));
            return Stream.concat(
                            Stream.of(
                                    List.<FrameText>of(),
                                    List.of(frame, frame),
                                    List.of(new FrameText(frame.offset() + 1, frame.bytes()))),
                            bytes)
                    .map(instead -> spliced(frames, i, instead));
        });
        List<FrameText> reversed = IntStream.range(0, frames.size())
                .mapToObj(i -> frames.get(frames.size() - 1 - i))
                .collect(Collectors.toList());
        return frames.size() < 2 ? one : Stream.concat(one, Stream.of(reversed));
    }

    private static List<FrameText> spliced(List<FrameText> frames, int at, List<FrameText> instead) {
        List<FrameText> spliced = new ArrayList<>(frames);
        spliced.remove(at);
        spliced.addAll(at, instead);
        return spliced;
    }

    private static String withAnother(String bytes, int at) {
        return bytes.substring(0, at) + (char) (bytes.charAt(at) ^ 1) + bytes.substring(at + 1);
    }
}
