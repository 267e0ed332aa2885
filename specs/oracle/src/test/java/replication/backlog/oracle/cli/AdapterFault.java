package replication.backlog.oracle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A fault between threads in one of the shipped adapters: a line or two of its source changed, and compiled anew.
 *
 * @param language the adapter's folder
 * @param what what it does wrong, in a few words that start with a verb; nothing where it is as it is shipped
 * @param changes what is changed, and to what, in turn
 */
record AdapterFault(String language, String what, String... changes) {

    private static final String LOCK_GO = "\ts.mutex.Lock()\n\tdefer s.mutex.Unlock()\n";
    private static final String LOCK_C = "    pthread_mutex_lock(&s->mutex);\n";
    private static final String UNLOCK_C = "    pthread_mutex_unlock(&s->mutex);\n";

    /** The adapters as they are. */
    static final List<AdapterFault> NONE =
            List.of(new AdapterFault("go", ""), new AdapterFault("c", ""), new AdapterFault("rust", ""));

    /** The faults. */
    static final List<AdapterFault> ALL = List.of(
            new AdapterFault(
                    "go",
                    "has no mutex",
                    LOCK_GO + "\trefuseIf(s.closed, \"closed\")\n",
                    "\trefuseIf(s.closed, \"closed\")\n",
                    LOCK_GO + "\ts.backlog.DropUpTo",
                    "\ts.backlog.DropUpTo",
                    LOCK_GO + "\treturn slices",
                    "\treturn slices",
                    LOCK_GO + "\treturn *s.backlog",
                    "\treturn *s.backlog"),
            new AdapterFault(
                    "go", "lets the mutex go between evicting and appending", "\treturn s.backlog.Push(argv)\n", """
                    \tb := s.backlog
                    \tfor len(b.frames) > 0 && b.buffered+uint64(len(encode(b.next, argv))) > b.budget {
                    \t\tb.removeOldest()
                    \t}
                    \ts.mutex.Unlock()
                    \ts.mutex.Lock()
                    \treturn b.Push(argv)
                    """),
            new AdapterFault("go", "reads the counters in two steps", LOCK_GO + "\treturn *s.backlog", """
                    \ts.mutex.Lock()
                    \tfirst := *s.backlog
                    \ts.mutex.Unlock()
                    \ts.mutex.Lock()
                    \tdefer s.mutex.Unlock()
                    \tfirst.frames, first.buffered = s.backlog.frames, s.backlog.buffered
                    \treturn first"""),
            new AdapterFault(
                    "go",
                    "returns the frames as they are, not as they were",
                    "slices.Clone(s.backlog.FramesFrom(from, limit))",
                    "slices.Clip(s.backlog.FramesFrom(from, limit))"),
            new AdapterFault(
                    "go",
                    "looks, and then waits",
                    "\tfor s.backlog.next <= from && !s.closed { // looked at under the lock, and again after each wake-up\n",
                    "\tfor s.backlog.next <= from && !s.closed {\n\t\ts.mutex.Unlock()\n\t\ts.mutex.Lock()\n"),
            new AdapterFault(
                    "go", "wakes one of those who wait", "defer s.changed.Broadcast()", "defer s.changed.Signal()"),
            new AdapterFault(
                    "go",
                    "does not wake when it is closed",
                    "\ts.closed = true\n\ts.changed.Broadcast()",
                    "\ts.closed = true"),
            new AdapterFault(
                    "c",
                    "has no mutex",
                    LOCK_C + "    const char *refusal = s->closed",
                    "    const char *refusal = s->closed",
                    "    pthread_cond_broadcast(&s->changed);\n" + UNLOCK_C + "    return refusal;",
                    "    pthread_cond_broadcast(&s->changed);\n    return refusal;",
                    LOCK_C + "    drop_up_to(&s->backlog, watermark);\n" + UNLOCK_C,
                    "    drop_up_to(&s->backlog, watermark);\n",
                    LOCK_C + "    const char *refusal = frames_from",
                    "    const char *refusal = frames_from",
                    "    }\n" + UNLOCK_C + "    return refusal;",
                    "    }\n    return refusal;"),
            new AdapterFault(
                    "c",
                    "lets the mutex go between evicting and appending",
                    "s->closed ? \"closed\" : push(&s->backlog, argv);",
                    """
                    s->closed ? "closed" : NULL;
                        Backlog *b = &s->backlog;
                        Bytes coming = encode(b->next, argv);
                        while (b->oldest < b->next && b->buffered + coming.length > b->budget) remove_oldest(b);
                        free(coming.at);
                        pthread_mutex_unlock(&s->mutex);
                        pthread_mutex_lock(&s->mutex);
                        if (!refusal) refusal = push(b, argv);"""),
            new AdapterFault(
                    "c",
                    "reads the counters in two steps",
                    "    Backlog counters = s->backlog; /* LOCK-3: all of one moment */\n",
                    """
                        Backlog counters = s->backlog;
                        pthread_mutex_unlock(&s->mutex);
                        pthread_mutex_lock(&s->mutex);
                        counters.oldest = s->backlog.oldest;
                        counters.buffered = s->backlog.buffered;
                    """),
            new AdapterFault(
                    "c",
                    "returns the frames as they are, not as they were",
                    "mine = {resized(NULL, frame.length), frame.length};\n        memcpy(mine.at, frame.at, frame.length);\n",
                    "mine = frame;\n",
                    "            drop_up_to(&c->seen, UINT64_MAX);\n",
                    ""),
            new AdapterFault(
                    "c", "looks, and then waits", "s->closed) pthread_cond_wait(&s->changed, &s->mutex);", """
                    s->closed) {
                            pthread_mutex_unlock(&s->mutex);
                            pthread_mutex_lock(&s->mutex);
                            pthread_cond_wait(&s->changed, &s->mutex);
                        }"""),
            new AdapterFault("c", "wakes one of those who wait", "pthread_cond_broadcast", "pthread_cond_signal"),
            new AdapterFault(
                    "c",
                    "does not wake when it is closed",
                    "    s->closed = true;\n    pthread_cond_broadcast(&s->changed);\n",
                    "    s->closed = true;\n"));

    private static String source(String language) {
        return switch (language) {
            case "go" -> "adapter.go";
            case "rust" -> "adapter.rs";
            default -> "adapter.c";
        };
    }

    /** {@return the command that says whether the toolchain is there} */
    List<String> toolchain() {
        return switch (language) {
            case "go" -> List.of("go", "version");
            case "rust" -> List.of("rustc", "--version");
            default -> List.of("cc", "--version");
        };
    }

    /** Makes the program in a folder. {@return its path} */
    Path build(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path source = Path.of("../adapters", language, source(language));
        String text = Files.readString(source);
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(text).as("%s: what is changed is there", what).contains(changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        Path changed = folder.resolve(source(language));
        Files.writeString(changed, text);
        Path program = folder.resolve("adapter").toAbsolutePath();
        List<String> command = new ArrayList<>(
                switch (language) {
                    case "go" -> List.of("go", "build", "-o", program.toString(), source(language));
                    case "rust" ->
                        List.of("rustc", "--edition", "2021", "-O", "-o", program.toString(), source(language));
                    default -> List.of("cc", "-std=c11", "-O2", "-pthread", "-o", program.toString(), source(language));
                });
        Process built = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("build.log").toFile())
                .start();
        assertThat(built.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(built.exitValue())
                .as("%s: %s", what, Files.readString(folder.resolve("build.log")))
                .isZero();
        return program;
    }
}
