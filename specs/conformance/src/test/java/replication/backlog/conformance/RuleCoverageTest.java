package replication.backlog.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import replication.backlog.model.Rule;

/** No rule without a test that names it. */
class RuleCoverageTest {

    @Test
    void everyRuleIsNamedByATestThatRuns() throws Exception {
        Map<Rule, Set<String>> tests = new EnumMap<>(Rule.class);
        for (Class<?> type : classes()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Checks.class)) {
                    assertThat(runs(method)).as(method + " is a test").isTrue();
                    for (Rule rule : method.getAnnotation(Checks.class).value()) {
                        tests.computeIfAbsent(rule, none -> new TreeSet<>()).add(method.getName());
                    }
                }
            }
        }
        assertThat(tests).containsOnlyKeys(Rule.values());
    }

    private static boolean runs(Method method) {
        return Stream.of(Test.class, TestFactory.class, Property.class, Example.class)
                .anyMatch(method::isAnnotationPresent);
    }

    /** The classes of this module's main and test code, which Maven keeps in two folders. */
    private static Iterable<Class<?>> classes() throws IOException, URISyntaxException, ClassNotFoundException {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (Class<?> root : Set.of(RuleCoverageTest.class, BacklogContract.class)) {
            URL location = root.getProtectionDomain().getCodeSource().getLocation();
            Path folder = Path.of(location.toURI());
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    String name = folder.relativize(file).toString().replace('/', '.');
                    classes.add(Class.forName(
                            name.substring(0, name.length() - ".class".length()), false, root.getClassLoader()));
                }
            }
        }
        return classes;
    }
}
