package replication.backlog.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.statistics.StatisticsReport;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import replication.backlog.Backlog;
import replication.backlog.Fetch;
import replication.backlog.conformance.subject.BacklogSubject;
import replication.backlog.faults.Fault;
import replication.backlog.model.Rule;
import replication.backlog.wire.Argv;
import replication.backlog.wire.Decoded;

/** Puts faults to the properties themselves, always with the same seed. */
public final class OnTrial {

    /** As many as are needed. */
    private static final int TRIES_OF_A_LAW = 50;

    private static final Map<String, Integer> FAILED_AT = new TreeMap<>();
    private static final Map<String, Set<Rule>> RULES = new TreeMap<>();
    private static Fault fault;

    private OnTrial() {}

    /** {@return the properties that a fault does not pass, and at which try} */
    public static synchronized Map<String, Integer> failing(Fault onTrial) {
        fault = onTrial;
        FAILED_AT.clear();
        Class<?> properties = onTrial.isInBytes() ? WireOnTrial.class : ContractOnTrial.class;
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(properties))
                        .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                        .configurationParameter("jqwik.database", "target/jqwik-on-trial")
                        .build());
        return Map.copyOf(FAILED_AT);
    }

    /** {@return the properties that were put to use so far, and the rules that they name} */
    public static synchronized Map<String, Set<Rule>> properties() {
        return new TreeMap<>(RULES);
    }

    /** The contract, on the backlog that is on trial. */
    @AddLifecycleHook(Recorder.class)
    static class ContractOnTrial extends BacklogContract {
        @Override
        protected Backlog create(long maxBytes, long nextOffset) {
            return fault.backlogs().create(maxBytes, nextOffset);
        }
    }

    /** The wire properties, on the encoder and the decoder that are on trial. */
    @AddLifecycleHook(Recorder.class)
    static class WireOnTrial extends WireProperties {
        @Override
        byte[] encode(long offset, Argv argv) {
            Backlog backlog = fault.backlogs().create(Long.MAX_VALUE, offset);
            backlog.push(argv);
            return ((Fetch.Frames) backlog.framesFrom(offset)).frames().get(0).toByteArray();
        }

        @Override
        Function<ByteBuffer, Decoded> decoder() {
            BacklogSubject.Decoder decoder = fault.decoders().get();
            return in -> {
                Decoded decoded = decoder.decode(in.slice());
                if (decoded instanceof Decoded.Complete complete) {
                    in.position(in.position() + complete.length());
                }
                return decoded;
            };
        }
    }

    /** Fixes the seed, shrinks nothing, and turns results into records. */
    static final class Recorder implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            context.attributes().setSeed("1");
            context.attributes().setShrinking(ShrinkingMode.OFF);
            // Properties that count what they reach need all of their tries.
            if (context.targetMethod().isAnnotationPresent(Property.class)
                    && !context.targetMethod().isAnnotationPresent(StatisticsReport.class)) {
                context.attributes().setTries(TRIES_OF_A_LAW);
            }
            PropertyExecutionResult result = property.execute();
            String name = context.targetMethod().getName();
            RULES.put(
                    name,
                    Set.of(context.targetMethod().getAnnotation(Checks.class).value()));
            if (result.status() != PropertyExecutionResult.Status.SUCCESSFUL) {
                FAILED_AT.put(name, result.countTries());
            }
            return result.mapToSuccessful();
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
}
