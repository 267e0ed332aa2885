/* A replication backlog in C, and the adapter that puts it under the oracle (protocol version 1).
 *
 * Build: cc -std=c11 -O2 -Wall -Wextra -Werror adapter.c -o adapter     Run: ./adapter
 * Requests on standard input, replies on standard output, one JSON object a line.
 * Made to be copied: put your own backlog in place of Backlog and keep the rest.
 * The names in the comments (EVICT-1 and so on) are the rules of the specification.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NEXT_MAX (UINT64_C(1) << 63) /* PUSH-5: the last offset is 2^63-1, what a RESP integer can carry */
#define SIZE_LIMIT INT32_MAX         /* WIRE-8: a declared count or length above this is taken for nonsense */

typedef struct { char *at; size_t length; } Bytes;
typedef struct { Bytes *items; size_t length, capacity; } List;

static void *resized(void *memory, size_t size) {
    void *moved = realloc(memory, size);
    if (!moved) { perror("adapter"); abort(); }
    return moved;
}

static void append(List *list, Bytes item) {
    if (list->length == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 16;
        list->items = resized(list->items, list->capacity * sizeof item);
    }
    list->items[list->length++] = item;
}

/* ---- The backlog: the newest frames, as many as the budget allows. ----
 * A call that the rules can turn down gives the code of its refusal, or NULL. */

typedef struct {
    uint64_t budget, next;
    uint64_t buffered; /* ACCT-1: the lengths of all frames added up */
    List frames;       /* from vacant on: the frames of oldest .. next-1 without a gap (ACCT-2) */
    size_t vacant;     /* places at the front whose frames are gone */
} Backlog;

static size_t backlog_length(const Backlog *b) { return b->frames.length - b->vacant; }

/* The lowest retained offset, or next when nothing is retained. */
static uint64_t backlog_oldest(const Backlog *b) { return b->next - backlog_length(b); }

static void remove_oldest(Backlog *b) {
    Bytes frame = b->frames.items[b->vacant++];
    b->buffered -= frame.length;
    free(frame.at);
    if (2 * b->vacant > b->frames.length) { /* mostly vacant: move the rest up */
        b->frames.length -= b->vacant;
        memmove(b->frames.items, b->frames.items + b->vacant, b->frames.length * sizeof(Bytes));
        b->vacant = 0;
    }
}

static void backlog_drop_up_to(Backlog *b, uint64_t watermark) {
    while (backlog_length(b) > 0 && backlog_oldest(b) < watermark) remove_oldest(b); /* DROP-1; DROP-3: next stays */
}

static const char *backlog_start(Backlog *b, uint64_t budget, uint64_t next) {
    if (budget == 0) return "bad-budget";            /* NEW-1 */
    if (next > NEXT_MAX) return "offsets-exhausted"; /* NEW-3 */
    backlog_drop_up_to(b, UINT64_MAX);
    b->budget = budget;
    b->next = next;
    return NULL;
}

/* WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings. */
static Bytes encode(uint64_t offset, List argv) {
    size_t length = 64; /* enough for the numbers and line ends at the front, as 32 are for those of an argument */
    for (size_t i = 0; i < argv.length; i++) length += 32 + argv.items[i].length;
    char *frame = resized(NULL, length);
    char *at = frame + sprintf(frame, "*2\r\n:%" PRIu64 "\r\n*%zu\r\n", offset, argv.length);
    for (size_t i = 0; i < argv.length; i++) {
        Bytes argument = argv.items[i];
        at += sprintf(at, "$%zu\r\n", argument.length);
        at = (char *)memcpy(at, argument.at, argument.length) + argument.length;
        at += sprintf(at, "\r\n");
    }
    length = (size_t)(at - frame);
    return (Bytes){resized(frame, length), length};
}

static const char *backlog_push(Backlog *b, List argv, uint64_t *offset) {
    if (b->next == NEXT_MAX) return "offsets-exhausted"; /* PUSH-5: tested before anything changes */
    Bytes frame = encode(b->next, argv);
    append(&b->frames, frame);
    b->buffered += frame.length;
    *offset = b->next++;
    while (b->buffered > b->budget && backlog_length(b) > 1) remove_oldest(b); /* EVICT-1; EVICT-3: never the newest */
    return NULL;
}

