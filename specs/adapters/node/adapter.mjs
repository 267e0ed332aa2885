#!/usr/bin/env node
// A replication backlog in JavaScript, and the adapter that puts it under the oracle (protocol version 1).
//
// Run: node adapter.mjs     requests on standard input, replies on standard output, one JSON object a line.
// Made to be copied: put your own backlog in place of the class Backlog and keep the rest.
// The names in the comments (EVICT-1 and so on) are the rules of the specification.
import { once } from 'node:events'

const NEXT_MAX = 2n ** 63n // PUSH-5: the last offset is 2^63-1, what a RESP integer can carry
const U64_MAX = 2n ** 64n - 1n
const SIZE_MAX = 2n ** 31n - 1n // WIRE-8: a declared count or length above this is taken for nonsense
const FLUSH_AT = 1 << 16

// A call the rules turn down.
class Refused extends Error {
  constructor(code) { super(code); this.code = code }
}

// The newest frames, as many as the budget allows. Offsets and byte counts are BigInts: a Number ends at 2^53.
class Backlog {
  #budget
  #frames = [] // behind #head: the frames of oldest .. next-1 without a gap (ACCT-2)
  #head = 0 // how many places at the front are vacant: shift() would move the whole array for each frame

  constructor(budget, next = 0n) {
    if (budget === 0n) throw new Refused('bad-budget') // NEW-1
    if (next > NEXT_MAX) throw new Refused('offsets-exhausted') // NEW-3
    this.#budget = budget
    this.next = next
    this.buffered = 0n // ACCT-1: the lengths of all frames added up
  }

