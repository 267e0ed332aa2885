/* A replication backlog in C, and the adapter that puts it under the oracle (protocol version 1).
 *
 * Build: cc -std=c11 -O2 -pthread -Wall -Wextra -Werror adapter.c -o adapter     Run: ./adapter
 * Requests on standard input, replies on standard output, one JSON object a line.
 * Made to be copied: put your own backlog in place of Backlog and keep the rest.
 * The names in the comments (EVICT-1 and so on) are the rules of the specification.
 */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEXT_MAX (UINT64_C(1) << 63) /* PUSH-5: the last offset is 2^63-1, what a RESP integer can carry */

typedef struct { char *at; size_t length; } Bytes;
typedef struct { Bytes *items; size_t length, capacity; } List;

static void *resized(void *memory, size_t size) {
    void *moved = realloc(memory, size);
    if (!moved) { perror("adapter"); abort(); }
    return moved;
}

static void append(List *list, Bytes item) {
    if (list->length == list->capacity) {
        list->capacity = 2 * list->capacity + 16;
        list->items = resized(list->items, list->capacity * sizeof item);
    }
    list->items[list->length++] = item;
}

/* ---- The backlog: the newest frames, as many as the budget allows. ----
 * A call that the rules can turn down gives the code of its refusal, or NULL. */

typedef struct {
    uint64_t budget, oldest, next; /* oldest .. next-1 are retained, without a gap (ACCT-2) */
    uint64_t buffered;             /* ACCT-1: the lengths of all frames added up */
    Bytes *ring;                   /* the frame of an offset is at that offset modulo the capacity */
    size_t capacity;
} Backlog;

static Bytes *slot(const Backlog *b, uint64_t offset) { return &b->ring[offset % b->capacity]; }

static void remove_oldest(Backlog *b) {
    Bytes *frame = slot(b, b->oldest++);
    b->buffered -= frame->length;
    free(frame->at);
}

static void drop_up_to(Backlog *b, uint64_t watermark) {
    while (b->oldest < b->next && b->oldest < watermark) remove_oldest(b); /* DROP-1; DROP-3: next stays */
}

static const char *start(Backlog *b, uint64_t budget, uint64_t next) {
    if (budget == 0) return "bad-budget";            /* NEW-1 */
    if (next > NEXT_MAX) return "offsets-exhausted"; /* NEW-3 */
    drop_up_to(b, UINT64_MAX);
    b->budget = budget;
    b->oldest = b->next = next;
    return NULL;
}

/* WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings. */
static Bytes encode(uint64_t offset, List argv) {
    Bytes frame;
    FILE *out = open_memstream(&frame.at, &frame.length);
    if (!out) { perror("adapter"); abort(); }
    fprintf(out, "*2\r\n:%" PRIu64 "\r\n*%zu\r\n", offset, argv.length);
    for (size_t i = 0; i < argv.length; i++) {
        fprintf(out, "$%zu\r\n", argv.items[i].length);
        fwrite(argv.items[i].at, 1, argv.items[i].length, out);
        fputs("\r\n", out);
    }
    fclose(out);
    return frame;
}

static const char *push(Backlog *b, List argv) {
    if (b->next == NEXT_MAX) return "offsets-exhausted"; /* PUSH-5: tested before anything changes */
    if (b->next - b->oldest == b->capacity) {
        Backlog larger = *b;
        larger.capacity = 2 * b->capacity + 16;
        larger.ring = resized(NULL, larger.capacity * sizeof(Bytes));
        for (uint64_t offset = b->oldest; offset < b->next; offset++) *slot(&larger, offset) = *slot(b, offset);
        free(b->ring);
        *b = larger;
    }
    Bytes frame = encode(b->next, argv);
    *slot(b, b->next++) = frame;
    b->buffered += frame.length;
    while (b->buffered > b->budget && b->next - b->oldest > 1) remove_oldest(b); /* EVICT-1; EVICT-3: not the newest */
    return NULL;
}

