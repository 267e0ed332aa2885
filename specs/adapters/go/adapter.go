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
	"math"
	"os"
	"strconv"
)

const nextMax = 1 << 63 // PUSH-5: the last offset is 2^63-1, what a RESP integer can carry

// refusal is the code of a call the rules turn down.
type refusal string

func (code refusal) Error() string { return string(code) }

// Backlog holds the newest frames, as many as the budget allows.
type Backlog struct {
	budget, next uint64
	buffered     uint64   // ACCT-1: the lengths of all frames added up
	frames       []string // oldest .. next-1 without a gap (ACCT-2); strings, so that nobody can change one (PUSH-4)
}

func NewBacklog(budget, next uint64) (*Backlog, error) {
	if budget == 0 {
		return nil, refusal("bad-budget") // NEW-1
	}
	if next > nextMax {
		return nil, refusal("offsets-exhausted") // NEW-3
	}
	return &Backlog{budget: budget, next: next}, nil
}

// oldest is the lowest retained offset, or next when nothing is retained.
func (b *Backlog) oldest() uint64 { return b.next - uint64(len(b.frames)) }

func (b *Backlog) Push(argv []string) (uint64, error) {
	if b.next == nextMax {
		return 0, refusal("offsets-exhausted") // PUSH-5: tested before anything changes
	}
	frame := encode(b.next, argv)
	b.frames = append(b.frames, frame)
	b.buffered += uint64(len(frame))
	b.next++
	for b.buffered > b.budget && len(b.frames) > 1 { // EVICT-1; EVICT-3: never the newest
		b.removeOldest()
	}
	return b.next - 1, nil
}

func (b *Backlog) DropUpTo(watermark uint64) {
	for len(b.frames) > 0 && b.oldest() < watermark { // DROP-1; DROP-3: the newest may go too, next stays
		b.removeOldest()
	}
}

func (b *Backlog) FramesFrom(from, limit uint64) ([]string, error) {
	if from > b.next {
		return nil, refusal("future") // FROM-1
	}
	if from < b.oldest() { // FROM-3; on an empty backlog oldest is next, so from = next passes (FROM-2)
		return nil, refusal("too-old")
	}
	start := from - b.oldest()
	count := min(limit, b.next-from)
	return append([]string(nil), b.frames[start:start+count]...), nil // FROM-4; a copy: removeOldest clears places
}

func (b *Backlog) removeOldest() {
	b.buffered -= uint64(len(b.frames[0]))
	b.frames[0] = "" // the array lives on until append moves it, the frame need not
	b.frames = b.frames[1:]
}

// encode is WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings.
func encode(offset uint64, argv []string) string {
	frame := fmt.Appendf(nil, "*2\r\n:%d\r\n*%d\r\n", offset, len(argv))
	for _, argument := range argv {
		frame = fmt.Appendf(frame, "$%d\r\n%s\r\n", len(argument), argument)
	}
	return string(frame)
}

// decode reads the frame at the start of data, in WIRE-1's form and no other (WIRE-8).
func decode(data Bytes) (offset int64, argv []Bytes, used int, err error) {
	r := reader{rest: string(data)}
	if r.number("*", "bad-envelope", 0) != 2 {
		r.fail("bad-envelope") // WIRE-4
	}
	offset = r.number(":", "bad-offset", math.MinInt64) // WIRE-5
	if offset < 0 {
		r.fail("negative-offset") // WIRE-6
	}
	count := r.number("*", "bad-payload", 0) // WIRE-7
	argv = []Bytes{}
	for r.err == nil && int64(len(argv)) < count { // grows with the bytes that are there, not with the declared count
		length := min(r.number("$", "bad-payload", 0), int64(len(r.rest)))
		argument, rest := r.rest[:length], r.rest[length:]
		if !strings.HasPrefix(rest, "\r\n") {
			r.failAt(rest, "\r\n", "bad-payload")
			break
		}
		argv = append(argv, Bytes(argument))
		r.rest = rest[2:]
	}
	return offset, argv, len(data) - len(r.rest), r.err
}
