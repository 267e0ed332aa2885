#!/usr/bin/env python3
"""A replication backlog in Python, and the adapter that puts it under the oracle (protocol version 1).

Run: python3 adapter.py     requests on standard input, replies on standard output, one JSON object a line.
Made to be copied: put your own backlog in place of the class Backlog and keep the rest.
The names in the comments (EVICT-1 and so on) are the rules of the specification.
"""
import json
import sys

NEXT_MAX = 2**63  # PUSH-5: the last offset is 2^63-1, what a RESP integer can carry
U64_MAX = 2**64 - 1
SIZE_MAX = 2**31 - 1  # WIRE-8: a declared count or length above this is taken for nonsense


class Refused(Exception):
    """A call the rules turn down; the argument is the code of the refusal."""


class Backlog:
    """The newest frames, as many as the budget allows."""

    def __init__(self, budget, next_offset=0):
        if budget == 0:
            raise Refused("bad-budget")  # NEW-1
        if next_offset > NEXT_MAX:
            raise Refused("offsets-exhausted")  # NEW-3
        self.budget = budget
        self.next = next_offset
        self.buffered = 0  # ACCT-1: the lengths of all frames added up
        self.frames = {}  # by offset: oldest .. next-1 without a gap (ACCT-2); bytes, so nobody can change one (PUSH-4)

    @property
    def oldest(self):  # next, when nothing is retained
        return self.next - len(self.frames)

    def push(self, argv):
        if self.next == NEXT_MAX:
            raise Refused("offsets-exhausted")  # PUSH-5: tested before anything changes
        offset = self.next
        frame = encode(offset, argv)
        self.frames[offset] = frame
        self.buffered += len(frame)
        self.next += 1
        while self.buffered > self.budget and len(self.frames) > 1:  # EVICT-1; EVICT-3: never the newest
            self._remove_oldest()
        return offset

    def drop_up_to(self, watermark):
        while self.frames and self.oldest < watermark:  # DROP-1; DROP-3: the newest may go too, next stays
            self._remove_oldest()

    def frames_from(self, start, limit=U64_MAX):
        if start > self.next:
            raise Refused("future")  # FROM-1
        if start < self.oldest:  # FROM-3; on an empty backlog oldest is next, so start = next passes (FROM-2)
            raise Refused("too-old")
        stop = min(self.next, start + limit)
        return [(offset, self.frames[offset]) for offset in range(start, stop)]  # FROM-4

    def _remove_oldest(self):
        self.buffered -= len(self.frames.pop(self.oldest))


def encode(offset, argv):
    """WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings."""
    parts = [b"*2\r\n:%d\r\n*%d\r\n" % (offset, len(argv))]
    for argument in argv:
        parts.append(b"$%d\r\n%b\r\n" % (len(argument), argument))
    return b"".join(parts)


def decode(data):
    """The frame at the start of data, as (offset, argv, bytes used). Takes WIRE-1's form and no other (WIRE-8)."""
    position = expect(data, 0, b"*2\r\n", "bad-envelope")  # WIRE-4
    position = expect(data, position, b":", "bad-offset")  # WIRE-5
    if data[position:position + 2] == b"-0":
        raise Refused("bad-offset")
    if data[position:position + 1] == b"-":
        number(data, position + 1, "bad-offset", 2**63)
        raise Refused("negative-offset")  # WIRE-6
    offset, position = number(data, position, "bad-offset", 2**63 - 1)
    position = expect(data, position, b"*", "bad-payload")  # WIRE-7
    count, position = number(data, position, "bad-payload", SIZE_MAX)
    argv = []
    while len(argv) < count:  # grows with the bytes that are there, not with the declared count
        position = expect(data, position, b"$", "bad-payload")
        length, position = number(data, position, "bad-payload", SIZE_MAX)
        argv.append(data[position:position + length])
        position = expect(data, position + length, b"\r\n", "bad-payload")  # too few bytes: nothing there, truncated
    return offset, argv, position


def expect(data, position, literal, code):
    """The position after literal. Data that ends inside it is truncated (WIRE-3), other data the hard error."""
    found = data[position:position + len(literal)]
    if found != literal:
        raise Refused("truncated" if literal.startswith(found) else code)
    return position + len(literal)


def number(data, position, code, largest):
    """The decimal number and CRLF at position, as (value, position after them)."""
    start, value = position, 0
    while position < len(data) and data[position] in b"0123456789":
        leading_zero = value == 0 and position > start
        value = value * 10 + data[position] - ord("0")
        if leading_zero or value > largest:  # at once: an endless run of digits is not waited for
            raise Refused(code)
        position += 1
    if position == start and position < len(data):
        raise Refused(code)  # no digits
    return value, expect(data, position, b"\r\n", code)


class Adapter:
    """The operations of the protocol, on one backlog at a time."""

    def __init__(self, backlog_class):
        self.backlog_class = backlog_class
        self.backlog = None

    def reply(self, line):
        try:
            request = json.loads(line)
            result = self.perform(request["op"], request)
            return {"unsupported": "no operation " + request["op"]} if result is None else {"ok": result}
        except Refused as refusal:
            return {"refused": refusal.args[0]}
        except Exception as broken:  # a malformed request, or a fault in the backlog
            return {"error": repr(broken)}

    def perform(self, op, request):
        backlog = self.backlog
        if op == "hello":
            return {"protocol": "1", "name": "backlog-python", "version": "1.0", "language": "Python",
                    "capabilities": ["state", "resume", "wire"]}
        if op == "new":
            self.backlog = self.backlog_class(u64(request["maxBytes"]), u64(request.get("nextOffset", "0")))
            return {}
        if op == "push":
            return {"offset": str(backlog.push([from_hex(argument) for argument in request["argv"]]))}
        if op == "dropUpTo":
            backlog.drop_up_to(u64(request["watermark"]))
            return {}
        if op == "framesFrom":
            frames = backlog.frames_from(u64(request["from"]), u64(request.get("max", str(U64_MAX))))
            return {"frames": [{"offset": str(offset), "bytes": frame.hex()} for offset, frame in frames]}
        if op == "state":
            length = len(backlog.frames)
            return {"nextOffset": str(backlog.next), "bufferedBytes": str(backlog.buffered), "length": str(length),
                    "oldestOffset": str(backlog.oldest) if length else None,
                    "newestOffset": str(backlog.next - 1) if length else None}
        if op == "decode":
            offset, argv, used = decode(from_hex(request["bytes"]))
            return {"offset": str(offset), "argv": [argument.hex() for argument in argv], "used": str(used)}
        return None


def u64(digits):
    value = int(digits)
    if str(value) != digits or not 0 <= value <= U64_MAX:  # int() takes signs, spaces and numbers, too
        raise ValueError("an unsigned 64-bit integer was expected")
    return value


def from_hex(digits):
    data = bytes.fromhex(digits)
    if data.hex() != digits:  # fromhex() takes spaces and capitals, too
        raise ValueError("lowercase hexadecimal was expected")
    return data


def main(backlog_class=Backlog):
    adapter, pending = Adapter(backlog_class), bytearray()  # pending: a line whose end has not been read
    while chunk := sys.stdin.buffer.read1(1 << 16):  # what is waiting; blocks only when all before it is answered
        pending += chunk
        if b"\n" in chunk:
            *lines, pending = pending.split(b"\n")
            for line in lines:
                sys.stdout.write(json.dumps(adapter.reply(line)) + "\n")
            sys.stdout.flush()
    if pending:
        print(json.dumps(adapter.reply(pending)))


if __name__ == "__main__":
    main()