/* The frames from .. next-1 may then be read (FROM-4), until the next push or drop. */
static const char *frames_from(const Backlog *b, uint64_t from) {
    if (from > b->next) return "future";    /* FROM-1 */
    if (from < b->oldest) return "too-old"; /* FROM-3; empty: oldest is next, so from = next passes (FROM-2) */
    return NULL;
}

/* ---- Decoding a frame, in WIRE-1's form and no other (WIRE-8), from a stream that arrives in pieces. ---- */

typedef struct { List pieces; size_t piece, at; int64_t used; const char *refusal; } Reader;

static void refuse(Reader *r, const char *code) {
    if (!r->refusal) r->refusal = code; /* the first counts */
}

/* The next byte; where the stream ends, EOF: that is truncated (WIRE-3). The loop stands where a replica calls recv. */
static int next_byte(Reader *r) {
    while (r->piece < r->pieces.length && r->at == r->pieces.items[r->piece].length) {
        r->piece++;
        r->at = 0;
    }
    if (r->piece == r->pieces.length) {
        refuse(r, "truncated");
        return EOF;
    }
    r->used++;
    return (unsigned char)r->pieces.items[r->piece].at[r->at++];
}

/* Reads the decimal number between kind and CRLF. */
static int64_t number(Reader *r, char kind, const char *code, int64_t lowest, int64_t highest) {
    char line[32], expected[32];
    size_t length = 0;
    if (next_byte(r) != kind) refuse(r, code);
    while (!r->refusal && length < sizeof line - 1 && (length == 0 || line[length - 1] != '\n')) {
        line[length++] = (char)next_byte(r);
    }
    line[length] = '\0';
    int64_t value = strtoll(line, NULL, 10);
    snprintf(expected, sizeof expected, "%" PRId64 "\r\n", value);
    if (strcmp(line, expected) != 0) refuse(r, code); /* as after a leading zero or with a larger number */
    if (value < lowest || value > highest) refuse(r, code);
    return value;
}

/* Reads a bulk string. Its memory grows with the bytes that are there, and is then the caller's. */
static Bytes bulk(Reader *r) {
    int64_t length = number(r, '$', "bad-payload", 0, INT64_MAX);
    Bytes bytes;
    FILE *out = open_memstream(&bytes.at, &bytes.length);
    if (!out) { perror("adapter"); abort(); }
    for (; length > 0 && !r->refusal; length--) putc(next_byte(r), out);
    fclose(out);
    if (!r->refusal && next_byte(r) != '\r') refuse(r, "bad-payload");
    if (!r->refusal && next_byte(r) != '\n') refuse(r, "bad-payload");
    return bytes;
}

static int64_t decode(Reader *r, List *argv) {
    number(r, '*', "bad-envelope", 2, 2); /* WIRE-4 */
    int64_t offset = number(r, ':', "bad-offset", INT64_MIN, INT64_MAX); /* WIRE-5 */
    if (offset < 0) refuse(r, "negative-offset"); /* WIRE-6 */
    int64_t count = number(r, '*', "bad-payload", 0, INT64_MAX); /* WIRE-7 */
    /* The list too grows with the bytes that are there, not with the declared count. */
    while (!r->refusal && (int64_t)argv->length < count) append(argv, bulk(r));
    return offset;
}

/* ---- As much of JSON as the protocol needs: an object of strings, with one of bytes or a list of them. ---- */

enum { OP, MAX_BYTES, NEXT_OFFSET, WATERMARK, FROM, MAX, ROUNDS, BYTES, PIECES, ARGV, UNKNOWN };
static const char *const KEYS[] = {"op",  "maxBytes", "nextOffset", "watermark", "from",
                                   "max", "rounds",   "bytes",      "pieces",    "argv"};

/* The next string of the line, ended by a NUL; or NULL. Escapes are stepped over: the protocol needs none. */
static char *next_string(char **line) {
    char *text = strchr(*line, '"'), *end = text;
    if (!text) return NULL;
    do end += strcspn(end + 1, "\\\"") + 1;
    while (*end == '\\' && *++end);
    if (*end) *end++ = '\0';
    *line = end + strspn(end, " \t");
    return text + 1;
}

