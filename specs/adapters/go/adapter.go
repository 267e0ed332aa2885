// A replication backlog in Go, and the adapter that puts it under the oracle (protocol version 1).
//
// Run: go run .     requests on standard input, replies on standard output, one JSON object a line.
// Made to be copied: put your own backlog in place of Backlog and keep the rest.
// The names in the comments (EVICT-1 and so on) are the rules of the specification.
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math"
	"math/rand"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

const nextMax = 1 << 63 // PUSH-5: the last offset is 2^63-1, what a RESP integer can carry

// refusal is the code of a call the rules turn down. It is raised as a panic, and reply recovers it.
type refusal string

func refuseIf(condition bool, code refusal) {
	if condition {
		panic(code)
	}
}

// Backlog holds the newest frames, as many as the budget allows.
type Backlog struct {
	budget, next uint64
	buffered     uint64  // ACCT-1: the lengths of all frames added up
	frames       []Bytes // oldest .. next-1 without a gap (ACCT-2)
}

func NewBacklog(budget, next uint64) *Backlog {
	refuseIf(budget == 0, "bad-budget")           // NEW-1
	refuseIf(next > nextMax, "offsets-exhausted") // NEW-3
	return &Backlog{budget: budget, next: next}
}

// oldest is the lowest retained offset, or next when nothing is retained.
func (b *Backlog) oldest() uint64 { return b.next - uint64(len(b.frames)) }

func (b *Backlog) Push(argv []Bytes) uint64 {
	refuseIf(b.next == nextMax, "offsets-exhausted") // PUSH-5: tested before anything changes
	frame := encode(b.next, argv)
	b.frames = append(b.frames, frame)
	b.buffered += uint64(len(frame))
	b.next++
	for b.buffered > b.budget && len(b.frames) > 1 { // EVICT-1; EVICT-3: never the newest
		b.removeOldest()
	}
	return b.next - 1
}

func (b *Backlog) DropUpTo(watermark uint64) {
	for len(b.frames) > 0 && b.oldest() < watermark { // DROP-1; DROP-3: the newest may go too, next stays
		b.removeOldest()
	}
}

// FramesFrom is valid until the next call. On an empty backlog oldest is next, so from = next passes (FROM-2).
func (b *Backlog) FramesFrom(from, limit uint64) []Bytes {
	refuseIf(from > b.next, "future")      // FROM-1
	refuseIf(from < b.oldest(), "too-old") // FROM-3
	frames := b.frames[from-b.oldest():]   // FROM-4
	return frames[:min(limit, b.next-from)]
}

func (b *Backlog) removeOldest() {
	b.buffered -= uint64(len(b.frames[0]))
	b.frames[0] = "" // the array lives on until append moves it, the frame need not
	b.frames = b.frames[1:]
}

// Bytes cannot be changed (PUSH-4). In JSON they are hexadecimal.
type Bytes string

func (b Bytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString([]byte(b))), nil }

func (b *Bytes) UnmarshalText(text []byte) error {
	data, err := hex.DecodeString(string(text))
	*b = Bytes(data)
	return err
}

// encode is WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings.
func encode(offset uint64, argv []Bytes) Bytes {
	frame := fmt.Appendf(nil, "*2\r\n:%d\r\n*%d\r\n", offset, len(argv))
	for _, argument := range argv {
		frame = fmt.Appendf(frame, "$%d\r\n%s\r\n", len(argument), string(argument))
	}
	return Bytes(frame)
}

// reader reads a frame from a stream, and waits for more of it where that is needed, as it would from a net.Conn.
// A stream that ends inside a frame is truncated (WIRE-3).
type reader struct {
	stream *bufio.Reader
	used   int64
}

// frame reads WIRE-1's form and no other (WIRE-8).
func (r *reader) frame() (offset int64, argv []Bytes) {
	r.number('*', "bad-envelope", 2, 2)                         // WIRE-4
	offset = r.number(':', "bad-offset", -1<<63, math.MaxInt64) // WIRE-5
	refuseIf(offset < 0, "negative-offset")                     // WIRE-6
	count := r.number('*', "bad-payload", 0, math.MaxInt64)     // WIRE-7
	argv = []Bytes{}
	for int64(len(argv)) < count { // grows with the bytes that are there, not with the declared count
		length := r.number('$', "bad-payload", 0, math.MaxInt64)
		var argument bytes.Buffer // grows likewise
		_, err := io.CopyN(&argument, r.stream, length)
		refuseIf(err != nil, "truncated")
		argv = append(argv, Bytes(argument.String()))
		for _, expected := range []byte("\r\n") {
			found, err := r.stream.ReadByte()
			refuseIf(err != nil, "truncated")
			refuseIf(found != expected, "bad-payload")
		}
		r.used += length + 2
	}
	return offset, argv
}

