package replication.backlog.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import replication.backlog.conformance.judge.Judge;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.suite.Chains;
import replication.backlog.model.BacklogModel;
import replication.backlog.model.Exchange;
import replication.backlog.model.Framing;
import replication.backlog.model.Notation;
import replication.backlog.model.Operation;
import replication.backlog.model.Refusal;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.model.Rule;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Command;
import replication.backlog.wire.CommandParser;
import replication.backlog.wire.Decoded;
import replication.backlog.wire.FrameDecoder;
import replication.backlog.wire.FrameEncoder;

/** The encoder and the decoder against the model, against each other, and against a RESP2 parser of somebody else's. */
class WireProperties {

    /** The encoder under test. */
    byte[] encode(long offset, Argv argv) {
        return FrameEncoder.encode(offset, argv);
    }

    /** The decoder under test, a fresh one for every stream. */
    Function<ByteBuffer, Decoded> decoder() {
        return new FrameDecoder()::decode;
    }

    private static final long[] ROLL_OVERS = {0, 9, 10, 99, 100, 999_999, 1_000_000, 1L << 31, 1L << 53, Long.MAX_VALUE
    };

    @Property(tries = 500)
    @Checks({Rule.WIRE_1, Rule.PUSH_2})
    void theEncoderWritesWhatTheModelWrites(@ForAll("offsets") long offset, @ForAll("argvs") List<String> argv) {
        String expected = Framing.RESP.frame(offset, argv).bytes();
        assertThat(encoded(offset, argv)).isEqualTo(BacklogSubject.bytes(expected));
        assertThat(FrameEncoder.encodedLength(offset, BacklogSubject.argv(argv)))
                .isEqualTo(expected.length());
    }