/* Turns hexadecimal into bytes, in place. */
static Bytes from_hex(char *text) {
    Bytes bytes = {text, strlen(text) / 2};
    for (size_t i = 0; i < bytes.length; i++) {
        char digits[] = {text[2 * i], text[2 * i + 1], '\0'};
        text[i] = (char)strtol(digits, NULL, 16);
    }
    return bytes;
}

static void print_hex(FILE *out, Bytes bytes) {
    for (size_t i = 0; i < bytes.length; i++) fprintf(out, "%02x", (unsigned char)bytes.at[i]);
}

/* Reads the fields of an object into what stands for those that are absent, and its bytes; the line is written to. */
static void read_fields(char *line, char **fields, List *bytes) {
    static char none[] = "", zero[] = "0", most[] = "18446744073709551615";
    char *absent[] = {none, zero, zero, zero, zero, most, zero};
    int field = UNKNOWN;
    memcpy(fields, absent, sizeof absent);
    for (char *rest = line, *text; (text = next_string(&rest)); ) {
        if (*rest == ':') {
            for (field = 0; field < UNKNOWN && strcmp(text, KEYS[field]) != 0; ) field++;
        } else if (field < BYTES) {
            fields[field] = text;
        } else if (field < UNKNOWN) {
            append(bytes, from_hex(text));
        }
    }
}

static uint64_t u64(const char *digits) { return strtoull(digits, NULL, 10); }

static const char *print_decoded(Reader *r, List *argv) {
    int64_t offset = decode(r, argv);
    if (r->refusal) return r->refusal;
    printf("{\"ok\":{\"offset\":\"%" PRId64 "\",\"used\":\"%" PRId64 "\",\"argv\":[", offset, r->used);
    for (size_t i = 0; i < argv->length; i++) {
        fputs(i > 0 ? ",\"" : "\"", stdout);
        print_hex(stdout, argv->items[i]);
        putchar('"');
    }
    puts("]}}");
    return NULL;
}

static void print_frames(FILE *out, const Backlog *b, uint64_t from, uint64_t max) {
    fputs("{\"ok\":{\"frames\":[", out);
    for (uint64_t offset = from; offset < b->next && offset - from < max; offset++) {
        fprintf(out, "%s{\"offset\":\"%" PRIu64 "\",\"bytes\":\"", offset > from ? "," : "", offset);
        print_hex(out, *slot(b, offset));
        fputs("\"}", out);
    }
    fputs("]}}", out);
}

static void print_state(FILE *out, const Backlog *b) {
    fprintf(out, "{\"ok\":{\"nextOffset\":\"%" PRIu64 "\",\"bufferedBytes\":\"%" PRIu64 "\",\"length\":\"%" PRIu64 "\",",
            b->next, b->buffered, b->next - b->oldest);
    if (b->oldest == b->next) fputs("\"oldestOffset\":null,\"newestOffset\":null}}", out);
    else fprintf(out, "\"oldestOffset\":\"%" PRIu64 "\",\"newestOffset\":\"%" PRIu64 "\"}}", b->oldest, b->next - 1);
}

/* ---- The backlog for threads: one mutex around every call. ---- */

typedef struct {
    Backlog backlog;
    pthread_mutex_t mutex;
    pthread_cond_t changed; /* next has grown, or it was closed */
    bool closed;
} Shared;

static const char *shared_push(Shared *s, List argv, uint64_t *offset) {
    pthread_mutex_lock(&s->mutex);
    const char *refusal = s->closed ? "closed" : push(&s->backlog, argv);
    *offset = s->backlog.next - 1;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
    return refusal;
}

static void shared_drop_up_to(Shared *s, uint64_t watermark) {
    pthread_mutex_lock(&s->mutex);
    drop_up_to(&s->backlog, watermark);
    pthread_mutex_unlock(&s->mutex);
}

