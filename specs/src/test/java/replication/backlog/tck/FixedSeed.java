package replication.backlog.tck;

import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Where a mutant's death must not depend on chance, nor take long: with {@code -Dseed=N -Dtries=N} properties run with that
 * seed, so many times, and do not shrink.
 */
public class FixedSeed implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        if (System.getProperty("seed") != null) {
            fix(context, System.getProperty("seed"), Integer.getInteger("tries"));
        }
        return property.execute();
    }

    static void fix(PropertyLifecycleContext context, String seed, int tries) {
        context.attributes().setSeed(seed);
        context.attributes().setShrinking(ShrinkingMode.OFF);
        // Properties that count what they reach need all of their tries.
        if (context.targetMethod().isAnnotationPresent(Property.class)
                && !context.targetMethod().isAnnotationPresent(StatisticsReport.class)) {
            context.attributes().setTries(tries);
        }
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public int aroundPropertyProximity() {
        return -90;
    }
}
