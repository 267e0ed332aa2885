#!/usr/bin/env python3
"""A replication backlog in Python, and the adapter that puts it under the oracle (protocol version 1).

Run: python3 adapter.py     requests on standard input, replies on standard output, one JSON object a line.
Made to be copied: put your own backlog in place of the class Backlog and keep the rest.
The names in the comments (EVICT-1 and so on) are the rules of the specification.
"""
import json
import re
import sys

NEXT_MAX = 2**63  # PUSH-5: the last offset is 2^63-1, what a RESP integer can carry


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
        frame = encode(self.next, argv)
        self.frames[self.next] = frame
        self.buffered += len(frame)
        self.next += 1
        while self.buffered > self.budget and len(self.frames) > 1:  # EVICT-1; EVICT-3: never the newest
            self._remove_oldest()
        return self.next - 1

    def drop_up_to(self, watermark):
        while self.frames and self.oldest < watermark:  # DROP-1; DROP-3: the newest may go too, next stays
            self._remove_oldest()

    def frames_from(self, start, limit):
        if start > self.next:
            raise Refused("future")  # FROM-1
        if start < self.oldest:  # FROM-3; on an empty backlog oldest is next, so start = next passes (FROM-2)
            raise Refused("too-old")
        return [(offset, self.frames[offset]) for offset in range(start, min(self.next, start + limit))]  # FROM-4

    def _remove_oldest(self):
        self.buffered -= len(self.frames.pop(self.oldest))


def encode(offset, argv):
    """WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings."""
    bulks = b"".join(b"$%d\r\n%b\r\n" % (len(argument), argument) for argument in argv)
    return b"*2\r\n:%d\r\n*%d\r\n%b" % (offset, len(argv), bulks)


def decode(data):
    """The frame at the start of data, as (offset, argv, bytes used). Takes WIRE-1's form and no other (WIRE-8)."""
    _, position = number(data, 0, b"*", "bad-envelope", 2, 2)  # WIRE-4
    offset, position = number(data, position, b":", "bad-offset", -2**63)  # WIRE-5
    if offset < 0:
        raise Refused("negative-offset")  # WIRE-6
    count, position = number(data, position, b"*", "bad-payload")  # WIRE-7
    argv = []
    while len(argv) < count:  # grows with the bytes that are there, not with the declared count
        length, start = number(data, position, b"$", "bad-payload")
        position = start + length + 2
        if not b"\r\n".startswith(data[start + length:position]):
            raise Refused("bad-payload")
        if position > len(data):
            raise Refused("truncated")  # WIRE-3
        argv.append(data[start:start + length])
    return offset, argv, position


def number(data, position, kind, code, lowest=0, highest=2**63 - 1):
    """The decimal number between kind and CRLF, as (value, position after them)."""
    if data[position:position + 1] not in (kind, b""):
        raise Refused(code)
    end = data.find(b"\r\n", position)
    if end < 0:
        raise Refused("truncated")  # WIRE-3
    digits = data[position + 1:end]
    if not re.fullmatch(b"0|-?[1-9][0-9]{0,18}", digits) or not lowest <= int(digits) <= highest:
        raise Refused(code)
    return int(digits), end + 2


class Adapter:
    """The operations of the protocol, on one backlog at a time."""

    def __init__(self, backlog_class):
        self.backlog_class = backlog_class
        self.backlog = None

    def reply(self, line):
        try:
            return self.perform(json.loads(line))
        except Refused as refusal:
            return {"refused": refusal.args[0]}
        except Exception as broken:  # a malformed request, or a fault in the backlog
            return {"error": repr(broken)}

    def perform(self, request):
        op, backlog, result = request["op"], self.backlog, {}
        if op == "hello":
            result = {"protocol": "1", "name": "backlog-python", "version": "1.0", "language": "Python",
                      "capabilities": ["state", "resume", "wire"]}
        elif op == "new":
            self.backlog = self.backlog_class(int(request["maxBytes"]), int(request.get("nextOffset", 0)))
        elif op == "push":
            result = {"offset": str(backlog.push([bytes.fromhex(argument) for argument in request["argv"]]))}
        elif op == "dropUpTo":
            backlog.drop_up_to(int(request["watermark"]))
        elif op == "framesFrom":
            frames = backlog.frames_from(int(request["from"]), int(request.get("max", 2**64 - 1)))
            result = {"frames": [{"offset": str(offset), "bytes": frame.hex()} for offset, frame in frames]}
        elif op == "state":
            length = len(backlog.frames)
            result = {"nextOffset": str(backlog.next), "bufferedBytes": str(backlog.buffered), "length": str(length),
                      "oldestOffset": str(backlog.oldest) if length else None,
                      "newestOffset": str(backlog.next - 1) if length else None}
        elif op == "decode":
            offset, argv, used = decode(bytes.fromhex(request["bytes"]))
            result = {"offset": str(offset), "argv": [argument.hex() for argument in argv], "used": str(used)}
        else:
            return {"unsupported": "no operation " + op}
        return {"ok": result}


def main(backlog_class=Backlog):
    adapter = Adapter(backlog_class)
    for line in sys.stdin.buffer:
        print(json.dumps(adapter.reply(line)), flush=True)


if __name__ == "__main__":
    main()