/* The frames are copied: the backlog goes on, and frees its own (LOCK-2). */
static const char *shared_frames_from(Shared *s, uint64_t from, uint64_t max, Backlog *copy) {
    pthread_mutex_lock(&s->mutex);
    const char *refusal = frames_from(&s->backlog, from);
    *copy = (Backlog){.oldest = from, .next = from};
    if (!refusal) {
        copy->capacity = s->backlog.next - from + 1;
        copy->ring = resized(NULL, copy->capacity * sizeof(Bytes));
    }
    while (!refusal && copy->next < s->backlog.next && copy->next - from < max) {
        Bytes frame = *slot(&s->backlog, copy->next), mine = {resized(NULL, frame.length), frame.length};
        memcpy(mine.at, frame.at, frame.length);
        *slot(copy, copy->next++) = mine;
    }
    pthread_mutex_unlock(&s->mutex);
    return refusal;
}

static Backlog shared_state(Shared *s) {
    pthread_mutex_lock(&s->mutex);
    Backlog counters = s->backlog; /* LOCK-3: all of one moment */
    pthread_mutex_unlock(&s->mutex);
    return counters;
}

/* Waits until there is something to read at an offset, and tells whether there is: if not, it was closed (LOCK-4). */
static bool shared_await(Shared *s, uint64_t from) {
    pthread_mutex_lock(&s->mutex);
    while (s->backlog.next <= from && !s->closed) pthread_cond_wait(&s->changed, &s->mutex);
    bool due = s->backlog.next > from;
    pthread_mutex_unlock(&s->mutex);
    return due;
}

static void shared_close(Shared *s) {
    pthread_mutex_lock(&s->mutex);
    s->closed = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
}

/* ---- A race: the calls of some threads at once, in many rounds. ---- */

enum { MOST_THREADS = 8, MOST_CALLS = 16 };

/* A call, and what it was told: put into words only afterwards, when nobody races any more. */
typedef struct {
    char *fields[BYTES];
    List argv;
    const char *refusal;
    uint64_t offset;
    Backlog seen; /* copied frames, or counters */
    bool due;
} Call;

typedef struct { Call items[MOST_CALLS]; size_t length; } Calls;

typedef struct {
    Calls before, after, threads[MOST_THREADS];
    size_t count;
    uint64_t rounds, budget, next;
    Shared shared;
    atomic_ulong arrived;
    char **outcomes;
    uint64_t *times;
    size_t different;
} Race;

typedef struct { Race *race; size_t number; } Thread;

static void call(Shared *s, Call *c) {
    c->refusal = NULL;
    switch (c->fields[OP][0]) {
    case 'p': c->refusal = shared_push(s, c->argv, &c->offset); break;
    case 'd': shared_drop_up_to(s, u64(c->fields[WATERMARK])); break;
    case 'f': c->refusal = shared_frames_from(s, u64(c->fields[FROM]), u64(c->fields[MAX]), &c->seen); break;
    case 's': c->seen = shared_state(s); break;
    case 'a': c->due = shared_await(s, u64(c->fields[FROM])); break;
    case 'c': shared_close(s); break;
    }
}

static void call_all(Shared *s, Calls *calls) {
    for (size_t i = 0; i < calls->length; i++) call(s, &calls->items[i]);
}

static void tell(FILE *out, Calls *calls) {
    putc('[', out);
    for (size_t i = 0; i < calls->length; i++) {
        Call *c = &calls->items[i];
        char op = c->fields[OP][0];
        if (i > 0) putc(',', out);
        if (c->refusal) fprintf(out, "{\"refused\":\"%s\"}", c->refusal);
        else if (op == 'p') fprintf(out, "{\"ok\":{\"offset\":\"%" PRIu64 "\"}}", c->offset);
        else if (op == 'f') print_frames(out, &c->seen, c->seen.oldest, UINT64_MAX);
        else if (op == 's') print_state(out, &c->seen);
        else if (op == 'a') fprintf(out, "{\"ok\":{\"due\":\"%s\"}}", c->due ? "yes" : "no");
        else fputs("{\"ok\":{}}", out);
        if (op == 'f' && !c->refusal) {
            drop_up_to(&c->seen, UINT64_MAX);
            free(c->seen.ring);
        }
    }
    putc(']', out);
}

