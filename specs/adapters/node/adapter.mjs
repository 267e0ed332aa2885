#!/usr/bin/env node
// A replication backlog in JavaScript, and the adapter that puts it under the oracle (protocol version 1).
//
// Run: node adapter.mjs     requests on standard input, replies on standard output, one JSON object a line.
// Made to be copied: put your own backlog in place of the class Backlog and keep the rest.
// The names in the comments (EVICT-1 and so on) are the rules of the specification.

const NEXT_MAX = 2n ** 63n // PUSH-5: the last offset is 2^63-1, what a RESP integer can carry
const U64_MAX = 2n ** 64n - 1n

// A call the rules turn down.
class Refused extends Error {}

// The newest frames, as many as the budget allows. Offsets and byte counts are BigInts: a Number ends at 2^53.
class Backlog {
  buffered = 0n // ACCT-1: the lengths of all frames added up
  #frames = new Map() // by offset: oldest .. next-1 without a gap (ACCT-2)
  #budget

  constructor(budget, next) {
    if (budget === 0n) throw new Refused('bad-budget') // NEW-1
    if (next > NEXT_MAX) throw new Refused('offsets-exhausted') // NEW-3
    this.#budget = budget
    this.next = next
  }

  get length() { return this.#frames.size }
  get oldest() { return this.next - BigInt(this.length) } // next, when nothing is retained

  push(argv) {
    if (this.next === NEXT_MAX) throw new Refused('offsets-exhausted') // PUSH-5: tested before anything changes
    const frame = encode(this.next, argv)
    this.#frames.set(this.next, frame)
    this.buffered += BigInt(frame.length)
    this.next++
    while (this.buffered > this.#budget && this.length > 1) this.#removeOldest() // EVICT-1; EVICT-3: never the newest
    return this.next - 1n
  }

  dropUpTo(watermark) {
    while (this.length > 0 && this.oldest < watermark) this.#removeOldest() // DROP-1; DROP-3: next stays
  }

  framesFrom(from, max) {
    if (from > this.next) throw new Refused('future') // FROM-1
    if (from < this.oldest) throw new Refused('too-old') // FROM-3; empty: oldest is next, so next passes (FROM-2)
    const frames = []
    for (let offset = from; offset < this.next && offset - from < max; offset++) {
      frames.push({ offset, bytes: Buffer.from(this.#frames.get(offset)) }) // FROM-4; PUSH-4: a copy
    }
    return frames
  }

  #removeOldest() {
    this.buffered -= BigInt(this.#frames.get(this.oldest).length)
    this.#frames.delete(this.oldest)
  }
}

// WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings.
function encode(offset, argv) {
  const parts = [Buffer.from(`*2\r\n:${offset}\r\n*${argv.length}\r\n`)]
  for (const argument of argv) parts.push(Buffer.from(`$${argument.length}\r\n`), argument, Buffer.from('\r\n'))
  return Buffer.concat(parts)
}

// Reads a frame from a stream, in the pieces that arrive. Takes WIRE-1's form and no other (WIRE-8).
class Decoder {
  used = 0 // how much of the data has been read; none of that is looked at again
  #data = Buffer.alloc(0) // what has arrived, at the start of #space
  #space = Buffer.alloc(64)
  #reading = this.#frame()

  // The frame, or undefined as long as it is truncated (WIRE-3).
  feed(piece) {
    const length = this.#data.length + piece.length
    if (length > this.#space.length) {
      this.#space = Buffer.alloc(2 * length)
      this.#data.copy(this.#space)
    }
    piece.copy(this.#space, this.#data.length)
    this.#data = this.#space.subarray(0, length)
    return this.#reading.next().value // goes on where bytes were missing: at the last yield
  }

  *#frame() {
    yield* this.#number('*', 'bad-envelope', 2n, 2n) // WIRE-4
    const offset = yield* this.#number(':', 'bad-offset', -(2n ** 63n)) // WIRE-5
    if (offset < 0n) throw new Refused('negative-offset') // WIRE-6
    const count = yield* this.#number('*', 'bad-payload') // WIRE-7
    const argv = []
    while (argv.length < count) { // grows with the bytes that are there, not with the declared count
      const end = Number(yield* this.#number('$', 'bad-payload')) + this.used
      let lineEnd
      while ((lineEnd = this.#data.toString('latin1', end, end + 2)) !== '\r\n') {
        if (!'\r\n'.startsWith(lineEnd)) throw new Refused('bad-payload')
        yield
      }
      argv.push(this.#data.subarray(this.used, end))
      this.used = end + 2
    }
    return { offset, argv }
  }

  // Reads the decimal number between kind and CRLF.
  *#number(kind, code, lowest = 0n, highest = 2n ** 63n - 1n) {
    let end
    while ((end = this.#data.indexOf('\r\n', this.used)) < 0) {
      if (!kind.startsWith(this.#data.toString('latin1', this.used, this.used + 1))) throw new Refused(code)
      yield
    }
    const line = this.#data.toString('latin1', this.used, end)
    if (!line.startsWith(kind) || !/^.(0|-?[1-9]\d{0,18})$/.test(line)) throw new Refused(code)
    const value = BigInt(line.slice(1))
    if (value < lowest || value > highest) throw new Refused(code)
    this.used = end + 2
    return value
  }
}

const fromHex = digits => Buffer.from(digits, 'hex')
const toHex = bytes => bytes.toString('hex')

let backlog = null
const operations = {
  hello: () => ({
    protocol: '1', name: 'backlog-node', version: '1.0', language: 'JavaScript',
    // Neither race nor wait: workers share bytes and not objects, so that no two of them can call one backlog.
    capabilities: ['state', 'resume', 'wire', 'pieces'],
  }),
  new: ({ maxBytes, nextOffset = '0' }) => { backlog = new Backlog(BigInt(maxBytes), BigInt(nextOffset)); return {} },
  push: ({ argv }) => ({ offset: `${backlog.push(argv.map(fromHex))}` }),
  dropUpTo: ({ watermark }) => { backlog.dropUpTo(BigInt(watermark)); return {} },
  framesFrom: ({ from, max = U64_MAX }) => ({
    frames: backlog.framesFrom(BigInt(from), BigInt(max))
      .map(({ offset, bytes }) => ({ offset: `${offset}`, bytes: toHex(bytes) })),
  }),
  state: () => ({
    nextOffset: `${backlog.next}`, bufferedBytes: `${backlog.buffered}`, length: `${backlog.length}`,
    oldestOffset: backlog.length ? `${backlog.oldest}` : null,
    newestOffset: backlog.length ? `${backlog.next - 1n}` : null,
  }),
  decode: ({ bytes, pieces = [bytes] }) => {
    const decoder = new Decoder()
    let frame
    for (const piece of pieces) frame ??= decoder.feed(fromHex(piece))
    if (!frame) throw new Refused('truncated') // WIRE-3
    return { offset: `${frame.offset}`, argv: frame.argv.map(toHex), used: `${decoder.used}` }
  },
}

function reply(line) {
  try {
    const request = JSON.parse(line)
    if (!Object.hasOwn(operations, request.op)) return { unsupported: `no operation ${request.op}` }
    return { ok: operations[request.op](request) }
  } catch (thrown) { // besides a refusal: a malformed request, or a fault in the backlog
    return thrown instanceof Refused ? { refused: thrown.message } : { error: `${thrown}` }
  }
}

let pending = '' // a line whose end has not been read
for await (const chunk of process.stdin.setEncoding('utf8')) {
  const lines = chunk.split('\n')
  lines[0] = pending + lines[0]
  pending = lines.pop()
  for (const line of lines) process.stdout.write(JSON.stringify(reply(line)) + '\n')
}