/* The frames from an offset on (FROM-4) are frames.items[start .. frames.length-1], until the next push or drop. */
static const char *backlog_frames_from(const Backlog *b, uint64_t from, size_t *start) {
    if (from > b->next) return "future";            /* FROM-1 */
    if (from < backlog_oldest(b)) return "too-old"; /* FROM-3; empty: oldest is next, so from = next passes (FROM-2) */
    *start = b->vacant + (size_t)(from - backlog_oldest(b));
    return NULL;
}

/* ---- Reading, a frame or a request. A failure moves to the end, so that nothing more is found. ---- */

typedef struct { char *at, *end; const char *failure; } Reader;

static void fail(Reader *r, const char *failure) {
    if (!r->failure) r->failure = failure;
    r->at = r->end;
}

static bool at_character(const Reader *r, char character) { return r->at < r->end && *r->at == character; }

/* Data that ends inside the literal is truncated (WIRE-3), other data the hard error. */
static void expect(Reader *r, const char *literal, const char *code) {
    for (; *literal; literal++) {
        if (r->at == r->end) fail(r, "truncated");
        else if (*r->at != *literal) fail(r, code);
        else r->at++;
    }
}

/* A decimal number up to largest, and the CRLF after it. */
static uint64_t number(Reader *r, const char *code, uint64_t largest) {
    const char *start = r->at;
    uint64_t value = 0;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9') {
        uint64_t digit = (uint64_t)(*r->at - '0');
        bool leading_zero = value == 0 && r->at > start;
        if (leading_zero || value > (largest - digit) / 10) fail(r, code); /* before the product can wrap */
        if (r->failure) return 0;
        value = value * 10 + digit;
        r->at++;
    }
    if (r->at == start && r->at < r->end) fail(r, code); /* no digits */
    expect(r, "\r\n", code);
    return value;
}

/* A frame in WIRE-1's form and no other (WIRE-8). */
static uint64_t decode(Reader *r, List *argv) {
    expect(r, "*2\r\n", "bad-envelope"); /* WIRE-4 */
    expect(r, ":", "bad-offset");        /* WIRE-5 */
    if (at_character(r, '-')) {
        r->at++;
        if (at_character(r, '0')) fail(r, "bad-offset");
        number(r, "bad-offset", NEXT_MAX);
        fail(r, "negative-offset"); /* WIRE-6 */
    }
    uint64_t offset = number(r, "bad-offset", NEXT_MAX - 1);
    expect(r, "*", "bad-payload"); /* WIRE-7 */
    uint64_t count = number(r, "bad-payload", SIZE_LIMIT);
    while (!r->failure && argv->length < count) { /* grows with the bytes that are there, not with the declared count */
        expect(r, "$", "bad-payload");
        size_t length = number(r, "bad-payload", SIZE_LIMIT);
        if (length > (size_t)(r->end - r->at)) { fail(r, "truncated"); break; }
        append(argv, (Bytes){r->at, length});
        r->at += length;
        expect(r, "\r\n", "bad-payload");
    }
    return offset;
}

/* ---- As much of JSON as the protocol needs: an object of strings, with one array of strings in it. ----
 * Its strings are printable ASCII: for an escape of anything else a stand-in will do. They are unescaped in place. */

enum { OP, MAX_BYTES, NEXT_OFFSET, WATERMARK, FROM, MAX, BYTES, ARGV, FIELDS };
static const char *const FIELD_NAMES[FIELDS] = {
    "op", "maxBytes", "nextOffset", "watermark", "from", "max", "bytes", "argv"};
static const char MALFORMED[] = "malformed request", UNKNOWN[] = "unknown operation"; /* failures, not refusals */

typedef struct {
    Bytes fields[FIELDS]; /* at is NULL in those that the request has not */
    List argv;
} Request;

