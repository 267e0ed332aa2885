package replication.backlog.conformance.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import replication.backlog.conformance.Reference;
import replication.backlog.conformance.subject.Capability;
import replication.backlog.conformance.subject.Subject;
import replication.backlog.model.Reply;
import replication.backlog.model.Reply.Broken.How;
import replication.backlog.model.Request;

/** Right, until it has been asked something of a kind so many times; then it breaks each time. A fresh start counts anew. */
public class Breaking implements Subject {

    /** The kinds of call, each told from the others by something that an implementation may stumble over. */
    public static final Map<String, Predicate<Request>> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("new", request -> request instanceof Request.New creation && creation.nextOffset() == 0),
            Map.entry("resume", request -> request instanceof Request.New creation && creation.nextOffset() != 0),
            Map.entry("push", request -> request instanceof Request.Push),
            Map.entry("drop", request -> request instanceof Request.DropUpTo),
            Map.entry(
                    "from",
                    request -> request instanceof Request.FramesFrom ask
                            && ask.max().isEmpty()),
            Map.entry(
                    "max",
                    request -> request instanceof Request.FramesFrom ask
                            && ask.max().isPresent()),
            Map.entry("state", request -> request instanceof Request.State),
            Map.entry("decode", request -> request instanceof Request.Decode),
            Map.entry("feed", request -> request instanceof Request.Feed),
            // The last two are only asked within the first.
            Map.entry(
                    "race",
                    request -> request instanceof Request.Race
                            || request instanceof Request.Await
                            || request instanceof Request.Close)));

    private final Subject right = Reference.shared("breaking");
    private final Predicate<Request> kind;
    private final int at;
    private final How how;
    private int asked;
    private int ended;

    /**
     * Creates one.
     *
     * @param kind the kind of call
     * @param at from the how manieth on
     * @param how how it breaks
     */
    public Breaking(String kind, int at, How how) {
        this.kind = KINDS.get(kind);
        this.at = at;
        this.how = how;
    }

    @Override
    public String description() {
        return right.description();
    }

    @Override
    public Set<Capability> capabilities() {
        return right.capabilities();
    }

    @Override
    public List<Reply> exchange(List<Request> requests) {
        List<Reply> replies = new ArrayList<>();
        for (Request request : requests) {
            asked += kind.test(request) ? 1 : 0;
            if (!kind.test(request) || asked < at) {
                replies.addAll(right.exchange(List.of(request)));
                continue;
            }
            breaks(how);
            replies.add(new Reply.Broken(how, "here"));
            if (how != How.ERROR) {
                restart();
                ended++;
                return replies;
            }
        }
        return replies;
    }

    /** What it does to break, besides saying so: nothing here. */
    protected void breaks(How now) {}

    @Override
    public void restart() {
        asked = 0;
    }

    /** {@return how often it has crashed or hung} */
    int ended() {
        return ended;
    }
}
