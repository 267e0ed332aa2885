package replication.backlog.oracle.adapter;

import java.util.HashMap;
import java.util.Map;
import replication.backlog.model.Reply;
import replication.backlog.model.Request;

/** Reads replies, and remembers those of late: the suites come to the same states over and over. */
final class ReplyReader {

    private static final int REMEMBERED = 4096;
    private static final int LONGEST_REMEMBERED = 1024;

    /** What a line means depends on the kind of request alone; but for a race, whose calls are many kinds. */
    private record Question(Class<? extends Request> kind, String line) {}

    private final Map<Question, Reply> known = new HashMap<>();

    /**
     * Reads a reply to a request.
     *
     * @throws Json.Malformed if it is none
     */
    Reply read(Request request, String line) {
        if (line.length() > LONGEST_REMEMBERED || request instanceof Request.Race) {
            return Protocol.readReply(request, line);
        }
        if (known.size() == REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(
                new Question(request.getClass(), line), question -> Protocol.readReply(request, line));
    }
}