// number reads the decimal number between kind and CRLF.
func (r *reader) number(kind byte, code refusal, lowest, highest int64) int64 {
	first, err := r.stream.Peek(1)
	refuseIf(err == nil && first[0] != kind, code)
	line, err := r.stream.ReadString('\n')
	refuseIf(err != nil, "truncated")
	value, _ := strconv.ParseInt(strings.TrimSpace(line[1:]), 10, 64)
	refuseIf(line != fmt.Sprintf("%c%d\r\n", kind, value), code) // as after a leading zero or with a larger number
	refuseIf(value < lowest || value > highest, code)
	r.used += int64(len(line))
	return value
}

type request struct {
	Op                                                 string
	MaxBytes, NextOffset, Watermark, From, Max, Rounds uint64 `json:",string"`
	Argv, Pieces                                       []Bytes
	Bytes                                              Bytes
	Before, After                                      []request
	Threads                                            [][]request
}

// UnmarshalJSON knows what stands for an absent limit, within a race too.
func (q *request) UnmarshalJSON(text []byte) error {
	type plain request
	q.Max = math.MaxUint64
	return json.Unmarshal(text, (*plain)(q))
}

type object map[string]any

// adapter performs the operations of the protocol, on one backlog at a time.
type adapter struct{ backlog *Backlog }

func (a *adapter) reply(q request) (reply object) {
	defer func() {
		fault := recover()
		if code, refused := fault.(refusal); refused {
			reply = object{"refused": code}
		} else if fault != nil { // in the backlog
			reply = object{"error": fmt.Sprint(fault)}
		}
	}()
	b, result := a.backlog, object{}
	switch q.Op {
	case "hello":
		result = object{"protocol": "1", "name": "backlog-go", "version": "1.0", "language": "Go",
			"capabilities": []string{"state", "resume", "wire", "pieces", "race", "wait"}}
	case "new":
		a.backlog = NewBacklog(q.MaxBytes, q.NextOffset)
	case "push":
		result["offset"] = fmt.Sprint(b.Push(q.Argv))
	case "dropUpTo":
		b.DropUpTo(q.Watermark)
	case "framesFrom":
		frames := []object{}
		for i, frame := range b.FramesFrom(q.From, q.Max) {
			frames = append(frames, object{"offset": fmt.Sprint(q.From + uint64(i)), "bytes": frame})
		}
		result["frames"] = frames
	case "state":
		result = object{"nextOffset": fmt.Sprint(b.next), "bufferedBytes": fmt.Sprint(b.buffered),
			"length": fmt.Sprint(len(b.frames)), "oldestOffset": nil, "newestOffset": nil}
		if len(b.frames) > 0 {
			result["oldestOffset"], result["newestOffset"] = fmt.Sprint(b.oldest()), fmt.Sprint(b.next-1)
		}
	case "race":
		result["outcomes"] = race(q)
	case "decode":
		if q.Pieces == nil {
			q.Pieces = []Bytes{q.Bytes}
		}
		stream := []io.Reader{}
		for _, piece := range q.Pieces {
			stream = append(stream, strings.NewReader(string(piece)))
		}
		r := reader{stream: bufio.NewReader(io.MultiReader(stream...))}
		offset, argv := r.frame()
		result = object{"offset": fmt.Sprint(offset), "argv": argv, "used": fmt.Sprint(r.used)}
	default:
		return object{"unsupported": "no operation " + q.Op}
	}
	return object{"ok": result}
}

// Shared is the backlog for goroutines: one mutex around every call. What it returns is complete and no longer changes.
type Shared struct {
	mutex   sync.Mutex
	changed *sync.Cond // next has grown, or it was closed
	backlog *Backlog
	closed  bool
}

func NewShared(budget, next uint64) *Shared {
	s := &Shared{backlog: NewBacklog(budget, next)}
	s.changed = sync.NewCond(&s.mutex)
	return s
}

func (s *Shared) Push(argv []Bytes) uint64 {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	refuseIf(s.closed, "closed")
	defer s.changed.Broadcast()
	return s.backlog.Push(argv)
}

func (s *Shared) DropUpTo(watermark uint64) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.backlog.DropUpTo(watermark)
}

func (s *Shared) FramesFrom(from, limit uint64) []Bytes {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.backlog.FramesFrom(from, limit)) // LOCK-2: the backlog goes on, the copy stays
}

func (s *Shared) State() Backlog {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return *s.backlog // LOCK-3: all counters of one moment
}

// Await waits until there is something to read at an offset, and tells whether there is: if not, it was closed (LOCK-4).
func (s *Shared) Await(from uint64) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for s.backlog.next <= from && !s.closed { // looked at under the lock, and again after each wake-up
		s.changed.Wait()
	}
	return s.backlog.next > from
}

