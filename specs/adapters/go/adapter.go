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
	"os"
	"strconv"
	"strings"
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
	Op                                         string
	MaxBytes, NextOffset, Watermark, From, Max uint64 `json:",string"`
	Argv, Pieces                               []Bytes
	Bytes                                      Bytes
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
			"capabilities": []string{"state", "resume", "wire", "pieces"}}
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

func main() {
	a, requests, replies := adapter{}, json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		q := request{Max: 1<<64 - 1}
		if err := requests.Decode(&q); err == io.EOF {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		replies.Encode(a.reply(q)) // which writes it at once
	}
}
