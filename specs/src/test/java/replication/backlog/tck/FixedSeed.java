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
 * Where a mutant's death must not depend on chance, nor take long: with {@code -Dseed=N} properties run with that seed and do
 * not shrink, and with {@code -Dtries=N} so many times.
 */
public final class FixedSeed implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        String seed = System.getProperty("seed");
        if (seed != null) {
            context.attributes().setSeed(seed);
            context.attributes().setShrinking(ShrinkingMode.OFF);
        }
        // Properties that count what they reach need all of their tries.
        if (System.getProperty("tries") != null
                && context.targetMethod().isAnnotationPresent(Property.class)
                && !context.targetMethod().isAnnotationPresent(StatisticsReport.class)) {
            context.attributes().setTries(Integer.getInteger("tries"));
        }
        return property.execute();
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