func (s *Shared) Close() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.closed = true
	s.changed.Broadcast()
}

// race makes the calls of some goroutines at once, in many rounds, and counts equal outcomes.
func race(q request) []object {
	shared, told := (*Shared)(nil), make([][]func() string, len(q.Threads)+1)
	rounds := map[string]int{}
	var arrived atomic.Int64
	meet := func(times int) { // spins: what sleeps does not start at one moment
		arrived.Add(1)
		for spins := 0; arrived.Load() < int64(times*len(q.Threads)); spins++ {
			if spins > 10000 {
				runtime.Gosched()
			}
		}
	}
	var threads sync.WaitGroup
	for number := range q.Threads {
		threads.Add(1)
		go func(number int) {
			defer threads.Done()
			runtime.LockOSThread() // else the scheduler may run all of them on one thread, by turns
			random := rand.New(rand.NewSource(int64(number)))
			for round := 0; round < int(q.Rounds); round++ {
				if number == 0 {
					shared = NewShared(q.MaxBytes, q.NextOffset)
					calls(shared, q.Before)
				}
				meet(2*round + 1)
				if random.Intn(4) == 0 {
					runtime.Gosched() // who comes last must not always go first
				}
				for i := random.Intn(300); i > 0; i-- { // nor always at the same moment
					arrived.Load()
				}
				told[number] = calls(shared, q.Threads[number])
				meet(2*round + 2)
				if number == 0 {
					told[len(q.Threads)] = calls(shared, q.After)
					rounds[outcome(told)]++
				}
			}
		}(number)
	}
	threads.Wait()
	outcomes := []object{}
	for text, count := range rounds {
		var said []json.RawMessage
		json.Unmarshal([]byte(text), &said)
		last := len(said) - 1
		outcomes = append(outcomes, object{"rounds": fmt.Sprint(count), "threads": said[:last], "after": said[last]})
	}
	return outcomes
}

// outcome is a round's replies as JSON, written by hand: that takes less of the time that there is for rounds.
func outcome(told [][]func() string) string {
	threads := make([]string, len(told))
	for i, thread := range told {
		replies := make([]string, len(thread))
		for j, reply := range thread {
			replies[j] = reply()
		}
		threads[i] = "[" + strings.Join(replies, ",") + "]"
	}
	return "[" + strings.Join(threads, ",") + "]"
}

// calls makes calls one after the other. A reply is put into words only afterwards, when nobody races any more.
func calls(s *Shared, requests []request) []func() string {
	told := make([]func() string, len(requests))
	for i := range requests {
		told[i] = call(s, &requests[i])
	}
	return told
}

func call(s *Shared, q *request) (told func() string) {
	defer func() {
		if fault := recover(); fault != nil {
			told = func() string { return broken(fault) }
		}
	}()
	switch q.Op {
	case "push":
		offset := s.Push(q.Argv)
		return func() string { return `{"ok":{"offset":` + digits(offset) + `}}` }
	case "dropUpTo":
		s.DropUpTo(q.Watermark)
	case "framesFrom":
		retained := s.FramesFrom(q.From, q.Max)
		return func() string {
			frames := make([]string, len(retained))
			for i, frame := range retained {
				frames[i] = `{"offset":` + digits(q.From+uint64(i)) + `,"bytes":"` + hex.EncodeToString([]byte(frame)) + `"}`
			}
			return `{"ok":{"frames":[` + strings.Join(frames, ",") + `]}}`
		}
	case "state":
		b := s.State()
		return func() string {
			oldest, newest := "null", "null"
			if len(b.frames) > 0 {
				oldest, newest = digits(b.oldest()), digits(b.next-1)
			}
			return `{"ok":{"nextOffset":` + digits(b.next) + `,"oldestOffset":` + oldest + `,"newestOffset":` + newest +
				`,"bufferedBytes":` + digits(b.buffered) + `,"length":` + digits(uint64(len(b.frames))) + `}}`
		}
	case "await":
		due := map[bool]string{true: "yes", false: "no"}[s.Await(q.From)]
		return func() string { return `{"ok":{"due":"` + due + `"}}` }
	case "close":
		s.Close()
	}
	return func() string { return `{"ok":{}}` }
}

func digits(number uint64) string { return `"` + strconv.FormatUint(number, 10) + `"` }

func broken(fault any) string {
	if code, refused := fault.(refusal); refused {
		return `{"refused":"` + string(code) + `"}`
	}
	text, _ := json.Marshal(object{"error": fmt.Sprint(fault)})
	return string(text)
}

func main() {
	a, requests, replies := adapter{}, json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var q request
		if err := requests.Decode(&q); err == io.EOF {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		replies.Encode(a.reply(q)) // which writes it at once
	}
}
