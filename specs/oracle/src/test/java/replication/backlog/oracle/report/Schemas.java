package replication.backlog.oracle.report;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The committed schemas: {@code report.schema.json}, {@code protocol.schema.json}, {@code vectors.schema.json}. */
public final class Schemas {

    /** Only a name: the schemas are found by the last part of it. */
    private static final String BASE = "https://schemas.invalid/";

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Schemas::text));

    private Schemas() {}

    /** {@return what is wrong with a report; nothing, if all is right} */
    public static List<String> errors(String json) {
        return errors("report.schema.json", json);
    }

    /** {@return what a schema finds wrong with some JSON; nothing, if all is right} */
    public static List<String> errors(String schema, String json) {
        Schema found = REGISTRY.getSchema(SchemaLocation.of(BASE + schema));
        return found
                .validate(
                        json,
                        InputFormat.JSON,
                        run -> run.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static String text(String location) {
        if (!location.startsWith(BASE)) {
            return null;
        }
        try (InputStream in = Schemas.class.getResourceAsStream(
                "/replication/backlog/oracle/schemas/" + location.substring(BASE.length()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
