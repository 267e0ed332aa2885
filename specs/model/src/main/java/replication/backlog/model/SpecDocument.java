package replication.backlog.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * SPEC.md, read for what can be checked in it.
 *
 * @param sections the rules' sections, in the order in which they stand
 * @param examples the examples, in the order in which they stand
 */
public record SpecDocument(List<Section> sections, List<Example> examples) {

    /**
     * A rule's section.
     *
     * @param rule the identifier in its heading
     * @param sentence the sentence in bold type that opens it, empty if there is none
     * @param givesReason whether it says why
     * @param line the heading's line, from 1
     */
    public record Section(String rule, String sentence, boolean givesReason, int line) {}

    /**
     * An example.
     *
     * @param rule the identifier of the rule whose section it stands in
     * @param slug its name within the section
     * @param kind what it is written in: {@code backlog} for the line notation
     * @param lines its lines
     */
    public record Example(String rule, String slug, String kind, List<Line> lines) {
        /** {@return the name that never changes, for instance {@code EVICT-2/exact-fit}} */
        public String id() {
            return rule + "/" + slug;
        }

        /** {@return the example as a script; one in the line notation only} */
        public Script script() {
            List<Step> steps = lines.stream()
                    .<Step>map(line -> new Step.Absolute(Notation.parse(line.call())))
                    .toList();
            return new Script(id(), steps, Script.Look.NEVER);
        }
    }

    /**
     * A line of an example.
     *
     * @param number its line in SPEC.md, from 1
     * @param call what is called
     * @param reply the reply that is right, as written; empty if none is written
     */
    public record Line(int number, String call, String reply) {

        static Line parse(int number, String text) {
            int arrow = text.lastIndexOf(" -> ");
            return arrow < 0
                    ? new Line(number, text.strip(), "")
                    : new Line(
                            number,
                            text.substring(0, arrow).strip(),
                            text.substring(arrow + 4).strip());
        }
    }

    /** {@return the document that this version was built with} */
    public static SpecDocument load() {
        try (InputStream in = SpecDocument.class.getResourceAsStream("SPEC.md")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a document read from Markdown} */
    public static SpecDocument parse(String markdown) {
        Reader reader = new Reader();
        Parser.builder()
                .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                .build()
                .parse(markdown)
                .accept(reader);
        return new SpecDocument(List.copyOf(reader.sections), List.copyOf(reader.examples));
    }

    private static final class Reader extends AbstractVisitor {

        private final List<Section> sections = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private String rule = "";

        @Override
        public void visit(Heading heading) {
            rule = heading.getLevel() == 3 ? text(heading) : "";
            if (!rule.isEmpty()) {
                Optional<String> sentence = Optional.ofNullable(heading.getNext())
                        .map(Node::getFirstChild)
                        .filter(StrongEmphasis.class::isInstance)
                        .map(Reader::text);
                boolean givesReason = false;
                for (Node node = heading.getNext(); node != null && !(node instanceof Heading); node = node.getNext()) {
                    givesReason |= node instanceof Paragraph && text(node).contains("Why: ");
                }
                sections.add(new Section(rule, sentence.orElse(""), givesReason, line(heading)));
            }
        }

        @Override
        public void visit(FencedCodeBlock block) {
            String[] info = block.getInfo().split(" ");
            if (info.length == 2) {
                String[] texts = block.getLiteral().split("\n");
                List<Line> lines = new ArrayList<>();
                for (int i = 0; i < texts.length; i++) {
                    lines.add(Line.parse(line(block) + 1 + i, texts[i]));
                }
                examples.add(new Example(rule, info[1], info[0], List.copyOf(lines)));
            }
        }

        private static int line(Node block) {
            return block.getSourceSpans().get(0).getLineIndex() + 1;
        }

        private static String text(Node node) {
            StringBuilder text = new StringBuilder();
            node.accept(new AbstractVisitor() {
                @Override
                public void visit(Text part) {
                    text.append(part.getLiteral());
                }
            });
            return text.toString();
        }
    }
}
