package replication.backlog.model;

import java.util.function.Consumer;

/**
 * The way out for every text that came from outside: a name, a reply, an error, a file, an argument. What cannot be seen becomes
 * visible (control characters, overrides of the writing direction, lone surrogates and the like), and what is long is cut.
 */
public final class Untrusted {

    /** As much as fits into a sentence. */
    private static final int SENTENCE = 120;

    private Untrusted() {}

    /** {@return a text on one line, with an escape for every character that cannot be seen} */
    public static String line(String text) {
        return text(text, false);
    }

    /** {@return a text that may have several lines, with an escape for every other character that cannot be seen} */
    public static String lines(String text) {
        return text(text, true);
    }

    private static String text(String text, boolean lines) {
        StringBuilder all = new StringBuilder();
        each(text, lines, all::append, all::append);
        return all.toString();
    }

    /**
     * Hands over a text piece by piece.
     *
     * @param text the text
     * @param lines whether line ends may stay
     * @param plain takes what can be seen
     * @param escape takes the escape of a character that cannot
     */
    public static void each(String text, boolean lines, Consumer<String> plain, Consumer<String> escape) {
        StringBuilder run = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (isSeen(character) || (lines && character == '\n')) {
                run.appendCodePoint(character);
            } else {
                plain.accept(run.toString());
                run.setLength(0);
                escape.accept(escape(character));
            }
        });
        plain.accept(run.toString());
    }

    private static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    private static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                String.format(character < 0x100 ? "\\x%02x" : character < 0x10000 ? "\\u%04x" : "\\u{%x}", character);
        };
    }

    /** {@return a text with nothing in it that no Unicode encoding can carry} */
    public static String encodable(String text) {
        StringBuilder all = new StringBuilder();
        text.codePoints()
                .map(character -> Character.getType(character) == Character.SURROGATE ? 0xfffd : character)
                .forEach(all::appendCodePoint);
        return all.toString();
    }

    /** {@return the start of a text, with a note of how much is not there} */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "… (" + (text.length() - end) + " more characters)";
    }

    /** {@return a text on one line, cut to what fits into a sentence} */
    public static String abridged(String text) {
        String start = line(text.substring(0, Math.min(SENTENCE, text.length())));
        boolean whole = text.length() <= SENTENCE && start.length() <= SENTENCE;
        return whole ? start : start.substring(0, Math.min(SENTENCE, start.length())) + "…";
    }
}
