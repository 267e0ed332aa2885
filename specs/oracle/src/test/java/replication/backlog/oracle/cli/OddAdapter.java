package replication.backlog.oracle.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.oracle.adapter.LineReader;
import replication.backlog.oracle.adapter.OutputLine;
import replication.backlog.oracle.adapter.Protocol;

/**
 * An adapter around the built-in deque that does everything right but for one {@link Oddity}, its first argument. Its second
 * one is a directory, in which it remembers what has happened, and holds a lock on a file for as long as it lives.
 */
final class OddAdapter {

    /** The request that is the middle; the examples and a few random tries have more. */
    static final int MIDDLE = 100;

    /** The file that is locked by the process which must not be left behind. */
    static final String LOCK = "lock";

    /** As JSON writes it: what would clear a terminal, turn the writing direction, and print a verdict that nobody came to. */
    private static final String HOSTILE =
            "\\u001b[2J\\u202eodd\\r\\nCONFORMANT: 9 scripts, nothing to see here\\n\\u0007";

    private static final String CONSTANT = "{\"ok\":{\"offset\":\"0\",\"frames\":[],\"nextOffset\":\"0\","
            + "\"oldestOffset\":null,\"newestOffset\":null,\"bufferedBytes\":\"0\",\"length\":\"0\",\"argv\":[],\"used\":\"0\"}}";

    /** Kept here, because a lock that is collected is none. */
    private static FileLock lock;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final BacklogSubject subject = BuiltIn.deque.subject();
    private final Oddity oddity;
    private final Path directory;
    private final StringBuilder late = new StringBuilder();
    private int requests;

