#!/usr/bin/env python3
"""A replication backlog in Python, and the adapter that puts it under the oracle (protocol version 1).

Run: python3 adapter.py     requests on standard input, replies on standard output, one JSON object a line.
Made to be copied: put your own backlog in place of the class Backlog and keep the rest.
The names in the comments (EVICT-1 and so on) are the rules of the specification.
"""
import collections
import json
import re
import sys
import threading
import time

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

    def state(self):
        """Next, the number of frames, and their bytes."""
        return self.next, len(self.frames), self.buffered

    def _remove_oldest(self):
        self.buffered -= len(self.frames.pop(self.oldest))


class Shared:
    """The backlog for threads: one lock around every call. What it returns is complete and no longer changes (LOCK-2)."""

    def __init__(self, backlog):
        self.backlog = backlog
        self.closed = False
        self.changed = threading.Condition()  # next has grown, or it was closed

    def push(self, argv):
        with self.changed:
            if self.closed:
                raise Refused("closed")
            self.changed.notify_all()
            return self.backlog.push(argv)

    def drop_up_to(self, watermark):
        with self.changed:
            self.backlog.drop_up_to(watermark)

    def frames_from(self, start, limit):
        with self.changed:
            return self.backlog.frames_from(start, limit)

    def state(self):
        with self.changed:
            return self.backlog.state()  # LOCK-3: all counters of one moment

    def wait_beyond(self, start):
        """Waits until there is something to read there, and tells whether there is: if not, it was closed (LOCK-4)."""
        with self.changed:
            self.changed.wait_for(lambda: self.backlog.next > start or self.closed)
            return self.backlog.next > start

    def close(self):
        with self.changed:
            self.closed = True
            self.changed.notify_all()


def encode(offset, argv):
    """WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings."""
    bulks = b"".join(b"$%d\r\n%b\r\n" % (len(argument), argument) for argument in argv)
    return b"*2\r\n:%d\r\n*%d\r\n%b" % (offset, len(argv), bulks)


class Decoder:
    """Reads a frame from a stream, in the pieces that arrive. Takes WIRE-1's form and no other (WIRE-8)."""

    def __init__(self):
        self.data = bytearray()  # what has arrived
        self.used = 0  # how much of it has been read; none of that is looked at again
        self.reading = self._frame()

    def feed(self, piece):
        """The frame, as (offset, argv), or None as long as it is truncated (WIRE-3)."""
        self.data += piece
        return next(self.reading)  # goes on where bytes were missing: at the last yield

    def _frame(self):
        yield from self._number(b"*", "bad-envelope", 2, 2)  # WIRE-4
        offset = yield from self._number(b":", "bad-offset", -2**63)  # WIRE-5
        if offset < 0:
            raise Refused("negative-offset")  # WIRE-6
        count = yield from self._number(b"*", "bad-payload")  # WIRE-7
        argv = []
        while len(argv) < count:  # grows with the bytes that are there, not with the declared count
            length = yield from self._number(b"$", "bad-payload")
            end = self.used + length
            while (line_end := self.data[end:end + 2]) != b"\r\n":
                if not b"\r\n".startswith(line_end):
                    raise Refused("bad-payload")
                yield
            argv.append(bytes(self.data[self.used:end]))
            self.used = end + 2
        yield offset, argv

    def _number(self, kind, code, lowest=0, highest=2**63 - 1):
        """Reads the decimal number between kind and CRLF."""
        most = self.used + 23  # no line is longer, so one that goes on without an end is not searched again and again
        while (end := self.data.find(b"\r\n", self.used, most)) < 0:
            if self.data[self.used:self.used + 1] not in (kind, b"") or len(self.data) >= most:
                raise Refused(code)
            yield
        line = self.data[self.used:end]
        if not re.fullmatch(b"[%b](0|-?[1-9][0-9]{0,18})" % kind, line) or not lowest <= int(line[1:]) <= highest:
            raise Refused(code)
        self.used = end + 2
        return int(line[1:])


