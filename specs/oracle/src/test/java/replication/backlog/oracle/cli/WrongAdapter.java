package replication.backlog.oracle.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.model.FrameText;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;
import replication.backlog.oracle.adapter.LineReader;
import replication.backlog.oracle.adapter.OutputLine;
import replication.backlog.oracle.adapter.Protocol;

/** An adapter around the deque that gives wrong replies: its argument names the fault. */
final class WrongAdapter {

    /** What a page, a document or a terminal could stumble over. */
    static final String HOSTILE = "</script></style><svg onload=document.title='owned'><img src=http://192.0.2.1/x "
            + "onerror=document.title='owned'> \" onmouseover=\"x ' ]]> &lt; --> \u202eright to left\u202c \u200b\u0007"
            + "\u001b[31m";

    private final String fault;
    private final BacklogSubject subject = BuiltIn.deque.subject();

    private WrongAdapter(String fault) {
        this.fault = fault;
    }

    /** The command that starts it. */
    static List<String> command(String fault) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WrongAdapter.class.getName(),
                fault);
    }

    public static void main(String[] args) throws Exception {
        WrongAdapter adapter = new WrongAdapter(args[0]);
        LineReader in = new LineReader(System.in, Integer.MAX_VALUE);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        for (OutputLine line = in.next(); line.hasText(); line = in.next()) {
            out.print(ascii(adapter.reply(line.text())) + "\n");
            out.flush();
        }
    }

    private String reply(String line) {
        if (Protocol.isHello(line)) {
            String name = fault.equals("hostile") ? HOSTILE : "faulty";
            return Protocol.write(new Protocol.Hello(name, fault, "Java", EnumSet.allOf(Capability.class)));
        }
        return Protocol.write(carriedOut(Protocol.readRequest(line)));
    }

    private Reply carriedOut(Request request) {
        if (fault.equals("hostile") && request instanceof Request.DropUpTo) {
            System.err.println(HOSTILE + "\nsecond line");
            return new Reply.Broken(Reply.Broken.How.ERROR, HOSTILE + "\ud800" + "x".repeat(5000));
        }
        boolean inclusive = fault.equals("inclusive-watermark");
        if (inclusive && request instanceof Request.DropUpTo drop && drop.watermark() != -1) {
            return exchange(new Request.DropUpTo(drop.watermark() + 1));
        }
        if (fault.equals("budget-one-short") && request instanceof Request.New creation && creation.maxBytes() > 1) {
            return exchange(new Request.New(creation.maxBytes() - 1, creation.nextOffset()));
        }
        Reply reply = exchange(request);
        return reply instanceof Reply.Frames frames ? served(frames.frames()) : reply;
    }

    private Reply exchange(Request request) {
        return subject.exchange(List.of(request)).get(0);
    }

    private Reply served(List<FrameText> frames) {
        List<FrameText> served = new ArrayList<>(frames);
        if (fault.equals("newest-first")) {
            Collections.reverse(served);
        }
        if (fault.equals("newest-withheld") && served.size() > 1) {
            served.remove(served.size() - 1);
        }
        if (fault.equals("other-bytes")) {
            served.replaceAll(
                    frame -> new FrameText(frame.offset(), frame.bytes().replace("SET", "GET")));
        }
        return new Reply.Frames(served);
    }

    private static String ascii(String text) {
        return text.chars()
                .mapToObj(c -> c < 0x80 ? String.valueOf((char) c) : String.format("\\u%04x", c))
                .collect(Collectors.joining());
    }
}