static bool is(Bytes text, const char *word) {
    return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

static int hex_digit(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    return character >= 'A' && character <= 'F' ? character - 'A' + 10 : -1;
}

static char next(Reader *r) {
    if (r->at < r->end) return *r->at++;
    fail(r, MALFORMED);
    return 0;
}

static void skip_space(Reader *r) {
    while (at_character(r, ' ') || at_character(r, '\t') || at_character(r, '\r')) r->at++;
}

static bool take(Reader *r, char character) {
    skip_space(r);
    return at_character(r, character) && r->at++;
}

static void need(Reader *r, char character) { if (!take(r, character)) fail(r, MALFORMED); }

static char escaped(Reader *r) {
    char kind = next(r);
    int code = 0;
    if (kind == '"' || kind == '\\' || kind == '/') return kind;
    if (kind == 'b' || kind == 'f' || kind == 'n' || kind == 'r' || kind == 't') return '?';
    if (kind != 'u') fail(r, MALFORMED);
    for (int i = 0; i < 4 && !r->failure; i++) {
        int digit = hex_digit(next(r));
        if (digit < 0) fail(r, MALFORMED);
        code = 16 * code + digit;
    }
    return code < 128 ? (char)code : '?';
}

static Bytes string(Reader *r) {
    need(r, '"');
    char *start = r->at, *to = start;
    while (r->at < r->end && *r->at != '"') {
        char character = *r->at++;
        *to++ = character == '\\' ? escaped(r) : character;
    }
    Bytes text = {start, (size_t)(to - start)};
    next(r); /* the closing quotation mark */
    return text;
}

/* Steps over a value no operation asks for: brackets are counted, the rest is not checked. */
static void skip_value(Reader *r) {
    for (int depth = 0; !r->failure; ) {
        if (at_character(r, '"')) { string(r); continue; }
        bool closing = at_character(r, ']') || at_character(r, '}');
        if (depth == 0 && (closing || at_character(r, ','))) return;
        depth += at_character(r, '[') + at_character(r, '{') - closing;
        next(r);
    }
}

static void read_request(Reader *r, Request *request) {
    need(r, '{');
    do {
        Bytes key = string(r);
        int field = 0;
        while (field < FIELDS && !is(key, FIELD_NAMES[field])) field++;
        need(r, ':');
        if (field == FIELDS) {
            skip_value(r);
        } else if (field != ARGV) {
            request->fields[field] = string(r);
        } else {
            request->fields[ARGV].at = r->at;
            request->argv.length = 0;
            need(r, '[');
            while (!r->failure && !take(r, ']')) {
                if (request->argv.length > 0) need(r, ',');
                append(&request->argv, string(r));
            }
        }
    } while (take(r, ','));
    need(r, '}');
    skip_space(r);
    if (r->at < r->end) fail(r, MALFORMED);
}

static bool read_u64(Bytes digits, uint64_t *value) {
    *value = 0;
    for (size_t i = 0; i < digits.length; i++) {
        uint64_t digit = (uint64_t)(digits.at[i] - '0');
        if (digit > 9 || *value > (UINT64_MAX - digit) / 10) return false; /* before the product can wrap */
        *value = 10 * *value + digit;
    }
    return digits.length > 0;
}

/* Turns hexadecimal into bytes, in place. */
static bool read_hex(Bytes *text) {
    if (!text->at || text->length % 2 != 0) return false;
    text->length /= 2;
    for (size_t i = 0; i < text->length; i++) {
        int high = hex_digit(text->at[2 * i]), low = hex_digit(text->at[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        text->at[i] = (char)(16 * high + low);
    }
    return true;
}

static void print_hex(Bytes bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        putchar("0123456789abcdef"[(unsigned char)bytes.at[i] >> 4]);
        putchar("0123456789abcdef"[bytes.at[i] & 15]);
    }
}

/* Prints the result and gives NULL, or gives the failure. */
static const char *perform(Backlog *b, Request *request) {
    Bytes *fields = request->fields, op = fields[OP];
    List *argv = &request->argv;
    uint64_t value, limit;
    const char *refused;
    if (!op.at) return MALFORMED;
    if (is(op, "hello")) {
        puts("{\"ok\":{\"protocol\":\"1\",\"name\":\"backlog-c\",\"version\":\"1.0\",\"language\":\"C\","
             "\"capabilities\":[\"state\",\"resume\",\"wire\"]}}");
    } else if (is(op, "new")) {
        if (!read_u64(fields[MAX_BYTES], &limit) || !read_u64(fields[NEXT_OFFSET], &value)) return MALFORMED;
        if ((refused = backlog_start(b, limit, value))) return refused;
        puts("{\"ok\":{}}");
    } else if (is(op, "push")) {
        if (!fields[ARGV].at) return MALFORMED;
        for (size_t i = 0; i < argv->length; i++)
            if (!read_hex(&argv->items[i])) return MALFORMED;
        if ((refused = backlog_push(b, *argv, &value))) return refused;
        printf("{\"ok\":{\"offset\":\"%" PRIu64 "\"}}\n", value);
    } else if (is(op, "dropUpTo")) {
        if (!read_u64(fields[WATERMARK], &value)) return MALFORMED;
        backlog_drop_up_to(b, value);
        puts("{\"ok\":{}}");
    } else if (is(op, "framesFrom")) {
        size_t start;
        if (!read_u64(fields[FROM], &value) || !read_u64(fields[MAX], &limit)) return MALFORMED;
        if ((refused = backlog_frames_from(b, value, &start))) return refused;
        fputs("{\"ok\":{\"frames\":[", stdout);
        for (size_t i = 0; i < limit && start + i < b->frames.length; i++) {
            printf("%s{\"offset\":\"%" PRIu64 "\",\"bytes\":\"", i > 0 ? "," : "", value + i);
            print_hex(b->frames.items[start + i]);
            fputs("\"}", stdout);
        }
        puts("]}}");
    } else if (is(op, "state")) {
        printf("{\"ok\":{\"nextOffset\":\"%" PRIu64 "\",\"bufferedBytes\":\"%" PRIu64 "\",\"length\":\"%zu\",",
               b->next, b->buffered, backlog_length(b));
        if (backlog_length(b) == 0) puts("\"oldestOffset\":null,\"newestOffset\":null}}");
        else printf("\"oldestOffset\":\"%" PRIu64 "\",\"newestOffset\":\"%" PRIu64 "\"}}\n",
                    backlog_oldest(b), b->next - 1);
    } else if (is(op, "decode")) {
        if (!read_hex(&fields[BYTES])) return MALFORMED;
        Reader r = {fields[BYTES].at, fields[BYTES].at + fields[BYTES].length, NULL};
        argv->length = 0;
        value = decode(&r, argv);
        if (r.failure) return r.failure;
        printf("{\"ok\":{\"offset\":\"%" PRIu64 "\",\"used\":\"%td\",\"argv\":[", value, r.at - fields[BYTES].at);
        for (size_t i = 0; i < argv->length; i++) {
            fputs(i > 0 ? ",\"" : "\"", stdout);
            print_hex(argv->items[i]);
            putchar('"');
        }
        puts("]}}");
    } else {
        return UNKNOWN;
    }
    return NULL;
}

static void answer(Backlog *b, Request *request, char *line, char *end) {
    static const Bytes ABSENT[FIELDS] = {[NEXT_OFFSET] = {"0", 1}, [MAX] = {"18446744073709551615", 20}};
    memcpy(request->fields, ABSENT, sizeof ABSENT);
    Reader r = {line, end, NULL};
    read_request(&r, request);
    const char *failure = r.failure ? r.failure : perform(b, request);
    const char *kind = failure == MALFORMED ? "error" : failure == UNKNOWN ? "unsupported" : "refused";
    if (failure) printf("{\"%s\":\"%s\"}\n", kind, failure);
}

int main(void) {
    Backlog backlog = {0};
    Request request = {0};
    size_t capacity = 1 << 16, length = 0; /* of the input that is not answered yet: the start of a line */
    char *input = resized(NULL, capacity);
    for (ssize_t got; (got = read(0, input + length, capacity - length)) > 0; ) {
        char *line = input, *unseen = input + length, *end = unseen + got;
        for (char *stop; (stop = memchr(unseen, '\n', (size_t)(end - unseen))); line = unseen = stop + 1)
            answer(&backlog, &request, line, stop);
        fflush(stdout); /* all that was read is answered: the next read may block */
        length = (size_t)(end - line);
        memmove(input, line, length);
        if (length == capacity) input = resized(input, capacity *= 2);
    }
    if (length > 0) answer(&backlog, &request, input, input + length); /* a last line without a line end */
    backlog_drop_up_to(&backlog, UINT64_MAX);
    free(backlog.frames.items);
    free(request.argv.items);
    free(input);
    return 0;
}
