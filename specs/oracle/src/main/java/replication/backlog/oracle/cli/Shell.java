package replication.backlog.oracle.cli;

import java.util.List;
import java.util.stream.Collectors;
import replication.backlog.model.Untrusted;

/** Commands as one pastes them into a shell. */
final class Shell {

    private Shell() {}

    /** {@return words with quotes where they need them} A control character cannot be pasted; it is shown as what it is. */
    static String command(List<String> words) {
        return words.stream().map(Shell::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+")
                ? word
                : "'" + Untrusted.line(word).replace("'", "'\\''") + "'";
    }
}