    @Property(tries = 500)
    @Checks(Rule.WIRE_1)
    void anotherRespParserReadsWhatWasPushed(@ForAll("offsets") long offset, @ForAll("argvs") List<String> argv) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new RedisDecoder(), new RedisBulkStringAggregator(), new RedisArrayAggregator(1024, 4));
        ByteBuf received = Unpooled.wrappedBuffer(encoded(offset, argv));
        channel.writeInbound(received);
        ArrayRedisMessage frame = channel.readInbound();
        try {
            assertThat(frame.children()).hasSize(2);
            assertThat(((IntegerRedisMessage) frame.children().get(0)).value()).isEqualTo(offset);
            List<String> read = ((ArrayRedisMessage) frame.children().get(1))
                    .children().stream()
                            .map(argument -> text(((FullBulkStringRedisMessage) argument).content()))
                            .toList();
            assertThat(read).isEqualTo(argv);
            assertThat(channel.<Object>readInbound()).isNull();
        } finally {
            ReferenceCountUtil.release(frame);
            channel.finishAndReleaseAll();
        }
    }

    private static String text(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        return BacklogSubject.text(bytes);
    }

    @Property(tries = 500)
    @Checks(Rule.WIRE_2)
    void decodingGivesBackWhatWasEncodedAndLeavesTheRestAlone(
            @ForAll("offsets") long offset, @ForAll("argvs") List<String> argv, @ForAll byte[] rest) {
        byte[] frame = encoded(offset, argv);
        ByteBuffer in = ByteBuffer.allocate(3 + frame.length + rest.length).position(3);
        in.mark().put(frame).put(rest).reset();
        Decoded.Complete decoded = (Decoded.Complete) decoder().apply(in);
        assertThat(decoded.offset()).isEqualTo(offset);
        assertThat(words(decoded.argv())).isEqualTo(argv);
        assertThat(decoded.length()).isEqualTo(frame.length);
        assertThat(in.position()).isEqualTo(3 + frame.length);
        assertThat(words(decoded.argv().owned())).isEqualTo(argv);
    }

    @Example
    @Checks({Rule.WIRE_1, Rule.WIRE_2})
    void longArgumentsAreWrittenAndReadLikeShortOnes() {
        for (int length : List.of(32_768, 65_536, 100_000, 1_000_000)) {
            List<String> argv = List.of("SET", "k", "v".repeat(length));
            byte[] frame = BacklogSubject.bytes(Framing.RESP.frame(0, argv).bytes());
            assertThat(encoded(0, argv)).isEqualTo(frame);
            Decoded decoded = decoder().apply(ByteBuffer.wrap(frame));
            assertThat(decoded).isInstanceOf(Decoded.Complete.class);
            assertThat(words(((Decoded.Complete) decoded).argv())).isEqualTo(argv);
        }
    }

    @Property(tries = 100)
    @Checks(Rule.WIRE_2)
    void aConcatenationDecodesFrameByFrameHoweverItArrives(
            @ForAll("argvLists") List<List<String>> argvs, @ForAll @LongRange(min = 1, max = 40) long piece) {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < argvs.size(); i++) {
            stream.append(Framing.RESP.frame(i, argvs.get(i)).bytes());
        }
        byte[] bytes = BacklogSubject.bytes(stream.toString());
        Function<ByteBuffer, Decoded> decoder = decoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<List<String>> decoded = new ArrayList<>();
        for (int arrived = 0; arrived < bytes.length; ) {
            arrived = (int) Math.min(bytes.length, arrived + piece);
            in.limit(arrived);
            while (decoder.apply(in) instanceof Decoded.Complete frame) {
                assertThat(frame.offset()).isEqualTo(decoded.size());
                decoded.add(words(frame.argv()));
            }
            // Asked again, with nothing new: a network may wake a reader for nothing.
            assertThat(decoder.apply(in)).isEqualTo(new Decoded.Truncated());
        }
        assertThat(decoded).isEqualTo(argvs);
        assertThat(in.hasRemaining()).isFalse();
    }

    @Property(tries = 50)
    @Checks(Rule.WIRE_3)
    void everyProperPrefixIsTruncated(@ForAll("offsets") long offset, @ForAll("argvs") List<String> argv) {
        byte[] frame = encoded(offset, argv);
        for (int length = 0; length < frame.length; length++) {
            ByteBuffer prefix = ByteBuffer.wrap(frame, 0, length);
            assertThat(decoder().apply(prefix)).isEqualTo(new Decoded.Truncated());
            assertThat(prefix.position()).isZero();
        }
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true)
    @Checks({Rule.WIRE_2, Rule.WIRE_3, Rule.WIRE_4, Rule.WIRE_5, Rule.WIRE_6, Rule.WIRE_7, Rule.WIRE_8})
    void whateverArrivesIsReadAsTheModelAllows(@ForAll("damagedFrames") String bytes) {
        Operation decode = Operation.of(BacklogModel.empty(Framing.RESP, 1, 0), new Request.Decode(bytes));
        Exchange exchange = Exchange.of(decode);
        BacklogSubject subject =
                new BacklogSubject("", (maxBytes, nextOffset) -> null, Optional.of(() -> decoder()::apply));
        Reply reply = subject.exchange(List.of(decode.request())).get(0);
        assertThat(Judge.accepts(exchange, reply))
                .as("%s gives %s", Notation.print(decode.request()), Notation.print(decode.request(), reply))
                .isTrue();
        Statistics.label("outcomes").collect(reply instanceof Reply.Refused refused ? refused.refusal() : "decoded");
        Statistics.label("outcomes").coverage(coverage -> {
            for (Refusal refusal : List.of(
                    Refusal.TRUNCATED,
                    Refusal.BAD_ENVELOPE,
                    Refusal.BAD_OFFSET,
                    Refusal.NEGATIVE_OFFSET,
                    Refusal.BAD_PAYLOAD)) {
                coverage.check(refusal).count(count -> count > 0);
            }
            coverage.check("decoded").count(count -> count > 0);
        });
    }

    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    @Checks(Rule.WIRE_8)
    void theReferenceTakesTheWrittenFormAlone(@ForAll("damagedFrames") String bytes) {
        Decoded decoded = new FrameDecoder().decode(ByteBuffer.wrap(BacklogSubject.bytes(bytes)));
        if (decoded instanceof Decoded.Complete frame) {
            String written =
                    Framing.RESP.frame(frame.offset(), words(frame.argv())).bytes();
            assertThat(bytes.substring(0, frame.length())).isEqualTo(written);
        }
    }

    @Example
    @Checks(Rule.WIRE_8)
    void aDeclaredSizeIsRefusedOrWaitedForButNeverAllocated() {
        // On any heap: an allocation ahead of the bytes would take 2 GiB, or the count times a reference.
        for (String declared : List.of("*1\r\n$2147483000\r\n", "*357913000\r\n", "*1\r\n$2147483647\r\n")) {
            for (int i = 0; i < 1000; i++) {
                assertThat(new FrameDecoder().decode(buffer("*2\r\n:0\r\n" + declared)))
                        .isInstanceOfAny(Decoded.Truncated.class, Decoded.BadPayload.class);
            }
        }
        assertThat(new FrameDecoder().decode(buffer("*2\r\n:0\r\n*1\r\n$2147483647\r\n")))
                .isInstanceOf(Decoded.BadPayload.class);
        assertThat(new FrameDecoder().decode(buffer("*2\r\n:0\r\n*357913942\r\n")))
                .isInstanceOf(Decoded.BadPayload.class);
    }

    @Example
    @Checks(Rule.WIRE_8)
    void anEndlessNumberIsRefusedBeforeItEnds() {
        assertThat(new FrameDecoder().decode(buffer("*2\r\n:" + "9".repeat(20))))
                .isInstanceOf(Decoded.BadOffset.class);
        assertThat(new FrameDecoder().decode(buffer("*2\r\n:0\r\n*1\r\n$" + "9".repeat(11))))
                .isInstanceOf(Decoded.BadPayload.class);
    }

    @Property(tries = 200)
    @Checks(Rule.WIRE_8)
    void aLimitCutsOffExactlyThePayloadsThatAreLonger(@ForAll("argvs") List<String> argv) {
        byte[] frame = encoded(0, argv);
        int payload = frame.length - "*2\r\n:0\r\n".length();
        assertThat(new FrameDecoder(payload).decode(ByteBuffer.wrap(frame))).isInstanceOf(Decoded.Complete.class);
        assertThat(new FrameDecoder(payload - 1).decode(ByteBuffer.wrap(frame))).isInstanceOf(Decoded.BadPayload.class);
    }

    @Property(tries = 200)
    @Checks(Rule.PUSH_4)
    void aCommandIsParsedWhereItLiesAndAsksForMoreWhenIncomplete(@ForAll("argvs") List<String> argv) {
        byte[] frame = encoded(0, argv);
        int start = "*2\r\n:0\r\n".length();
        CommandParser parser = new CommandParser();
        ByteBuffer in = ByteBuffer.wrap(frame).position(start);
        for (int limit = start; limit < frame.length; limit++) {
            assertThat(parser.parse(in.limit(limit))).isEqualTo(new Command.Incomplete());
            assertThat(in.position()).isEqualTo(start);
        }
        Command.Complete command = (Command.Complete) parser.parse(in.limit(frame.length));
        assertThat(words(command.argv())).isEqualTo(argv);
        assertThat(command.length()).isEqualTo(frame.length - start);
        assertThat(in.hasRemaining()).isFalse();
        assertThat(parser.parse(buffer("PING\r\n"))).isInstanceOf(Command.Malformed.class);
        assertThat(parser.parse(buffer("*1\r\n$4\r\nPING\r\n"))).isInstanceOf(Command.Complete.class);
    }

    @Provide
    Arbitrary<Long> offsets() {
        Arbitrary<Long> rollOvers =
                Arbitraries.integers().between(0, ROLL_OVERS.length - 1).map(i -> ROLL_OVERS[i]);
        return Arbitraries.oneOf(rollOvers, Arbitraries.longs().between(0, Long.MAX_VALUE));
    }

    @Provide
    Arbitrary<List<String>> argvs() {
        return Chains.argvs();
    }

    @Provide
    Arbitrary<List<List<String>>> argvLists() {
        return Chains.argvs().list().ofMaxSize(6);
    }

    /** Frames with a place or two replaced by what breaks parsers, cut anywhere, and followed by anything. */
    @Provide
    Arbitrary<String> damagedFrames() {
        Arbitrary<String> small = Arbitraries.of("PING", "", "\r\n", "ab")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(argv -> Framing.RESP.frame(17, argv).bytes());
        Arbitrary<String> damage = Arbitraries.of(
                "",
                "*",
                ":",
                "$",
                "\r",
                "\n",
                "\r\n",
                "-",
                "+",
                "0",
                "1",
                "2",
                "9",
                "x",
                "-1",
                "00",
                "*2\r\n",
                "PING\r\n",
                "99999999999999999999",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "2147483647");
        Arbitrary<String> once = Combinators.combine(
                        small,
                        damage,
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 3))
                .as(WireProperties::damaged);
        Arbitrary<String> twice = Combinators.combine(
                        once,
                        damage,
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 3))
                .as(WireProperties::damaged);
        Arbitrary<String> cut = Combinators.combine(once, Arbitraries.integers().between(0, 40))
                .as((frame, length) -> frame.substring(0, Math.min(length, frame.length())));
        return Arbitraries.oneOf(small, once, twice, cut);
    }

    private static String damaged(String frame, String damage, int at, int replaced) {
        int from = Math.min(at, frame.length());
        return frame.substring(0, from) + damage + frame.substring(Math.min(from + replaced, frame.length()));
    }

    private byte[] encoded(long offset, List<String> argv) {
        return encode(offset, BacklogSubject.argv(argv));
    }

    private static ByteBuffer buffer(String bytes) {
        return ByteBuffer.wrap(BacklogSubject.bytes(bytes));
    }

    private static List<String> words(Argv argv) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < argv.size(); i++) {
            words.add(BacklogSubject.text(argv.argument(i)));
        }
        return words;
    }
}
