package replication.backlog.conformance.suite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.Framing;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/**
 * What arguments say and how long they are: neither changes what happens. Each list of arguments is pushed behind the one
 * before, and its frame is read at once.
 */
final class ContentScripts {

    private static final int AT_A_TIME = 64;

    /** A server treats these specially; a backlog does not. */
    private static final List<String> COMMANDS =
            List.of(("PING SELECT MULTI EXEC DISCARD WATCH UNWATCH REPLCONF PSYNC SYNC"
                            + " GETACK ACK FLUSHALL FLUSHDB EXPIRE PEXPIRE PEXPIREAT EXPIREAT PERSIST DEL UNLINK SET SETEX PSETEX"
                            + " SETNX GETSET GETDEL GETEX APPEND INCR INCRBY INCRBYFLOAT DECR LPUSH RPUSH LPOP RPOP BLPOP SADD SREM"
                            + " SPOP ZADD ZINCRBY HSET HDEL HINCRBYFLOAT XADD XTRIM XACK PUBLISH SPUBLISH SUBSCRIBE EVAL EVALSHA"
                            + " SCRIPT FUNCTION FCALL MIGRATE RESTORE RENAME COPY MOVE SWAPDB SORT CONFIG CLIENT COMMAND AUTH HELLO"
                            + " INFO DEBUG SHUTDOWN REPLICAOF SLAVEOF FAILOVER CLUSTER ASKING READONLY READWRITE WAIT MONITOR QUIT"
                            + " RESET ROLE SAVE BGSAVE BGREWRITEAOF LASTSAVE TIME ECHO TYPE KEYS SCAN MEMORY LATENCY MODULE ACL"
                            + " PFADD PFMERGE GEOADD BITFIELD SETRANGE SETBIT TOUCH DUMP OBJECT NOOP HEARTBEAT CHECKPOINT BEGIN"
                            + " COMMIT ROLLBACK")
                    .split(" "));

    private static final List<String> ODD_WORDS = List.of(
            "-0",
            "+1",
            "-1",
            "0",
            "00",
            "007",
            "1e3",
            "1E+3",
            "1.0",
            ".5",
            "1_000",
            "0x10",
            "0b1",
            "NaN",
            "nan",
            "inf",
            "-inf",
            "Infinity",
            "true",
            "false",
            "null",
            "nil",
            "None",
            "undefined",
            "2147483648",
            "4294967296",
            "9007199254740993",
            "9223372036854775808",
            "18446744073709551616",
            "9".repeat(40),
            "0".repeat(40),
            "3.14159265358979323846264338327950288",
            "\r\nx",
            "x\r\n",
            "x\r\nx",
            "\nx",
            "x\n",
            "\rx",
            "x\r",
            "\r",
            "\n",
            "\r\n\r\n",
            "\0x",
            "x\0",
            "x\0x",
            "\0\0",
            " x",
            "x ",
            "  ",
            "\tx",
            "x\t",
            "\u000b",
            "\f",
            "\u001b[31m",
            "\u007f",
            "\u0080",
            "\u00a0",
            "\u00ad",
            "\u00ff",
            "\u00fe\u00ff",
            "\u00ff\u00fe",
            "\u00ef\u00bb\u00bf",
            "\u00ef\u00bb\u00bfx",
            "x\u00ef\u00bb\u00bf",
            "\u00ef\u00bf\u00bd",
            "\u00c0\u0080",
            "\u00ed\u00a0\u0080",
            "\u00f0\u009f\u0098\u0080",
            "e\u00cc\u0081",
            "\u00c3\u00a9",
            "\u00c4\u00b0",
            "\u00c4\u00b1",
            "\u00c3\u009f",
            "\u00f4\u0090\u0080\u0080",
            "\\",
            "\\r\\n",
            "\\0",
            "\\x00",
            "\\u0000",
            "\"",
            "\"\"",
            "'",
            "`",
            "%s",
            "%n",
            "%00",
            "%0d%0a",
            "${x}",
            "{}",
            "{x}y",
            "[]",
            "<a>",
            "&amp;",
            "--",
            "#",
            "//",
            "../x",
            ";",
            ",",
            "|",
            "a,b",
            "a b",
            "*",
            "*1",
            "$",
            "$-1",
            ":",
            ":1",
            "+OK",
            "-ERR",
            "_",
            "*1\r\n",
            "$-1\r\n",
            "$0\r\n\r\n",
            ":1\r\n",
            "+OK\r\n",
            "*2\r\n:0\r\n*1\r\n$4\r\nPING\r\n");

