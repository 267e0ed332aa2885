package replication.backlog.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What decoding some bytes may answer (WIRE-2 to WIRE-8): the answers that are right, the reference's own first; no
 * answers at all where any is.
 *
 * <p>A line that is wrong but has not ended yet may be called truncated as well as what it will turn out to be: readers
 * that look for the line end first cannot know better. The wrong first byte of a line is wrong at once.
 */
final class WireModel {

    private static final List<Reply> ANYTHING = List.of();

    /** From here on, no one is asked to hold it: parsers in use end between these sizes and 2^31. */
    private static final BigInteger LONGEST_ARGUMENT = BigInteger.valueOf(1 << 29);

    private static final BigInteger MOST_ARGUMENTS = BigInteger.valueOf(1 << 20);
    private static final BigInteger LONGEST_OFFSET = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LOWEST_OFFSET = BigInteger.valueOf(Long.MIN_VALUE);

    /** A line from behind its first byte: the text before the line end, and the line end if it is there. */
    private static final Pattern LINE = Pattern.compile("(.*?)(\r\n|\\z)", Pattern.DOTALL);

    private static final Pattern PLAIN = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern NEGATIVE = Pattern.compile("-[1-9][0-9]*");
    private static final Pattern ODDLY_SPELLED = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern PLAIN_SO_FAR = Pattern.compile("|(0|[1-9][0-9]*)\r?");

    private static final Reply MORE = new Reply.Refused(Refusal.TRUNCATED);

    private final String in;
    private int at;
    private Place place = Place.ENVELOPE;
    private boolean rightStart;
    private boolean isNumber;

    private WireModel(String in) {
        this.in = in;
    }

    static List<Reply> decode(String bytes) {
        return new WireModel(bytes).decode();
    }

    /**
     * The first answers other than truncated, whichever piece they come after, since more bytes do not change them: where both
     * would be right, the decoder may go on, or have said already what is wrong.
     */
    static List<Reply> feed(List<String> pieces) {
        Set<Reply> allowed = new LinkedHashSet<>(Set.of(MORE));
        StringBuilder arrived = new StringBuilder();
        for (String piece : pieces) {
            List<Reply> now = decode(arrived.append(piece).toString());
            allowed.remove(MORE);
            if (now.equals(ANYTHING)) {
                allowed.clear();
            }
            allowed.addAll(now);
        }
        return List.copyOf(allowed);
    }

    /** Where in the grammar decoding came to its end. */
    enum Place {
        ENVELOPE,
        OFFSET,
        NUMBER_OF_ARGUMENTS,
        LENGTH_OF_AN_ARGUMENT,
        END_OF_AN_ARGUMENT
    }

    /**
     * Where decoding came to its end.
     *
     * @param place what was being read
     * @param started whether it started with the byte that it has to start with
     * @param isNumber whether a number follows, in the form that it has to have
     */
    record Ending(Place place, boolean started, boolean isNumber) {}

    /** {@return where decoding comes to its end, for bytes that are no frame} */
    static Ending ending(String bytes) {
        WireModel model = new WireModel(bytes);
        model.decode();
        return new Ending(model.place, model.rightStart, model.isNumber);
    }

    private List<Reply> decode() {
        if ("*2\r\n".startsWith(in)) {
            return refused(Refusal.TRUNCATED);
        }
        if (in.length() < 4) {
            return refused(Refusal.BAD_ENVELOPE, Refusal.TRUNCATED);
        }
        Line envelope = new Line('*', Refusal.BAD_ENVELOPE, BigInteger.ZERO);
        if (!envelope.isPlain()) {
            return envelope.verdict(refused(Refusal.BAD_ENVELOPE));
        }
        if (!envelope.text.equals("2")) {
            return refused(Refusal.BAD_ENVELOPE);
        }
        place = Place.OFFSET;
        Line offset = new Line(':', Refusal.BAD_OFFSET, LONGEST_OFFSET);
        if (offset.isNegative() && offset.number().compareTo(LOWEST_OFFSET) >= 0) {
            return List.of(new Reply.Refused(Refusal.NEGATIVE_OFFSET, offset.text));
        }
        if (!offset.isPlain()) {
            return offset.verdict(refused(Refusal.BAD_OFFSET));
        }
        if (offset.isTooLarge()) {
            return refused(Refusal.BAD_OFFSET);
        }
        place = Place.NUMBER_OF_ARGUMENTS;
        Line count = new Line('*', Refusal.BAD_PAYLOAD, MOST_ARGUMENTS);
        if (!count.isPlain() || count.text.equals("0")) {
            return count.verdict(ANYTHING);
        }
        if (count.isTooLarge()) {
            return refused(Refusal.BAD_PAYLOAD, Refusal.TRUNCATED);
        }
        return arguments(offset.number().longValueExact(), count.number().longValueExact());
    }

