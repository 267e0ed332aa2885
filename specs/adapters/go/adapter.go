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

const (
	nextMax = 1 << 63       // PUSH-5: the last offset is 2^63-1, what a RESP integer can carry
	sizeMax = math.MaxInt32 // WIRE-8: a declared count or length above this is taken for nonsense
)

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

func (b *Backlog) Push(argv [][]byte) (uint64, error) {
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

func (b *Backlog) FramesFrom(from, max uint64) ([]string, error) {
	if from > b.next {
		return nil, refusal("future") // FROM-1
	}
	if from < b.oldest() { // FROM-3; on an empty backlog oldest is next, so from = next passes (FROM-2)
		return nil, refusal("too-old")
	}
	frames := b.frames[from-b.oldest():] // FROM-4
	if uint64(len(frames)) > max {
		frames = frames[:max]
	}
	return append([]string(nil), frames...), nil // a copy: removeOldest clears places
}

func (b *Backlog) removeOldest() {
	b.buffered -= uint64(len(b.frames[0]))
	b.frames[0] = "" // the array lives on until append moves it, the frame need not
	b.frames = b.frames[1:]
}

// encode is WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings.
func encode(offset uint64, argv [][]byte) string {
	frame := fmt.Appendf(nil, "*2\r\n:%d\r\n*%d\r\n", offset, len(argv))
	for _, argument := range argv {
		frame = fmt.Appendf(frame, "$%d\r\n%s\r\n", len(argument), argument)
	}
	return string(frame)
}

// decoder stands at the next byte of a frame. An error moves it to the end, so that nothing more is found.
type decoder struct {
	data []byte
	at   int
	err  error
}

// frame takes WIRE-1's form and no other (WIRE-8).
func (d *decoder) frame() (offset uint64, argv [][]byte) {
	d.expect("*2\r\n", "bad-envelope") // WIRE-4
	d.expect(":", "bad-offset")        // WIRE-5
	if bytes.HasPrefix(d.data[d.at:], []byte("-0")) {
		d.fail("bad-offset")
	} else if bytes.HasPrefix(d.data[d.at:], []byte("-")) {
		d.at++
		d.number("bad-offset", 1<<63)
		d.fail("negative-offset") // WIRE-6
	}
	offset = d.number("bad-offset", math.MaxInt64)
	d.expect("*", "bad-payload") // WIRE-7
	count := d.number("bad-payload", sizeMax)
	for d.err == nil && uint64(len(argv)) < count { // grows with the bytes that are there, not with the declared count
		d.expect("$", "bad-payload")
		length := d.number("bad-payload", sizeMax)
		if length > uint64(len(d.data)-d.at) {
			d.fail("truncated")
			break
		}
		argv = append(argv, d.data[d.at:d.at+int(length)])
		d.at += int(length)
		d.expect("\r\n", "bad-payload")
	}
	return offset, argv
}

// expect steps over literal. Data that ends inside it is truncated (WIRE-3), other data the hard error.
func (d *decoder) expect(literal string, code refusal) {
	for i := range literal {
		switch {
		case d.at == len(d.data):
			d.fail("truncated")
		case d.data[d.at] != literal[i]:
			d.fail(code)
		default:
			d.at++
		}
	}
}

// number reads a decimal number up to largest and the CRLF after it.
func (d *decoder) number(code refusal, largest uint64) (value uint64) {
	start := d.at
	for ; d.at < len(d.data) && d.data[d.at] >= '0' && d.data[d.at] <= '9'; d.at++ {
		digit := uint64(d.data[d.at] - '0')
		leadingZero := value == 0 && d.at > start
		if leadingZero || value > (largest-digit)/10 { // tested before the product can wrap
			d.fail(code)
			return 0
		}
		value = value*10 + digit
	}
	if d.at == start && d.at < len(d.data) {
		d.fail(code) // no digits
	}
	d.expect("\r\n", code)
	return value
}

func (d *decoder) fail(code refusal) {
	if d.err == nil {
		d.err = code
	}
	d.at = len(d.data)
}

type object map[string]any

// adapter answers the operations of the protocol, on one backlog at a time.
type adapter struct{ backlog *Backlog }

func (a *adapter) reply(line []byte) (reply object) {
	defer func() {
		if broken := recover(); broken != nil { // a malformed request, or a fault in the backlog
			reply = object{"error": fmt.Sprint(broken)}
		}
	}()
	request := object{"nextOffset": "0", "max": "18446744073709551615"} // what a request may leave out
	check(json.Unmarshal(line, &request))
	result, err := a.perform(request["op"].(string), request)
	if err != nil {
		return object{"refused": err.Error()}
	}
	if result == nil {
		return object{"unsupported": "unknown operation"}
	}
	return object{"ok": result}
}

func (a *adapter) perform(op string, request object) (object, error) {
	switch op {
	case "hello":
		return object{"protocol": "1", "name": "backlog-go", "version": "1.0", "language": "Go",
			"capabilities": []string{"state", "resume", "wire"}}, nil
	case "new":
		backlog, err := NewBacklog(u64(request["maxBytes"]), u64(request["nextOffset"]))
		if err == nil {
			a.backlog = backlog
		}
		return object{}, err
	case "push":
		var argv [][]byte
		for _, argument := range request["argv"].([]any) {
			argv = append(argv, fromHex(argument))
		}
		offset, err := a.backlog.Push(argv)
		return object{"offset": fmt.Sprint(offset)}, err
	case "dropUpTo":
		a.backlog.DropUpTo(u64(request["watermark"]))
		return object{}, nil
	case "framesFrom":
		from := u64(request["from"])
		retained, err := a.backlog.FramesFrom(from, u64(request["max"]))
		frames := []object{}
		for i, frame := range retained {
			frames = append(frames, object{"offset": fmt.Sprint(from + uint64(i)), "bytes": fmt.Sprintf("%x", frame)})
		}
		return object{"frames": frames}, err
	case "state":
		b := a.backlog
		state := object{"nextOffset": fmt.Sprint(b.next), "bufferedBytes": fmt.Sprint(b.buffered),
			"length": fmt.Sprint(len(b.frames)), "oldestOffset": nil, "newestOffset": nil}
		if len(b.frames) > 0 {
			state["oldestOffset"], state["newestOffset"] = fmt.Sprint(b.oldest()), fmt.Sprint(b.next-1)
		}
		return state, nil
	case "decode":
		d := decoder{data: fromHex(request["bytes"])}
		offset, arguments := d.frame()
		argv := []string{}
		for _, argument := range arguments {
			argv = append(argv, hex.EncodeToString(argument))
		}
		return object{"offset": fmt.Sprint(offset), "argv": argv, "used": fmt.Sprint(d.at)}, d.err
	}
	return nil, nil
}

func u64(field any) uint64 {
	value, err := strconv.ParseUint(field.(string), 10, 64)
	check(err)
	return value
}

func fromHex(field any) []byte {
	data, err := hex.DecodeString(field.(string))
	check(err)
	return data
}

// check panics on a malformed request; reply answers for every panic.
func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	input, output := bufio.NewReaderSize(os.Stdin, 1<<16), bufio.NewWriterSize(os.Stdout, 1<<16)
	defer output.Flush()
	for a := (adapter{}); ; {
		if waiting, _ := input.Peek(input.Buffered()); bytes.IndexByte(waiting, '\n') < 0 {
			output.Flush() // no whole line is waiting: the read below may block
		}
		line, err := input.ReadBytes('\n')
		if len(line) > 0 {
			reply, _ := json.Marshal(a.reply(line))
			output.Write(append(reply, '\n'))
		}
		if err != nil {
			return
		}
	}
}
