package replication.backlog.conformance.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.w3c.dom.Element;

/**
 * Looks at what the mutation of the code has come to: every mutant is killed, or stands in EQUIVALENTS.md with an argument
 * why no test can tell; and nothing stands there that was killed. A mutant that only ran out of time or memory is not killed.
 */
final class Mutations {

    private static final List<Path> SOURCES =
            List.of(Path.of("../../src/main/java"), Path.of("../model/src/main/java"), Path.of("src/main/java"));

    /** Compilers differ in what they make of a line: the page is written, and held to it, on the oldest one. */
    private static final int OLDEST_JAVA = 17;

    /**
     * A mutant, by what stays when lines move.
     *
     * @param type the class, without its package
     * @param method the method
     * @param mutator what was changed, by the mutator's short name
     * @param line the text of the line
     */
    private record Mutant(String type, String method, String mutator, String line) {
        @Override
        public String toString() {
            return type + "." + method + ", " + mutator + ": " + line;
        }
    }

    private record Outcome(Mutant mutant, String status) {
        boolean isKilled() {
            return status.equals("KILLED");
        }
    }

    private Mutations() {}

    /** Takes PIT's XML and the folder with the pages. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        List<Outcome> outcomes = read(Path.of(args[0]));
        Set<Mutant> argued = argued(folder.resolve("EQUIVALENTS.md"));
        List<String> problems = problems(outcomes, argued);
        String page = page(outcomes);
        Path readme = folder.resolve("README.md");
        if (Boolean.getBoolean("generated.write")) {
            Files.writeString(readme, page);
        } else if (Runtime.version().feature() == OLDEST_JAVA
                && !Files.readString(readme).equals(page)) {
            problems.add(readme + " is not what was measured: write it with -Dgenerated.write=true, and look at it.");
        }
        problems.forEach(System.err::println);
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    private static List<String> problems(List<Outcome> outcomes, Set<Mutant> argued) {
        Set<Mutant> survivors = outcomes.stream()
                .filter(outcome -> !outcome.isKilled())
                .map(Outcome::mutant)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> problems = new ArrayList<>();
        outcomes.stream()
                .filter(outcome -> !outcome.isKilled() && !argued.contains(outcome.mutant))
                .map(outcome -> "A mutant lives (" + outcome.status + "): " + outcome.mutant
                        + ". Kill it, or argue in EQUIVALENTS.md why no test can.")
                .forEach(problems::add);
        argued.stream()
                .filter(mutant -> !survivors.contains(mutant))
                .map(mutant -> "EQUIVALENTS.md argues for a mutant that was killed or is none: " + mutant)
                .forEach(problems::add);
        if (outcomes.isEmpty()) {
            problems.add("There are no mutants: nothing was measured.");
        }
        return problems;
    }

    private static List<Outcome> read(Path xml) throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(xml.toFile())
                .getDocumentElement();
        var mutations = root.getElementsByTagName("mutation");
        return IntStream.range(0, mutations.getLength())
                .mapToObj(i -> (Element) mutations.item(i))
                .map(mutation -> new Outcome(mutant(mutation), mutation.getAttribute("status")))
                .toList();
    }

    private static Mutant mutant(Element mutation) {
        String type = text(mutation, "mutatedClass");
        String mutator = text(mutation, "mutator");
        return new Mutant(
                type.substring(type.lastIndexOf('.') + 1).replace('$', '.'),
                text(mutation, "mutatedMethod"),
                mutator.substring(mutator.lastIndexOf('.') + 1),
                line(
                        type.substring(0, type.lastIndexOf('.')).replace('.', '/') + "/" + text(mutation, "sourceFile"),
                        Integer.parseInt(text(mutation, "lineNumber"))));
    }

    private static String text(Element element, String tag) {
        return element.getElementsByTagName(tag).item(0).getTextContent();
    }

    private static String line(String file, int number) {
        Path source = SOURCES.stream()
                .map(root -> root.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        try {
            return Files.readAllLines(source).get(number - 1).strip();
        } catch (IOException e) {
            throw new IllegalStateException("There is no line " + number + " in " + source + ".", e);
        }
    }

    /** Headings name class, method and mutator; the code below one is the line, and the text below that the argument. */
    private static Set<Mutant> argued(Path file) throws IOException {
        TextContentRenderer text = TextContentRenderer.builder().build();
        Set<Mutant> argued = new LinkedHashSet<>();
        for (Node node = Parser.builder().build().parse(Files.readString(file)).getFirstChild();
                node != null;
                node = node.getNext()) {
            if (node instanceof Heading heading && heading.getLevel() == 3) {
                String title = text.render(heading).strip();
                String method = title.substring(0, title.indexOf(", "));
                if (!(node.getNext() instanceof FencedCodeBlock code) || !(code.getNext() instanceof Paragraph)) {
                    throw new IllegalStateException(
                            file + ": below \"" + title + "\" there has to be the line, and an argument.");
                }
                argued.add(new Mutant(
                        method.substring(0, method.lastIndexOf('.')),
                        method.substring(method.lastIndexOf('.') + 1),
                        title.substring(title.indexOf(", ") + 2),
                        code.getLiteral().strip()));
            }
        }
        return argued;
    }

    private static String page(List<Outcome> outcomes) {
        Map<String, List<Outcome>> types = outcomes.stream()
                .collect(Collectors.groupingBy(outcome -> outcome.mutant.type, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder("""
                # What the tests are worth

                [PIT](https://pitest.org) changes the compiled code in every small way that its set of mutators STRONGER knows, one change at a
                time: a condition turned around, a bound moved by one, a call left out, another value returned. A mutant is *killed* when a
                test fails. What is changed is the production code (the backlogs, the frame, the wire format, the locked wrapper), and what
                judges others: the model, what resolves scripts, and the judge.

                Every mutant is killed, or stands in [EQUIVALENTS.md](EQUIVALENTS.md) with an argument why no test can tell it from the
                original. The build fails otherwise, and when one that stands there is killed. One that runs out of time or memory is not
                counted as killed.

                `mvn verify` measures it, and leaves the mutants, line by line, in `mutation-report/html/index.html`. This page is written by
                `mvn verify -Dgenerated.write=true` on Java 17. What the suites find in others is in [POWER.md](POWER.md).

                | class | mutants | killed | argued |
                |---|---:|---:|---:|
                """);
        types.forEach((type, some) -> text.append(row(type, some)));
        return text.append(row("**all**", outcomes)).toString();
    }

    private static String row(String type, List<Outcome> outcomes) {
        long killed = outcomes.stream().filter(Outcome::isKilled).count();
        return "| %s | %d | %d | %d |\n".formatted(type, outcomes.size(), killed, outcomes.size() - killed);
    }
}