static void count_outcome(Race *r) {
    Bytes text;
    FILE *out = open_memstream(&text.at, &text.length);
    if (!out) { perror("adapter"); abort(); }
    fputs("\"threads\":[", out);
    for (size_t i = 0; i < r->count; i++) {
        if (i > 0) putc(',', out);
        tell(out, &r->threads[i]);
    }
    fputs("],\"after\":", out);
    tell(out, &r->after);
    fclose(out);
    size_t at = 0;
    while (at < r->different && strcmp(r->outcomes[at], text.at) != 0) at++;
    if (at == r->different) {
        r->different++;
        r->outcomes = resized(r->outcomes, r->different * sizeof *r->outcomes);
        r->times = resized(r->times, r->different * sizeof *r->times);
        r->outcomes[at] = text.at;
        r->times[at] = 0;
    } else {
        free(text.at);
    }
    r->times[at]++;
}

/* Spins until all have come: what sleeps does not start at one moment. */
static void meet(Race *r, uint64_t times) {
    atomic_fetch_add(&r->arrived, 1);
    for (int spins = 0; atomic_load(&r->arrived) < times * r->count; spins++) {
        if (spins > 1000) sched_yield();
    }
}

static void *run_thread(void *argument) {
    Thread *thread = argument;
    Race *r = thread->race;
    unsigned random = (unsigned)thread->number + 1;
    for (uint64_t round = 0; round < r->rounds; round++) {
        if (thread->number == 0) {
            r->shared.backlog = (Backlog){0};
            start(&r->shared.backlog, r->budget, r->next);
            r->shared.closed = false;
            call_all(&r->shared, &r->before);
        }
        meet(r, 2 * round + 1);
        random = random * 1103515245 + 12345;
        if (random >> 30 == 0) sched_yield(); /* not always alike: now and then, the others first */
        for (unsigned turns = random >> 16 & 255; turns > 0; turns--) atomic_load(&r->arrived);
        call_all(&r->shared, &r->threads[thread->number]);
        meet(r, 2 * round + 2);
        if (thread->number == 0) {
            call_all(&r->shared, &r->after);
            count_outcome(r);
            drop_up_to(&r->shared.backlog, UINT64_MAX);
            free(r->shared.backlog.ring);
        }
    }
    return NULL;
}

/* Cuts an array of calls out of the line, so that no field of theirs is taken for one of the race; or gives NULL. */
static char *cut_calls(char *line, const char *key) {
    char *from = strstr(line, key), *to = from ? strchr(from, '[') : NULL, *cut;
    if (!to) return NULL;
    from = to;
    int depth = 0;
    do depth += (*to == '[') - (*to == ']');
    while (depth > 0 && *++to);
    if (!(cut = strndup(from, (size_t)(to - from) + 1))) { perror("adapter"); abort(); }
    memset(from, ' ', (size_t)(to - from));
    return cut;
}

/* Reads an array of calls, and gives the place behind it. */
static char *read_calls(char *at, Calls *calls) {
    for (at = strchr(at, '[') + 1; *at != ']'; at++) {
        if (*at == '{' && calls->length < MOST_CALLS) {
            Call *c = &calls->items[calls->length++];
            char *end = strchr(at, '}'); /* none of the strings has one */
            *end = '\0';
            read_fields(at, c->fields, &c->argv);
            at = end;
        }
    }
    return at + 1;
}

