/* A replication backlog in C, and the adapter that puts it under the oracle (protocol version 1).
 *
 * Build: cc -std=c11 -O2 -Wall -Wextra -Werror adapter.c -o adapter     Run: ./adapter
 * Requests on standard input, replies on standard output, one JSON object a line.
 * Made to be copied: put your own backlog in place of Backlog and keep the rest.
 * The names in the comments (EVICT-1 and so on) are the rules of the specification.
 */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
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

enum { OP, MAX_BYTES, NEXT_OFFSET, WATERMARK, FROM, MAX, BYTES, PIECES, ARGV, UNKNOWN };
static const char *const KEYS[] = {"op",  "maxBytes", "nextOffset", "watermark", "from",
                                   "max", "bytes",    "pieces",     "argv"};

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

static void print_hex(Bytes bytes) {
    for (size_t i = 0; i < bytes.length; i++) printf("%02x", (unsigned char)bytes.at[i]);
}

static uint64_t u64(const char *digits) { return strtoull(digits, NULL, 10); }

static const char *print_decoded(Reader *r, List *argv) {
    int64_t offset = decode(r, argv);
    if (r->refusal) return r->refusal;
    printf("{\"ok\":{\"offset\":\"%" PRId64 "\",\"used\":\"%" PRId64 "\",\"argv\":[", offset, r->used);
    for (size_t i = 0; i < argv->length; i++) {
        fputs(i > 0 ? ",\"" : "\"", stdout);
        print_hex(argv->items[i]);
        putchar('"');
    }
    puts("]}}");
    return NULL;
}

/* Prints the result and gives NULL, or gives the code of the refusal. The bytes are the arguments or the pieces. */
static const char *perform(Backlog *b, char **fields, List bytes) {
    const char *op = fields[OP], *refusal;
    if (strcmp(op, "hello") == 0) {
        puts("{\"ok\":{\"protocol\":\"1\",\"name\":\"backlog-c\",\"version\":\"1.0\",\"language\":\"C\","
             "\"capabilities\":[\"state\",\"resume\",\"wire\",\"pieces\"]}}");
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
        fputs("{\"ok\":{\"frames\":[", stdout);
        for (uint64_t offset = from; offset < b->next && offset - from < max; offset++) {
            printf("%s{\"offset\":\"%" PRIu64 "\",\"bytes\":\"", offset > from ? "," : "", offset);
            print_hex(*slot(b, offset));
            fputs("\"}", stdout);
        }
        puts("]}}");
    } else if (strcmp(op, "state") == 0) {
        printf("{\"ok\":{\"nextOffset\":\"%" PRIu64 "\",\"bufferedBytes\":\"%" PRIu64 "\",\"length\":\"%" PRIu64 "\",",
               b->next, b->buffered, b->next - b->oldest);
        if (b->oldest == b->next) puts("\"oldestOffset\":null,\"newestOffset\":null}}");
        else printf("\"oldestOffset\":\"%" PRIu64 "\",\"newestOffset\":\"%" PRIu64 "\"}}\n", b->oldest, b->next - 1);
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
    char *line = NULL, none[] = "";
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        char *fields[] = {none, "0", "0", "0", "0", "18446744073709551615"}; /* what an absent field stands for */
        int field = UNKNOWN;
        bytes.length = 0;
        for (char *rest = line, *text; (text = next_string(&rest)); ) {
            if (*rest == ':') {
                for (field = 0; field < UNKNOWN && strcmp(text, KEYS[field]) != 0; ) field++;
            } else if (field < BYTES) {
                fields[field] = text;
            } else if (field < UNKNOWN) {
                append(&bytes, from_hex(text));
            }
        }
        const char *refusal = perform(&backlog, fields, bytes);
        if (refusal) printf("{\"refused\":\"%s\"}\n", refusal);
        fflush(stdout);
    }
    drop_up_to(&backlog, UINT64_MAX);
    free(backlog.ring);
    free(bytes.items);
    free(line);
    return 0;
}