    /** Pairs that something takes for the same: joined, folded, cut, compared by a sum or a hash. */
    private static final List<List<String>> PAIRS = List.of(
            List.of("ab", "c"),
            List.of("a", "bc"),
            List.of("abc"),
            List.of("", "abc"),
            List.of("abc", ""),
            List.of("a", "b", "c"),
            List.of("a b c"),
            List.of("a", "b c"),
            List.of("a,b", "c"),
            List.of("a", "b,c"),
            List.of("a\0b", "c"),
            List.of("a", "b\0c"),
            List.of("SET", "k", "Aa"),
            List.of("SET", "k", "BB"),
            List.of("SET", "k", "AaAaBBBB"),
            List.of("SET", "k", "BBBBAaAa"),
            List.of("SET", "k", "ad"),
            List.of("SET", "k", "bc"),
            List.of("SET", "k", "da"),
            List.of("SET", "k", "plumless"),
            List.of("SET", "k", "buckeroo"),
            List.of("SET", "k", "v"),
            List.of("SET", "k", "v"),
            List.of("set", "k", "v"),
            List.of("SET", "K", "v"),
            List.of("SET", "k", "V"),
            List.of("SET", "v", "k"),
            List.of("k", "SET", "v"),
            List.of("SET", "k"),
            List.of("SET", "k", "v", ""),
            List.of("SET", "k", "", "v"),
            List.of("", "SET", "k", "v"),
            List.of("SET", "k", "x".repeat(100) + "a"),
            List.of("SET", "k", "x".repeat(100) + "b"),
            List.of("SET", "k", "a" + "x".repeat(100)),
            List.of("SET", "k", "b" + "x".repeat(100)),
            List.of("SET", "k", "x".repeat(50) + "a" + "x".repeat(50)),
            List.of("SET", "k", "x".repeat(50) + "b" + "x".repeat(50)),
            List.of("k", "k", "k"),
            List.of("SET", "SET", "SET"),
            List.of("", "", ""),
            List.of("", ""),
            List.of(""),
            List.of("\0"),
            List.of("\0\0"),
            List.of("\0", "\0"));

    private ContentScripts() {}

    static Stream<Script> all(Set<Capability> capabilities) {
        List<Stream<List<String>>> argvs = List.of(PAIRS.stream(), words(), lengths(), numbersOfArguments(), binary());
        List<Script> scripts = new ArrayList<>();
        argvs.forEach(some -> inParts(some.toList()).forEach(part -> {
            scripts.add(pushed("contents/" + scripts.size(), part));
            if (capabilities.contains(Capability.WIRE)) {
                scripts.add(decoded("contents/" + scripts.size(), part));
            }
        }));
        return scripts.stream();
    }

    private static Stream<List<String>> words() {
        Stream<List<String>> commands = COMMANDS.stream()
                .flatMap(name -> Stream.of(
                        List.of(name),
                        List.of(name, "k", "v"),
                        List.of(name.toLowerCase(Locale.ROOT), "*", "0"),
                        List.of("SET", name, name)));
        Stream<List<String>> odd = ODD_WORDS.stream()
                .flatMap(word -> Stream.of(
                        List.of(word),
                        List.of("SET", "k", word),
                        List.of("SET", word, "v"),
                        List.of(word, word, word),
                        List.of("SET", "k", word + "v".repeat(200) + word),
                        List.of("SET", "k", word.repeat(70))));
        return Stream.concat(commands, odd);
    }

    /** Every length that needs up to two digits and some; around the powers of two and of ten from there on. */
    private static Stream<List<String>> lengths() {
        Stream<Integer> all = Stream.concat(
                IntStream.rangeClosed(0, 300).boxed(),
                around(
                        Stream.of(9, 10, 11, 12, 13, 14, 15, 16, 17).map(k -> 1 << k),
                        Stream.of(1_000, 10_000, 100_000)));
        return all.map(length -> List.of("SET", "k", bytes(length, length)));
    }

    private static Stream<List<String>> numbersOfArguments() {
        Stream<Integer> all = Stream.concat(
                IntStream.rangeClosed(1, 140).boxed(),
                around(Stream.of(8, 9, 10, 11, 12, 13).map(k -> 1 << k), Stream.of(1_000, 10_000)));
        return all.map(count -> IntStream.range(0, count)
                .mapToObj(i -> String.valueOf((char) ('a' + i % 26)))
                .toList());
    }

    private static Stream<Integer> around(Stream<Integer> some, Stream<Integer> others) {
        return Stream.concat(some, others).flatMap(size -> Stream.of(size - 1, size, size + 1));
    }

    /** Each byte alone, doubled, at the beginning and at the end. */
    private static Stream<List<String>> binary() {
        return IntStream.range(0, 256)
                .mapToObj(each -> String.valueOf((char) each))
                .map(each -> List.of(each, each + each, each + "x", "x" + each, "x" + each + "x"));
    }

    /** Bytes of which no two runs are the same. */
    private static String bytes(int length, int seed) {
        StringBuilder bytes = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bytes.append((char) ((i * 31 + i / 256 * 7 + seed) & 0xFF));
        }
        return bytes.toString();
    }

    private static List<List<List<String>>> inParts(List<List<String>> argvs) {
        List<List<List<String>>> parts = new ArrayList<>();
        for (int start = 0; start < argvs.size(); start += AT_A_TIME) {
            parts.add(argvs.subList(start, Math.min(argvs.size(), start + AT_A_TIME)));
        }
        return Collections.unmodifiableList(parts);
    }

    private static Script pushed(String id, List<List<String>> argvs) {
        List<Request> requests = new ArrayList<>(List.of(new Request.New(Long.MAX_VALUE, 0)));
        for (List<String> argv : argvs) {
            requests.add(new Request.Push(argv));
            requests.add(new Request.FramesFrom((requests.size() - 2) / 2, OptionalLong.of(1)));
        }
        requests.add(new Request.State());
        return script(id, requests);
    }

    private static Script decoded(String id, List<List<String>> argvs) {
        List<Request> requests = new ArrayList<>(List.of(new Request.New(1, 0)));
        argvs.forEach(argv -> requests.add(
                new Request.Decode(Framing.RESP.frame(requests.size(), argv).bytes())));
        return script(id, requests);
    }

    private static Script script(String id, List<Request> requests) {
        return new Script(id, requests.stream().<Step>map(Step.Absolute::new).toList(), Script.Look.NEVER);
    }
}
