package replication.backlog.oracle;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The committed schema of {@code report.json}. */
public final class ReportSchema {

    private ReportSchema() {}

    /** {@return what is wrong with a report; nothing, if all is right} */
    public static List<String> errors(String json) throws IOException {
        try (InputStream in = Main.class.getResourceAsStream("report.schema.json")) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in, InputFormat.JSON);
            return schema
                    .validate(
                            json,
                            InputFormat.JSON,
                            run -> run.executionConfig(config -> config.formatAssertionsEnabled(true)))
                    .stream()
                    .map(Error::toString)
                    .toList();
        }
    }
}