    private List<Reply> arguments(long offset, long count) {
        List<String> argv = new ArrayList<>();
        while (argv.size() < count) {
            place = Place.LENGTH_OF_AN_ARGUMENT;
            Line head = new Line('$', Refusal.BAD_PAYLOAD, LONGEST_ARGUMENT);
            if (!head.isPlain()) {
                return head.verdict(refused(Refusal.BAD_PAYLOAD));
            }
            if (head.isTooLarge()) {
                return refused(Refusal.BAD_PAYLOAD, Refusal.TRUNCATED);
            }
            place = Place.END_OF_AN_ARGUMENT;
            long end = at + head.number().longValueExact();
            String closing = in.substring((int) Math.min(end, in.length()), (int) Math.min(end + 2, in.length()));
            if (!"\r\n".startsWith(closing)) {
                return closing.length() == 2
                        ? refused(Refusal.BAD_PAYLOAD)
                        : refused(Refusal.BAD_PAYLOAD, Refusal.TRUNCATED);
            }
            if (closing.length() < 2) {
                return refused(Refusal.TRUNCATED);
            }
            argv.add(in.substring(at, (int) end));
            at = (int) end + 2;
        }
        return List.of(new Reply.Decoded(offset, argv, at));
    }

    private static List<Reply> refused(Refusal... refusals) {
        return Arrays.stream(refusals).<Reply>map(Reply.Refused::new).toList();
    }

    /** The line at the present place, which is passed: its type byte, then a number. */
    private final class Line {

        private final String text;
        private final boolean started;
        private final boolean ended;
        private final Refusal refusal;
        private final BigInteger largest;

        Line(char start, Refusal refusal, BigInteger largest) {
            this.refusal = refusal;
            this.largest = largest;
            this.started = at < in.length();
            rightStart = started && in.charAt(at) == start;
            Matcher line = LINE.matcher(in).region(Math.min(at + 1, in.length()), in.length());
            line.lookingAt();
            this.text = line.group(1);
            this.ended = !line.group(2).isEmpty();
            at = line.end();
            isNumber = isPlain();
        }

        boolean isPlain() {
            return is(PLAIN);
        }

        boolean isNegative() {
            return is(NEGATIVE);
        }

        private boolean is(Pattern form) {
            return rightStart && ended && form.matcher(text).matches();
        }

        BigInteger number() {
            return new BigInteger(text);
        }

        boolean isTooLarge() {
            return number().compareTo(largest) > 0;
        }

        /** The answers to a line that is no plain number; what a number in another form leads to is given. */
        List<Reply> verdict(List<Reply> negative) {
            if (!started) {
                return refused(Refusal.TRUNCATED);
            }
            if (!rightStart) {
                return refused(refusal);
            }
            if (!ended) {
                return unended();
            }
            if (isNegative()) {
                return negative;
            }
            return is(ODDLY_SPELLED) ? ANYTHING : refused(refusal);
        }

        private List<Reply> unended() {
            String digits = text.replace("\r", "");
            boolean promising = PLAIN_SO_FAR.matcher(text).matches()
                    && (digits.isEmpty() || new BigInteger(digits).compareTo(largest) <= 0);
            if (promising) {
                return refused(Refusal.TRUNCATED);
            }
            return refusal == Refusal.BAD_OFFSET
                    ? refused(refusal, Refusal.NEGATIVE_OFFSET, Refusal.TRUNCATED)
                    : refused(refusal, Refusal.TRUNCATED);
        }
    }
}