def call(backlog, request):
    """A call on a backlog, whether threads share it or not, and what it was told."""
    op = request["op"]
    if op == "push":
        return backlog.push([bytes.fromhex(argument) for argument in request["argv"]])
    if op == "dropUpTo":
        return backlog.drop_up_to(int(request["watermark"]))
    if op == "framesFrom":
        return backlog.frames_from(int(request["from"]), int(request.get("max", 2**64 - 1)))
    if op == "state":
        return backlog.state()
    if op == "await":
        return backlog.wait_beyond(int(request["from"]))
    return backlog.close()


def words(op, told):
    """What a call was told, as the protocol says it."""
    if op == "push":
        return {"offset": str(told)}
    if op == "framesFrom":
        return {"frames": [{"offset": str(offset), "bytes": frame.hex()} for offset, frame in told]}
    if op == "state":
        next_offset, length, buffered = told
        return {"nextOffset": str(next_offset), "bufferedBytes": str(buffered), "length": str(length),
                "oldestOffset": str(next_offset - length) if length else None,
                "newestOffset": str(next_offset - 1) if length else None}
    if op == "await":
        return {"due": "yes" if told else "no"}
    return {}


def race(request, backlog_class):
    """Makes the calls of some threads at once, in many rounds with a backlog each, and counts equal outcomes."""
    rounds, threads = int(request["rounds"]), request["threads"]
    backlogs = [Shared(backlog_class(int(request["maxBytes"]), int(request.get("nextOffset", 0)))) for _ in range(rounds)]
    told = [[None] * rounds for _ in threads]
    arrived = []

    def attempt(backlog, requests):
        replies = []
        for one in requests:
            try:
                replies.append(("ok", call(backlog, one)))
            except Refused as refusal:
                replies.append(("refused", refusal.args[0]))
            except Exception as broken:
                replies.append(("error", repr(broken)))
        return replies

    def run(number):
        for round_number, backlog in enumerate(backlogs):
            arrived.append(number)
            while len(arrived) < (round_number + 1) * len(threads):
                time.sleep(0)  # lets the others run; they all start when the last one has come
            if (round_number + number) % 3 == 0:
                time.sleep(0)  # who comes last must not always go first
            told[number][round_number] = attempt(backlog, threads[number])

    def said(requests, replies):
        return [{kind: words(one["op"], what) if kind == "ok" else what} for one, (kind, what) in zip(requests, replies)]

    for backlog in backlogs:
        attempt(backlog, request["before"])
    switching, running = sys.getswitchinterval(), [threading.Thread(target=run, args=(number,), daemon=True)
                                                   for number in range(len(threads))]
    sys.setswitchinterval(1e-6)  # as often as it can: the interpreter runs one thread at a time
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    sys.setswitchinterval(switching)
    outcomes = collections.Counter(
        json.dumps({"threads": [said(threads[number], told[number][i]) for number in range(len(threads))],
                    "after": said(request["after"], attempt(backlog, request["after"]))})
        for i, backlog in enumerate(backlogs))
    return [dict(json.loads(outcome), rounds=str(count)) for outcome, count in outcomes.items()]


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
        op, result = request["op"], {}
        if op == "hello":
            result = {"protocol": "1", "name": "backlog-python", "version": "1.0", "language": "Python",
                      "capabilities": ["state", "resume", "wire", "pieces", "race", "wait"]}
        elif op == "new":
            self.backlog = self.backlog_class(int(request["maxBytes"]), int(request.get("nextOffset", 0)))
        elif op in ("push", "dropUpTo", "framesFrom", "state"):
            result = words(op, call(self.backlog, request))
        elif op == "race":
            result = {"outcomes": race(request, self.backlog_class)}
        elif op == "decode":
            decoder, frame = Decoder(), None
            for piece in request["pieces"] if "pieces" in request else [request["bytes"]]:
                frame = frame or decoder.feed(bytes.fromhex(piece))
            if not frame:
                raise Refused("truncated")  # WIRE-3
            offset, argv = frame
            result = {"offset": str(offset), "argv": [argument.hex() for argument in argv], "used": str(decoder.used)}
        else:
            return {"unsupported": "no operation " + op}
        return {"ok": result}


def main(backlog_class=Backlog):
    adapter = Adapter(backlog_class)
    for line in sys.stdin.buffer:
        print(json.dumps(adapter.reply(line)), flush=True)


if __name__ == "__main__":
    main()
