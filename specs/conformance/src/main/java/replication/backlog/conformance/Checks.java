package replication.backlog.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import replication.backlog.model.Rule;

/** Names the rules that a test, or a class of tests, bears on. The build fails on a rule that no test names. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Checks {
    /** {@return the rules} */
    Rule[] value();
}
