package replication.backlog.conformance.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import replication.backlog.model.Notation;
import replication.backlog.model.Request;
import replication.backlog.model.Script;
import replication.backlog.model.Step;

/** What the suites are held against: tests as one would write them without thinking about it much. */
final class Controls {

    private static final int CALLS = 32;

    private Controls() {}

    /** The seed's examples: each compares what it asks for, and nothing else. */
    static Stream<Script> seed() {
        try (InputStream text = Controls.class.getResourceAsStream("seed-examples.txt")) {
            return Stream.of(new String(text.readAllBytes(), StandardCharsets.UTF_8).split("\n\n"))
                    .skip(1)
                    .map(String::lines)
                    .map(lines -> script(lines.skip(1).map(Notation::parse).toList(), Script.Look.NEVER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Offsets from all of 64 bits alike and budgets of 1 to 64 KiB, with everything observed after every call. */
    static Stream<Script> naive(long seed, int tries) {
        Random random = new Random(seed);
        return IntStream.range(0, tries).mapToObj(i -> {
            List<Request> calls = new ArrayList<>();
            calls.add(new Request.New(1024 + random.nextInt(63 * 1024), 0));
            random.ints(CALLS, 0, 4)
                    .forEach(kind -> calls.add(
                            switch (kind) {
                                case 0 -> new Request.DropUpTo(random.nextLong());
                                case 1 -> new Request.FramesFrom(random.nextLong(), OptionalLong.empty());
                                default ->
                                    new Request.Push(
                                            List.of("SET", "k" + random.nextInt(100), "v".repeat(random.nextInt(64))));
                            }));
            return script(calls, Script.Look.AFTER_EVERY_STEP);
        });
    }

    private static Script script(List<Request> calls, Script.Look look) {
        return new Script("", calls.stream().<Step>map(Step.Absolute::new).toList(), look);
    }
}
