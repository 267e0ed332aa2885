package replication.backlog.oracle.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import replication.backlog.model.Untrusted;

/** Writes elements. Whatever comes in as text or as an attribute's value cannot become anything else. */
final class Html {

    private static final Set<String> ON_A_LINE_OF_ITS_OWN = Set.of(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "main",
            "footer",
            "section",
            "article",
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "dl",
            "dt",
            "dd",
            "ol",
            "ul",
            "li",
            "div",
            "figure",
            "figcaption",
            "svg",
            "table",
            "thead",
            "tbody",
            "tr",
            "details",
            "pre");

    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>");
    private final Deque<String> open = new ArrayDeque<>();
    private int ids;

    /** Opens an element; its attributes are names and values in turn. */
    Html open(String tag, String... attributes) {
        start(tag, attributes);
        open.push(tag);
        return this;
    }

    private void start(String tag, String... attributes) {
        if (ON_A_LINE_OF_ITS_OWN.contains(tag)) {
            out.append('\n');
        }
        out.append('<').append(tag);
        out.append('>');
        for (int i = 0; i < attributes.length; i += 2) {
            attribute(attributes[i], attributes[i + 1]);
        }
    }

    /** Adds an attribute to the element that was opened just now. */
    Html attribute(String name, String value) {
        out.setLength(out.length() - 1);
        out.append(' ')
                .append(name)
                .append("=\"")
                .append(escaped(Untrusted.line(value)))
                .append("\">");
        return this;
    }

    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with nothing but text in it. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** A name and what it stands for, in a list of such. */
    Html term(String name, String text) {
        return element("dt", name).open("dd").element("bdi", text).close();
    }

    /** An element that has no end: {@code meta}. */
    Html voidElement(String tag, String... attributes) {
        start(tag, attributes);
        return this;
    }

    /** Text on one line; what cannot be seen is shown as an escape, and told from what is spelled the same. */
    Html text(String text) {
        return text(text, false);
    }

    /** Text that may have several lines. */
    Html lines(String text) {
        return text(text, true);
    }

    private Html text(String text, boolean lines) {
        boolean picture = open.contains("svg") || open.contains("title");
        Untrusted.each(text, lines, plain -> out.append(escaped(plain)), escape -> {
            out.append(picture ? escaped(escape) : "<b class=\"escape\">" + escaped(escape) + "</b>");
        });
        return this;
    }

    /** This tool's own style sheet, the only text that goes in as it is. */
    Html style(String css) {
        open("style");
        out.append('\n').append(css);
        return close();
    }

    /** {@return an identifier that no other element has} */
    String newId() {
        return "n" + ++ids;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return out + "\n";
    }
}