  get length() { return this.#frames.length - this.#head }
  get oldest() { return this.next - BigInt(this.length) } // next, when nothing is retained

  push(argv) {
    if (this.next === NEXT_MAX) throw new Refused('offsets-exhausted') // PUSH-5: tested before anything changes
    const frame = encode(this.next, argv)
    this.#frames.push(frame)
    this.buffered += BigInt(frame.length)
    this.next++
    while (this.buffered > this.#budget && this.length > 1) this.#removeOldest() // EVICT-1; EVICT-3: never the newest
    return this.next - 1n
  }

  dropUpTo(watermark) {
    let oldest = this.oldest
    for (; this.length > 0 && oldest < watermark; oldest++) this.#removeOldest() // DROP-1; DROP-3: next stays
  }

  framesFrom(from, max = U64_MAX) {
    const { oldest, length } = this
    if (from > this.next) throw new Refused('future') // FROM-1
    if (from < oldest) throw new Refused('too-old') // FROM-3; empty: oldest is next, so from = next passes (FROM-2)
    const first = Number(from - oldest)
    const count = max < BigInt(length - first) ? Number(max) : length - first
    return this.#frames.slice(this.#head + first, this.#head + first + count)
      .map((frame, i) => ({ offset: from + BigInt(i), bytes: Buffer.from(frame) })) // FROM-4; PUSH-4: copies
  }

  #removeOldest() {
    this.buffered -= BigInt(this.#frames[this.#head].length)
    this.#frames[this.#head++] = undefined
    if (this.#head * 2 > this.#frames.length) { // mostly vacant: move the rest up
      this.#frames = this.#frames.slice(this.#head)
      this.#head = 0
    }
  }
}

// WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings.
function encode(offset, argv) {
  const parts = [Buffer.from(`*2\r\n:${offset}\r\n*${argv.length}\r\n`)]
  for (const argument of argv) parts.push(Buffer.from(`$${argument.length}\r\n`), argument, Buffer.from('\r\n'))
  return Buffer.concat(parts)
}

// The frame at the start of data. Takes WIRE-1's form and no other (WIRE-8).
function decode(data) {
  let at = 0
  // Data that ends inside the literal is truncated (WIRE-3), other data the hard error.
  const expect = (literal, code) => {
    for (const byte of Buffer.from(literal)) {
      if (at === data.length) throw new Refused('truncated')
      if (data[at] !== byte) throw new Refused(code)
      at++
    }
  }
  const isDigit = byte => byte >= 0x30 && byte <= 0x39
  const number = (code, largest) => {
    const start = at
    let value = 0n
    for (; isDigit(data[at]); at++) {
      const leadingZero = at > start && value === 0n
      value = value * 10n + BigInt(data[at] - 0x30)
      if (leadingZero || value > largest) throw new Refused(code) // at once: endless digits are not waited for
    }
    if (at === start && at < data.length) throw new Refused(code) // no digits
    expect('\r\n', code)
    return value
  }
  expect('*2\r\n', 'bad-envelope') // WIRE-4
  expect(':', 'bad-offset') // WIRE-5
  if (data[at] === 0x2d) {
    at++
    if (data[at] === 0x30) throw new Refused('bad-offset') // -0
    number('bad-offset', 2n ** 63n)
    throw new Refused('negative-offset') // WIRE-6
  }
  const offset = number('bad-offset', 2n ** 63n - 1n)
  expect('*', 'bad-payload') // WIRE-7
  const count = Number(number('bad-payload', SIZE_MAX))
  const argv = []
  while (argv.length < count) { // grows with the bytes that are there, not with the declared count
    expect('$', 'bad-payload')
    const length = Number(number('bad-payload', SIZE_MAX))
    if (length > data.length - at) throw new Refused('truncated')
    argv.push(data.subarray(at, at += length))
    expect('\r\n', 'bad-payload')
  }
  return { offset, argv, used: at }
}

function u64(digits) {
  const decimal = typeof digits === 'string' && /^\d+$/.test(digits)
  if (!decimal || BigInt(digits) > U64_MAX) throw new Error('an unsigned 64-bit integer was expected')
  return BigInt(digits)
}

function fromHex(digits) {
  const data = Buffer.from(digits, 'hex')
  if (data.toString('hex') !== digits) throw new Error('lowercase hexadecimal was expected')
  return data
}

const toHex = bytes => bytes.toString('hex')

let backlog = null
const operations = new Map(Object.entries({
  hello: () => ({
    protocol: '1', name: 'backlog-node', version: '1.0', language: 'JavaScript',
    capabilities: ['state', 'resume', 'wire'],
  }),
  new: ({ maxBytes, nextOffset = '0' }) => { backlog = new Backlog(u64(maxBytes), u64(nextOffset)); return {} },
  push: ({ argv }) => ({ offset: `${backlog.push(argv.map(fromHex))}` }),
  dropUpTo: ({ watermark }) => { backlog.dropUpTo(u64(watermark)); return {} },
  framesFrom: ({ from, max = `${U64_MAX}` }) => ({
    frames: backlog.framesFrom(u64(from), u64(max))
      .map(({ offset, bytes }) => ({ offset: `${offset}`, bytes: toHex(bytes) })),
  }),
  state: () => ({
    nextOffset: `${backlog.next}`, bufferedBytes: `${backlog.buffered}`, length: `${backlog.length}`,
    oldestOffset: backlog.length ? `${backlog.oldest}` : null,
    newestOffset: backlog.length ? `${backlog.next - 1n}` : null,
  }),
  decode: ({ bytes }) => {
    const { offset, argv, used } = decode(fromHex(bytes))
    return { offset: `${offset}`, argv: argv.map(toHex), used: `${used}` }
  },
}))

function reply(line) {
  try {
    const request = JSON.parse(line)
    if (typeof request.op !== 'string') throw new Error('op: a string was expected')
    const operation = operations.get(request.op)
    return operation ? { ok: operation(request) } : { unsupported: `no operation ${request.op}` }
  } catch (thrown) { // besides a refusal: a malformed request, or a fault in the backlog
    return thrown instanceof Refused ? { refused: thrown.code } : { error: `${thrown}` }
  }
}

let pending = '' // a line whose end has not been read
let replies = ''
async function flush() {
  const room = process.stdout.write(replies)
  replies = ''
  if (!room) await once(process.stdout, 'drain')
}

process.stdin.setEncoding('utf8')
for await (const chunk of process.stdin) {
  const lines = chunk.split('\n')
  lines[0] = pending + lines[0]
  pending = lines.pop()
  for (const line of lines) {
    replies += JSON.stringify(reply(line)) + '\n'
    if (replies.length > FLUSH_AT) await flush()
  }
  if (replies) await flush() // everything read is answered before the next read waits
}
if (pending) process.stdout.write(JSON.stringify(reply(pending)) + '\n')
