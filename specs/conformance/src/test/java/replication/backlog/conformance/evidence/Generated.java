package replication.backlog.conformance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts in documents that the build makes: compared with what it would write, or written with {@code -Dgenerated.write=true}. */
public final class Generated {

    private Generated() {}

    /** A whole file. */
    public static void whole(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("generated.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        } else {
            assertThat(file).content().isEqualTo(expected);
        }
    }

    /** The part of a file between the comments {@code <!-- name -->} and {@code <!-- end of name -->}. */
    public static void part(Path file, String name, String expected) throws IOException {
        String text = Files.readString(file);
        Matcher part = Pattern.compile("(?s)(?<=<!-- " + name + " -->\n).*(?=<!-- end of " + name + " -->\n)")
                .matcher(text);
        assertThat(part.find()).as("%s has a part \"%s\"", file, name).isTrue();
        if (Boolean.getBoolean("generated.write")) {
            Files.writeString(file, part.replaceFirst(Matcher.quoteReplacement(expected)));
        } else {
            assertThat(part.group()).isEqualTo(expected);
        }
    }
}