    private OddAdapter(Oddity oddity, Path directory) {
        this.oddity = oddity;
        this.directory = directory;
    }

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        if (args[0].equals("GRANDCHILD")) {
            hold(directory);
            System.err.println("here I am");
            hang();
        } else {
            new OddAdapter(Oddity.valueOf(args[0]), directory).serve();
        }
    }

    /** The command that starts one. */
    static List<String> command(String oddity, Path directory) {
        List<String> command =
                new ArrayList<>(java(oddity.contains("HUGE") || oddity.contains("HOSTILE") ? "-Xmx512m" : "-Xmx64m"));
        command.addAll(List.of(OddAdapter.class.getName(), oddity, directory.toString()));
        return command;
    }

    /** The start of a command that runs a class of these tests: the Java that runs them, made to start fast. */
    static List<String> java(String option) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                option,
                "-cp",
                System.getProperty("java.class.path"));
    }

    private void serve() throws Exception {
        start();
        LineReader in = new LineReader(littleAtATime(System.in), Integer.MAX_VALUE);
        for (OutputLine line = in.next(); line.hasText(); line = in.next()) {
            requests++;
            String right = right(line.text());
            if (oddity == Oddity.DIES_AT_EACH_PUSH_AND_LEAVES_SOMEBODY_AT_ITS_OUTPUT
                    && line.text().contains("push")) {
                die(7);
            }
            if (oddity == Oddity.IS_SLOW_AND_FLUSHES_LATE) {
                late.append(right);
                pause(5);
                if (System.in.available() == 0) {
                    say(late.toString());
                    late.setLength(0);
                }
                continue;
            }
            say(requests == MIDDLE && isFirst("middle") ? inTheMiddle(right) : everyTime(line.text(), right));
            if (oddity == Oddity.HANGS_AFTER_HELLO) {
                hang();
            }
        }
        end();
    }

    /** Whoever stops reading in the middle leaves the rest in the pipe, which then is full. */
    private static InputStream littleAtATime(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                return super.read(buffer, from, Math.min(512, length));
            }
        };
    }

    private void start() throws Exception {
        switch (oddity) {
            case LEAVES_A_GRANDCHILD, LEAVES_A_GRANDCHILD_AND_DIES -> startGrandchild();
            case DIES_AT_THE_START -> die(7);
            case DIES_AND_DOES_NOT_COME_BACK -> {
                if (!isFirst("start")) {
                    die(9);
                }
            }
            case EXITS_AT_THE_START -> System.exit(0);
            case HANGS_AT_THE_START -> hang();
            case CLOSES_ITS_OUTPUT_AT_THE_START -> {
                out.close();
                hang();
            }
            case STARTS_SLOWLY -> pause(2_000);
            case DIES_AT_EACH_PUSH_AND_LEAVES_SOMEBODY_AT_ITS_OUTPUT -> startGrandchild();
            case LOGS_FIRST -> say("INFO the odd adapter is ready\n");
            case HANGS_AFTER_HELLO -> hold(directory);
            default -> {}
        }
    }

    /** What is printed for a request. */
    private String everyTime(String request, String right) {
        boolean hello = requests == 1;
        return switch (oddity) {
            case FLOODS_STANDARD_ERROR -> {
                System.err.println("much to say ".repeat(4000));
                yield right;
            }
            case ENDS_LINES_WITH_CR_LF -> right.replace("\n", "\r\n");
            case SENDS_UNKNOWN_KEYS ->
                right.replace("{\"ok\":{", "{\"ok\":{\"mood\":[\"odd\"]" + (right.contains("{}") ? "" : ","));
            case CANNOT_DROP -> request.contains("dropUpTo") ? unsupported() : right;
            case CANNOT_RESUME -> request.contains("nextOffset") ? unsupported() : right;
            case CANNOT_TELL_ITS_STATE -> request.contains("\"state\"") && !hello ? unsupported() : right;
            case HAS_NO_CAPABILITIES -> hello ? right.replaceFirst("\\[.*]", "[]") : right;
            case ANSWERS_THE_SAME_TO_ALL -> hello ? right : CONSTANT + "\n";
            case SERVES_NO_FRAMES -> right.replaceFirst("\\[\\{.*}]", "[]");
            case REPORTS_ERRORS -> hello ? right : "{\"error\":\"index 7 out of bounds\"}\n";
            case REFUSES_HELLO -> "{\"error\":\"no licence\"}\n";
            case SPEAKS_VERSION_2 -> right.replace("\"protocol\":\"1\"", "\"protocol\":\"2\"");
            case NAMES_NO_LANGUAGE -> right.replace("\"language\":\"Java\",", "");
            case ANSWERS_TWICE -> right + right;
            case SENDS_NUMBERS -> right.replaceAll("\"offset\":\"(\\d+)\"", "\"offset\":$1");
            case LEAVES_A_FIELD_OUT -> right.replace("\"newestOffset\":", "\"newest\":");
            case HAS_A_HOSTILE_NAME ->
                hello ? right.replaceFirst("odd", Matcher.quoteReplacement(HOSTILE + "x".repeat(10 << 20))) : right;
            case HAS_A_NEW_REASON_EACH_TIME ->
                request.contains("\"state\"") && !hello
                        ? "{\"unsupported\":\"not request " + requests + "\"}\n"
                        : right;
            case REPORTS_HOSTILE_ERRORS -> hello ? right : "{\"error\":\"" + HOSTILE + "\"}\n";
            case REPORTS_HUGE_ERRORS -> hello ? right : "{\"error\":\"" + "x".repeat(1 << 18) + "\"}\n";
            case COUNTS_BELOW_ZERO -> right.replaceAll("\"bufferedBytes\":\"([1-9])", "\"bufferedBytes\":\"-$1");
            case SENDS_AN_UNKNOWN_REFUSAL -> right.replace("too-old", "expired");
            case CANNOT_PUSH -> request.contains("\"push\"") ? unsupported() : right;
            case CANNOT_SERVE_FRAMES -> request.contains("\"framesFrom\"") ? unsupported() : right;
            case CANNOT_CREATE -> request.contains("\"new\"") ? unsupported() : right;
            default -> right;
        };
    }

    /** What is printed for the one request in the middle, if anything is. */
    private String inTheMiddle(String right) throws Exception {
        switch (oddity) {
            case DIES_IN_THE_MIDDLE, LEAVES_A_GRANDCHILD_AND_DIES, DIES_AND_DOES_NOT_COME_BACK -> die(7);
            case EXITS_IN_THE_MIDDLE -> System.exit(0);
            case BREAKS_A_LINE_OFF -> {
                say(right.substring(0, 8));
                System.exit(0);
            }
            case HANGS_IN_THE_MIDDLE, STOPS_READING -> hang();
            case CLOSES_ITS_INPUT -> {
                System.in.close();
                hang();
            }
            case CLOSES_ITS_OUTPUT -> {
                out.close();
                hang();
            }
            case NEVER_ENDS_A_LINE -> {
                while (true) {
                    say("x".repeat(1 << 16));
                }
            }
            default -> {}
        }
        return switch (oddity) {
            case SENDS_NO_JSON -> "WARN the backlog is nearly full\n";
            case SENDS_TWO_OBJECTS_A_LINE -> right.strip() + right;
            case SENDS_AN_EMPTY_OBJECT -> "{}\n";
            default -> right;
        };
    }

    private void end() throws Exception {
        switch (oddity) {
            case IGNORES_THE_END_OF_INPUT -> hang();
            case EXITS_WITH_3_AT_THE_END -> System.exit(3);
            case ANSWERS_ONCE_MORE_AT_THE_END -> say("{\"ok\":{}}\n");
            default -> {}
        }
    }

    private String right(String request) {
        String reply = Protocol.isHello(request)
                ? Protocol.write(new Protocol.Hello("odd", "1.0", "Java", EnumSet.allOf(Capability.class)))
                : Protocol.write(
                        subject.exchange(List.of(Protocol.readRequest(request))).get(0));
        return reply + "\n";
    }

    private static String unsupported() {
        return "{\"unsupported\":\"not today\"}\n";
    }

    private void say(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether this happens for the first time, in this process or one before it. */
    private boolean isFirst(String what) throws IOException {
        try {
            Files.createFile(directory.resolve(what));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static void die(int status) {
        System.err.println("the odd adapter gives up");
        System.exit(status);
    }

    /** Does nothing until it is ended; but if nobody does, not for ever. */
    private static void hang() throws InterruptedException {
        new CountDownLatch(1).await(2, TimeUnit.MINUTES);
    }

    private static void pause(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    private static void hold(Path directory) throws IOException {
        lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .lock();
    }

    /** Starts a process that holds this one's standard input and output, and waits until it runs. */
    private void startGrandchild() throws IOException {
        Process grandchild = new ProcessBuilder(command("GRANDCHILD", directory))
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (grandchild.getErrorStream().read() < 0) {
            throw new IOException("the grandchild did not start");
        }
    }
}