static void print_race(char **fields, char *before, char *threads, char *after) {
    Race *r = calloc(1, sizeof *r);
    if (!r) { perror("adapter"); abort(); }
    r->rounds = u64(fields[ROUNDS]);
    r->budget = u64(fields[MAX_BYTES]);
    r->next = u64(fields[NEXT_OFFSET]);
    pthread_mutex_init(&r->shared.mutex, NULL);
    pthread_cond_init(&r->shared.changed, NULL);
    read_calls(before, &r->before);
    read_calls(after, &r->after);
    for (char *at = threads + 1; *at != ']' && r->count < MOST_THREADS; ) {
        if (*at == '[') at = read_calls(at, &r->threads[r->count++]);
        else at++;
    }
    pthread_t running[MOST_THREADS];
    Thread all[MOST_THREADS];
    for (size_t i = 0; i < r->count; i++) {
        all[i] = (Thread){r, i};
        if (pthread_create(&running[i], NULL, run_thread, &all[i]) != 0) abort();
    }
    for (size_t i = 0; i < r->count; i++) pthread_join(running[i], NULL);
    fputs("{\"ok\":{\"outcomes\":[", stdout);
    for (size_t i = 0; i < r->different; i++) {
        printf("%s{\"rounds\":\"%" PRIu64 "\",%s}", i > 0 ? "," : "", r->times[i], r->outcomes[i]);
        free(r->outcomes[i]);
    }
    puts("]}}");
    free(r->outcomes);
    free(r->times);
    for (size_t i = 0; i < MOST_CALLS; i++) {
        free(r->before.items[i].argv.items);
        free(r->after.items[i].argv.items);
        for (size_t thread = 0; thread < MOST_THREADS; thread++) free(r->threads[thread].items[i].argv.items);
    }
    free(r);
}

/* Prints the result and gives NULL, or gives the code of the refusal. The bytes are the arguments or the pieces. */
static const char *perform(Backlog *b, char **fields, List bytes) {
    const char *op = fields[OP], *refusal;
    if (strcmp(op, "hello") == 0) {
        puts("{\"ok\":{\"protocol\":\"1\",\"name\":\"backlog-c\",\"version\":\"1.0\",\"language\":\"C\","
             "\"capabilities\":[\"state\",\"resume\",\"wire\",\"pieces\",\"race\",\"wait\"]}}");
    } else if (strcmp(op, "new") == 0) {
        if ((refusal = start(b, u64(fields[MAX_BYTES]), u64(fields[NEXT_OFFSET])))) return refusal;
        puts("{\"ok\":{}}");
    } else if (strcmp(op, "push") == 0) {
        if ((refusal = push(b, bytes))) return refusal;
        printf("{\"ok\":{\"offset\":\"%" PRIu64 "\"}}\n", b->next - 1);
    } else if (strcmp(op, "dropUpTo") == 0) {
        drop_up_to(b, u64(fields[WATERMARK]));
        puts("{\"ok\":{}}");
    } else if (strcmp(op, "framesFrom") == 0) {
        uint64_t from = u64(fields[FROM]), max = u64(fields[MAX]);
        if ((refusal = frames_from(b, from))) return refusal;
        print_frames(stdout, b, from, max);
        putchar('\n');
    } else if (strcmp(op, "state") == 0) {
        print_state(stdout, b);
        putchar('\n');
    } else if (strcmp(op, "decode") == 0) {
        Reader r = {.pieces = bytes};
        List argv = {0};
        refusal = print_decoded(&r, &argv);
        while (argv.length > 0) free(argv.items[--argv.length].at);
        free(argv.items);
        return refusal;
    } else {
        puts("{\"unsupported\":\"unknown operation\"}");
    }
    return NULL;
}

int main(void) {
    Backlog backlog = {0};
    List bytes = {0};
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        char *fields[BYTES], *before = cut_calls(line, "\"before\""), *threads = cut_calls(line, "\"threads\""),
             *after = cut_calls(line, "\"after\"");
        bytes.length = 0;
        read_fields(line, fields, &bytes);
        const char *refusal = NULL;
        if (before && threads && after) print_race(fields, before, threads, after);
        else refusal = perform(&backlog, fields, bytes);
        if (refusal) printf("{\"refused\":\"%s\"}\n", refusal);
        fflush(stdout);
        free(before);
        free(threads);
        free(after);
    }
    drop_up_to(&backlog, UINT64_MAX);
    free(backlog.ring);
    free(bytes.items);
    free(line);
    return 0;
}
