package replication.backlog.oracle.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import replication.backlog.oracle.report.Drawing.Box;
import replication.backlog.oracle.report.Drawing.Kind;

/**
 * Draws a run of frames on a scale of bytes: the budget is the frame around them, what left stands dashed beside it.
 *
 * <pre>
 *                  ▼ watermark 2
 *   ┌ ─ ─ ─ ┐   ╔═══════╤═══════╤═════════╗
 *   ╎   1   ╎   ║   2   │   3   │ 35 free ║
 *   └ ─ ─ ─ ┘   ╚═══════╧═══════╧═════════╝
 *                               ▲ next 4
 *   70 of 105 bytes used
 * </pre>
 *
 * <p>On a narrow page the style sheet makes it smaller, as far as it can be read; beyond that it can be scrolled, and says so.
 */
final class Picture {

    private static final int MARGIN = 10;
    private static final int TOP = 28;
    private static final int BOTTOM = 76;
    private static final int BOXES_SHOWN = 10;
    private static final int FEWEST_SHOWN = 4;
    private static final int WIDEST_RUN = 900;
    private static final int NARROWEST_BOX = 40;
    private static final int WIDEST_BOX = 260;
    private static final int WIDEST_BUDGET = 420;
    private static final int WIDEST_ROOM = 150;

    /** What is no wider fits on every page, as the style sheet makes them. */
    private static final int NARROWEST_PAGE = 200;

    private final Html html;
    private final Drawing drawing;
    private final double scale;
    private final List<Place> places = new ArrayList<>();
    private double x = MARGIN;

    /** A box, or a gap for those that are left out, and where it goes; an empty box is a gap. */
    private record Place(Optional<Box> box, String words, double x, double width) {}

    private Picture(Html html, Drawing drawing, double scale) {
        this.html = html;
        this.drawing = drawing;
        this.scale = scale;
    }

    /**
     * Draws.
     *
     * @param html where to
     * @param drawing what
     * @param title what it is called
     * @param scale how wide a byte is
     */
    static void draw(Html html, Drawing drawing, String title, double scale) {
        new Picture(html, drawing, scale).draw(title);
    }

    private void draw(String title) {
        place(drawing.left());
        x += drawing.left().isEmpty() ? 0 : 14;
        double start = x;
        place(drawing.held());
        double end = x;
        double budgetEnd = drawing.budget().isPresent() ? start + budgetWidth(start, end) : end;
        double width = width(Math.max(end, budgetEnd), end);
        int above = drawing.mark().isPresent() ? 0 : 18;
        int below = drawing.next().isPresent() ? 104 : 84;
        String titleId = html.newId();
        String words = html.newId();
        html.open("figure", "class", "drawn").attribute("style", "--natural: " + number(width) + "px");
        html.open("div", "class", "wide")
                .open("svg", "class", "picture", "role", "img")
                .attribute("aria-labelledby", titleId + " " + words)
                .attribute("width", number(width))
                .attribute("height", number(below - above))
                .attribute("viewBox", "0 " + above + " " + number(width) + " " + (below - above));
        html.element("title", title, "id", titleId).element("desc", drawing.words(), "id", words);
        if (drawing.budget().isPresent()) {
            budget(start, end, budgetEnd);
        }
        places.forEach(this::box);
        drawing.next().ifPresent(next -> pointer(end, 96, true, "next " + Long.toUnsignedString(next)));
        drawing.mark()
                .ifPresent(mark ->
                        pointer(xOf(mark.at(), end), 16, false, mark.name() + " " + Long.toUnsignedString(mark.at())));
        html.close().close();
        if (width > NARROWEST_PAGE) {
            html.element("p", "Wider than the page: scroll it sideways →", "class", "more");
        }
        if (drawing.budget().isPresent()) {
            html.element("figcaption", drawing.used(), "class", "quiet");
        }
        html.close();
    }

    private void place(List<Box> boxes) {
        int half = most(boxes) / 2;
        int left = boxes.size() - 2 * half;
        if (left <= 0) {
            boxes.forEach(this::place);
            return;
        }
        boxes.subList(0, half).forEach(this::place);
        String words = "… " + left + " more …";
        places.add(new Place(Optional.empty(), words, x, textWidth(words) + 16));
        x += textWidth(words) + 16;
        boxes.subList(boxes.size() - half, boxes.size()).forEach(this::place);
    }

    /** As many as have room beside each other: frames with the largest offsets are wider. */
    private int most(List<Box> boxes) {
        double widest = boxes.stream().mapToDouble(this::width).max().orElse(1);
        return Math.max(FEWEST_SHOWN, Math.min(BOXES_SHOWN, (int) (WIDEST_RUN / widest)));
    }

    private double width(Box box) {
        double words = Math.max(textWidth(box.name()) * 1.17, textWidth(seen(box))) + 14;
        return Math.max(Math.max(NARROWEST_BOX, words), Math.min(WIDEST_BOX, box.bytes() * scale));
    }

    private void place(Box box) {
        double width = width(box);
        places.add(new Place(Optional.of(box), seen(box), x, width));
        x += width;
    }

    /** A bar says that a frame is served; the word would make its box wider than the frame is. */
    private static String seen(Box box) {
        return box.kind() == Kind.SERVED ? box.as(Kind.HELD).words() : box.words();
    }

    /** As wide as the budget is, next to frames of this width: narrower than a frame that exceeds it. */
    private double budgetWidth(double start, double end) {
        double budget = unsigned(drawing.budget().orElse(0));
        if (drawing.bytes() > budget) {
            return Math.max(4, (end - start) * budget / drawing.bytes());
        }
        boolean toScale = budget * scale <= WIDEST_BUDGET;
        double room = Math.min(Math.max(WIDEST_ROOM, textWidth(free()) + 16), (budget - drawing.bytes()) * scale);
        return Math.max(end - start, toScale ? budget * scale : end - start + room);
    }

    private void budget(double start, double end, double budgetEnd) {
        boolean exceeded = end > budgetEnd;
        rect("budget" + (exceeded ? " exceeded" : ""), start, TOP - 4, budgetEnd - start, BOTTOM - TOP + 8);
        double room = budgetEnd - end;
        if (room > textWidth(free()) + 8) {
            text("quiet", end + room / 2, (TOP + BOTTOM) / 2.0 + 4, "middle", free());
        }
    }

    private String free() {
        long free = drawing.budget().orElse(0) - drawing.bytes();
        return drawing.held().isEmpty() ? "empty" : Long.toUnsignedString(free) + " B free";
    }

    private void box(Place place) {
        double middle = place.x + place.width / 2;
        if (place.box.isEmpty()) {
            text("quiet", middle, (TOP + BOTTOM) / 2.0 + 4, "middle", place.words);
            return;
        }
        Box box = place.box.get();
        rect("box " + box.kind().name().toLowerCase(Locale.ROOT), place.x + 1.5, TOP, place.width - 3, BOTTOM - TOP);
        boolean alone = place.words.isEmpty();
        text("offset", middle, alone ? TOP + 29 : TOP + 21, "middle", box.name());
        if (!alone) {
            text("length", middle, TOP + 38, "middle", place.words);
        }
        if (box.kind() == Kind.SERVED) {
            rect("underline", place.x + 1.5, BOTTOM - 4, place.width - 3, 4);
        }
    }

    /** Where an offset lies: at the box that has it, at next, or outside. */
    private double xOf(long offset, double end) {
        return places.stream()
                .filter(place -> place.box.isPresent()
                        && Long.compareUnsigned(place.box.get().offset(), offset) >= 0)
                .findFirst()
                .map(place -> place.x)
                .orElse(Long.compareUnsigned(offset, drawing.next().orElse(0)) > 0 ? end + 24 : end);
    }

    /** A mark at a place, with its name to the right of it. */
    private void pointer(double at, int y, boolean up, String name) {
        String tip = up ? "M%s 82 l5 9 h-10 z" : "M%s 23 l5 -9 h-10 z";
        html.element("path", "", "class", "pointer", "d", tip.formatted(number(at)));
        text("mark", at + 9, up ? y - 4 : y + 3, "start", name);
    }

    private double width(double right, double end) {
        double marked = drawing.mark()
                .map(mark -> xOf(mark.at(), end) + textWidth(mark.name() + " " + Long.toUnsignedString(mark.at())))
                .orElse(0.0);
        double next = drawing.next().isPresent()
                ? end + textWidth("next " + Long.toUnsignedString(drawing.next().getAsLong()))
                : 0;
        return Math.max(right, Math.max(marked, next) + 12) + MARGIN;
    }

    private void rect(String kind, double left, double top, double width, double height) {
        html.open("rect", "class", kind, "rx", "3")
                .attribute("x", number(left))
                .attribute("y", number(top))
                .attribute("width", number(width))
                .attribute("height", number(height))
                .close();
    }

    private void text(String kind, double left, double top, String anchor, String words) {
        html.open("text", "class", kind, "text-anchor", anchor)
                .attribute("x", number(left))
                .attribute("y", number(top))
                .text(words)
                .close();
    }

    /** The width of a text in the pictures' type, a little generous: type differs from machine to machine. */
    private static double textWidth(String text) {
        return text.length() * 7.3;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : value + 0x1p64;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
