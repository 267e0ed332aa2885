//! A replication backlog in Rust, and the adapter that puts it under the oracle (protocol version 1).
//!
//! Build: rustc --edition 2021 -O adapter.rs     Run: ./adapter
//! Requests on standard input, replies on standard output, one JSON object a line.
//! Made to be copied: put your own backlog in place of `Backlog` and keep the rest.
//! The names in the comments (EVICT-1 and so on) are the rules of the specification.
use std::collections::{HashMap, VecDeque};
use std::io::{self, BufRead, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;

const NEXT_MAX: u64 = 1 << 63; // PUSH-5: the last offset is 2^63-1, what a RESP integer can carry

/// A call the rules turn down: the code of the refusal.
struct Refused(&'static str);

fn ensure(condition: bool, otherwise: &'static str) -> Result<(), Refused> {
    condition.then_some(()).ok_or(Refused(otherwise))
}

/// The newest frames, as many as the budget allows.
struct Backlog {
    budget: u64,
    next: u64,
    buffered: u64,             // ACCT-1: the lengths of all frames added up
    frames: VecDeque<Vec<u8>>, // oldest .. next-1 without a gap (ACCT-2)
}

impl Backlog {
    fn new(budget: u64, next: u64) -> Result<Backlog, Refused> {
        ensure(budget > 0, "bad-budget")?; // NEW-1
        ensure(next <= NEXT_MAX, "offsets-exhausted")?; // NEW-3
        Ok(Backlog { budget, next, buffered: 0, frames: VecDeque::new() })
    }

    /// The lowest retained offset, or next when nothing is retained.
    fn oldest(&self) -> u64 {
        self.next - self.frames.len() as u64
    }

    fn push(&mut self, argv: &[Vec<u8>]) -> Result<u64, Refused> {
        ensure(self.next < NEXT_MAX, "offsets-exhausted")?; // PUSH-5: tested before anything changes
        let frame = encode(self.next, argv);
        self.buffered += frame.len() as u64;
        self.frames.push_back(frame);
        self.next += 1;
        while self.buffered > self.budget && self.frames.len() > 1 {
            self.remove_oldest(); // EVICT-1; EVICT-3: never the newest
        }
        Ok(self.next - 1)
    }

    fn drop_up_to(&mut self, watermark: u64) {
        while !self.frames.is_empty() && self.oldest() < watermark {
            self.remove_oldest(); // DROP-1; DROP-3: the newest may go too, next stays
        }
    }

    /// On an empty backlog oldest is next, so from = next passes both tests (FROM-2).
    fn frames_from(&self, from: u64, max: u64) -> Result<impl Iterator<Item = (u64, &Vec<u8>)>, Refused> {
        ensure(from <= self.next, "future")?; // FROM-1
        ensure(from >= self.oldest(), "too-old")?; // FROM-3
        let start = (from - self.oldest()) as usize;
        let count = max.min(self.next - from) as usize;
        Ok((from..).zip(self.frames.range(start..start + count))) // FROM-4; PUSH-4: shared, so unchangeable
    }

    /// Next, the number of frames, and their bytes.
    fn counters(&self) -> (u64, u64, u64) {
        (self.next, self.frames.len() as u64, self.buffered)
    }

    fn remove_oldest(&mut self) {
        self.buffered -= self.frames.pop_front().map_or(0, |frame| frame.len() as u64);
    }
}

/// WIRE-1: *2, the offset as an integer, the arguments as an array of bulk strings.
fn encode(offset: u64, argv: &[Vec<u8>]) -> Vec<u8> {
    let mut frame = format!("*2\r\n:{}\r\n*{}\r\n", offset, argv.len()).into_bytes();
    for argument in argv {
        frame.extend(format!("${}\r\n", argument.len()).bytes());
        frame.extend(argument);
        frame.extend(b"\r\n");
    }
    frame
}

/// Reads a frame from a stream, and waits for more of it where that is needed, as it would from a `TcpStream`.
struct Reader<R> {
    stream: R,
    used: u64,
}

impl<R: BufRead> Reader<R> {
    /// Takes WIRE-1's form and no other (WIRE-8).
    fn frame(&mut self) -> Result<(i64, Vec<Vec<u8>>), Refused> {
        self.number('*', "bad-envelope", 2, 2)?; // WIRE-4
        let offset = self.number(':', "bad-offset", i64::MIN, i64::MAX)?; // WIRE-5
        ensure(offset >= 0, "negative-offset")?; // WIRE-6
        let count = self.number('*', "bad-payload", 0, i64::MAX)?; // WIRE-7
        let mut argv = Vec::new(); // grows with the bytes that are there, not with the declared count
        for _ in 0..count {
            let length = self.number('$', "bad-payload", 0, i64::MAX)? as u64;
            let mut argument = Vec::new(); // grows likewise
            let found = self.stream.by_ref().take(length).read_to_end(&mut argument)?;
            ensure(found as u64 == length, "truncated")?;
            argv.push(argument);
            for expected in *b"\r\n" {
                let mut found = [0];
                self.stream.read_exact(&mut found)?;
                ensure(found[0] == expected, "bad-payload")?;
            }
            self.used += length + 2;
        }
        Ok((offset, argv))
    }

    /// Reads the decimal number between kind and CRLF.
    fn number(&mut self, kind: char, code: &'static str, lowest: i64, highest: i64) -> Result<i64, Refused> {
        let first = self.stream.fill_buf()?.first().copied();
        ensure(first.map_or(true, |byte| char::from(byte) == kind), code)?;
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line)?;
        ensure(line.ends_with(b"\n"), "truncated")?;
        let digits = String::from_utf8_lossy(&line[1..]);
        let value = digits.trim_end().parse().unwrap_or(0);
        ensure(line == format!("{}{}\r\n", kind, value).as_bytes(), code)?; // not so: leading zeros, a larger number
        ensure((lowest..=highest).contains(&value), code)?;
        self.used += line.len() as u64;
        Ok(value)
    }
}

/// A stream that ends inside a frame is truncated (WIRE-3).
impl From<io::Error> for Refused {
    fn from(_: io::Error) -> Refused {
        Refused("truncated")
    }
}

/// A stream that arrives in pieces, in the place of a `TcpStream`.
struct Pieces {
    arrived: io::Cursor<Vec<u8>>,
    coming: std::vec::IntoIter<Vec<u8>>,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.arrived.fill_buf()?.is_empty() {
            match self.coming.next() {
                Some(piece) => self.arrived = io::Cursor::new(piece),
                None => return Ok(0),
            }
        }
        self.arrived.read(buffer)
    }
}

/// As much of JSON as the protocol needs: the strings of each key, one or an array of them. There are no escapes in
/// those of the protocol; in others they are removed.
struct Request<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Request<'a> {
    fn parse(line: &'a str) -> Request<'a> {
        let mut fields = HashMap::new();
        let mut values = &mut Vec::new();
        let mut parts = line.split('"').skip(1); // a string, what follows it, the next string, and so on
        while let (Some(string), Some(following)) = (parts.next(), parts.next()) {
            if following.trim_start().starts_with(':') {
                values = fields.entry(string).or_insert(Vec::new());
            } else {
                values.push(string);
            }
        }
        Request(fields)
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.0.get(key)?.first().copied()
    }

    fn bytes(&self, key: &str) -> Option<Vec<Vec<u8>>> {
        Some(self.0.get(key)?.iter().map(|digits| from_hex(digits)).collect())
    }

    fn u64(&self, key: &str, absent: u64) -> u64 {
        self.text(key).map_or(absent, |digits| digits.parse().expect("an unsigned 64-bit number"))
    }
}

fn from_hex(digits: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal");
    (0..digits.len()).step_by(2).map(byte).collect()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{:02x}", byte)).collect()
}

fn frames_text<'a>(frames: impl Iterator<Item = (u64, &'a Vec<u8>)>) -> String {
    let frame = |(offset, bytes): (u64, &Vec<u8>)| format!(r#"{{"offset":"{}","bytes":"{}"}}"#, offset, to_hex(bytes));
    format!(r#"{{"frames":[{}]}}"#, frames.map(frame).collect::<Vec<_>>().join(","))
}

fn state_text(&(next, length, buffered): &(u64, u64, u64)) -> String {
    let ends = match length {
        0 => r#""oldestOffset":null,"newestOffset":null"#.to_string(),
        _ => format!(r#""oldestOffset":"{}","newestOffset":"{}""#, next - length, next - 1),
    };
    let counts = format!(r#""bufferedBytes":"{}","length":"{}""#, buffered, length);
    format!(r#"{{"nextOffset":"{}",{},{}}}"#, next, counts, ends)
}

/// The backlog for threads: one mutex around every call. What it returns is complete and no longer changes (LOCK-2).
struct Shared {
    guarded: Mutex<Guarded>,
    changed: Condvar, // next has grown, or it was closed
}

struct Guarded {
    backlog: Backlog,
    closed: bool,
}

impl Shared {
    fn new(budget: u64, next: u64) -> Result<Shared, Refused> {
        let guarded = Mutex::new(Guarded { backlog: Backlog::new(budget, next)?, closed: false });
        Ok(Shared { guarded, changed: Condvar::new() })
    }

    fn push(&self, argv: &[Vec<u8>]) -> Result<u64, Refused> {
        let mut guarded = self.guarded.lock().unwrap();
        ensure(!guarded.closed, "closed")?;
        self.changed.notify_all();
        guarded.backlog.push(argv)
    }

    fn drop_up_to(&self, watermark: u64) {
        self.guarded.lock().unwrap().backlog.drop_up_to(watermark);
    }

    fn frames_from(&self, from: u64, max: u64) -> Result<Vec<(u64, Vec<u8>)>, Refused> {
        let guarded = self.guarded.lock().unwrap();
        let frames = guarded.backlog.frames_from(from, max)?;
        Ok(frames.map(|(offset, bytes)| (offset, bytes.clone())).collect())
    }

    fn counters(&self) -> (u64, u64, u64) {
        self.guarded.lock().unwrap().backlog.counters() // LOCK-3: all of one moment
    }

    /// Waits until there is something to read at an offset, and tells whether there is: if not, it was closed (LOCK-4).
    fn wait(&self, from: u64) -> bool {
        let guarded = self.guarded.lock().unwrap();
        let waits = |guarded: &mut Guarded| guarded.backlog.next <= from && !guarded.closed;
        self.changed.wait_while(guarded, waits).unwrap().backlog.next > from
    }

    fn close(&self) {
        self.guarded.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}

/// A call of a race, read before it starts.
enum Call {
    Push(Vec<Vec<u8>>),
    DropUpTo(u64),
    FramesFrom(u64, u64),
    State,
    Await(u64),
    Close,
}

/// What a call was told: put into words only when nobody races any more.
enum Told {
    Offset(u64),
    Frames(Vec<(u64, Vec<u8>)>),
    Counters((u64, u64, u64)),
    Due(bool),
    Done,
}

impl Call {
    fn parse(text: &str) -> Call {
        let request = Request::parse(text);
        match request.text("op").unwrap_or_default() {
            "push" => Call::Push(request.bytes("argv").expect("arguments")),
            "dropUpTo" => Call::DropUpTo(request.u64("watermark", 0)),
            "framesFrom" => Call::FramesFrom(request.u64("from", 0), request.u64("max", u64::MAX)),
            "await" => Call::Await(request.u64("from", 0)),
            "close" => Call::Close,
            _ => Call::State,
        }
    }

    fn on(&self, shared: &Shared) -> Result<Told, Refused> {
        Ok(match self {
            Call::Push(argv) => Told::Offset(shared.push(argv)?),
            Call::DropUpTo(watermark) => {
                shared.drop_up_to(*watermark);
                Told::Done
            }
            Call::FramesFrom(from, max) => Told::Frames(shared.frames_from(*from, *max)?),
            Call::State => Told::Counters(shared.counters()),
            Call::Await(from) => Told::Due(shared.wait(*from)),
            Call::Close => {
                shared.close();
                Told::Done
            }
        })
    }
}

impl Told {
    fn text(&self) -> String {
        match self {
            Told::Offset(offset) => format!(r#"{{"offset":"{}"}}"#, offset),
            Told::Frames(frames) => frames_text(frames.iter().map(|(offset, bytes)| (*offset, bytes))),
            Told::Counters(counters) => state_text(counters),
            Told::Due(due) => format!(r#"{{"due":"{}"}}"#, if *due { "yes" } else { "no" }),
            Told::Done => "{}".to_string(),
        }
    }
}

fn all(calls: &[Call], shared: &Shared) -> Vec<Result<Told, Refused>> {
    calls.iter().map(|call| call.on(shared)).collect()
}

fn replies(told: &[Result<Told, Refused>]) -> String {
    let reply = |told: &Result<Told, Refused>| match told {
        Ok(told) => format!(r#"{{"ok":{}}}"#, told.text()),
        Err(Refused(code)) => format!(r#"{{"refused":"{}"}}"#, code),
    };
    format!("[{}]", told.iter().map(reply).collect::<Vec<_>>().join(","))
}

/// Makes the calls of some threads at once, in many rounds with a backlog each, and counts equal outcomes.
fn race(line: &str) -> Result<String, Refused> {
    let (before, line) = cut(line, "\"before\"");
    let (threads, line) = cut(&line, "\"threads\"");
    let (after, line) = cut(&line, "\"after\"");
    let (before, after) = (calls(&before), calls(&after));
    let threads: Vec<Vec<Call>> = arrays(&threads).map(calls).collect();
    let request = Request::parse(&line);
    let mut backlogs = Vec::new();
    for _ in 0..request.u64("rounds", 1) {
        let shared = Shared::new(request.u64("maxBytes", 1), request.u64("nextOffset", 0))?;
        all(&before, &shared);
        backlogs.push(shared);
    }
    let arrived = AtomicU64::new(0);
    let run = |number: usize| {
        let mut random = number as u32 + 1;
        let mut told = Vec::new();
        for (round, shared) in backlogs.iter().enumerate() {
            arrived.fetch_add(1, Ordering::SeqCst);
            let mut spins = 0; // what sleeps does not start at one moment
            while arrived.load(Ordering::SeqCst) < ((round + 1) * threads.len()) as u64 {
                spins += 1;
                if spins > 1000 {
                    thread::yield_now();
                }
            }
            random = random.wrapping_mul(1103515245).wrapping_add(12345);
            if random >> 30 == 0 {
                thread::yield_now(); // not always alike: now and then, the others first
            }
            for _ in 0..random >> 16 & 255 {
                arrived.load(Ordering::SeqCst);
            }
            told.push(all(&threads[number], shared));
        }
        told
    };
    let told: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads.len()).map(|number| scope.spawn(move || run(number))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut outcomes = HashMap::new();
    for (round, shared) in backlogs.iter().enumerate() {
        let threads = told.iter().map(|thread| replies(&thread[round])).collect::<Vec<_>>().join(",");
        let outcome = format!(r#""threads":[{}],"after":{}"#, threads, replies(&all(&after, shared)));
        *outcomes.entry(outcome).or_insert(0) += 1;
    }
    let texts = outcomes.iter().map(|(outcome, rounds)| format!(r#"{{"rounds":"{}",{}}}"#, rounds, outcome));
    Ok(format!(r#"{{"outcomes":[{}]}}"#, texts.collect::<Vec<_>>().join(",")))
}

/// An array of calls, and the line without it, so that no field of a call is taken for one of the race.
fn cut(line: &str, key: &str) -> (String, String) {
    let start = line.find(key).expect("calls");
    let from = start + line[start..].find('[').expect("an array");
    let to = from + length(&line[from..]);
    (line[from..to].to_string(), line[..start].to_string() + "\"cut\":[]" + &line[to..])
}

/// The arrays in an array.
fn arrays(array: &str) -> impl Iterator<Item = &str> {
    let mut rest = &array[1..];
    std::iter::from_fn(move || {
        let from = rest.find('[')?;
        let to = from + length(&rest[from..]);
        let found = &rest[from..to];
        rest = &rest[to..];
        Some(found)
    })
}

/// The length of the array that a text starts with; none of the strings has a bracket.
fn length(text: &str) -> usize {
    let mut depth = 0;
    let end = text.find(|c| {
        depth += (c == '[') as i32 - (c == ']') as i32;
        depth == 0
    });
    end.expect("its end") + 1
}

fn calls(array: &str) -> Vec<Call> {
    array.split('}').filter(|call| call.contains('{')).map(Call::parse).collect()
}

/// The result of a request as JSON, or None for an unknown operation.
fn perform(request: &Request, backlog: &mut Backlog) -> Result<Option<String>, Refused> {
    let mut result = "{}".to_string();
    match request.text("op").unwrap_or_default() {
        "hello" => {
            result = r#"{"protocol":"1","name":"backlog-rust","version":"1.0","language":"Rust","#.to_string()
                + r#""capabilities":["state","resume","wire","pieces","race","wait"]}"#
        }
        "new" => *backlog = Backlog::new(request.u64("maxBytes", 0), request.u64("nextOffset", 0))?,
        "push" => {
            let argv = request.bytes("argv").expect("arguments");
            result = format!(r#"{{"offset":"{}"}}"#, backlog.push(&argv)?);
        }
        "dropUpTo" => backlog.drop_up_to(request.u64("watermark", 0)),
        "framesFrom" => {
            result = frames_text(backlog.frames_from(request.u64("from", 0), request.u64("max", u64::MAX))?);
        }
        "state" => result = state_text(&backlog.counters()),
        "decode" => {
            let pieces = request.bytes("pieces").or(request.bytes("bytes")).unwrap_or_default();
            let stream = Pieces { arrived: io::Cursor::default(), coming: pieces.into_iter() };
            let mut reader = Reader { stream: io::BufReader::new(stream), used: 0 };
            let (offset, argv) = reader.frame()?;
            let argv: Vec<_> = argv.iter().map(|argument| format!(r#""{}""#, to_hex(argument))).collect();
            result = format!(r#"{{"offset":"{}","argv":[{}],"used":"{}"}}"#, offset, argv.join(","), reader.used);
        }
        _ => return Ok(None),
    }
    Ok(Some(result))
}

fn main() -> io::Result<()> {
    let mut backlog = Backlog { budget: 1, next: 0, buffered: 0, frames: VecDeque::new() }; // until the first `new`
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("{}", panic);
        std::process::exit(101); // in whichever thread: the others would wait for it
    }));
    for line in io::stdin().lock().lines() {
        let line = line?.replace(r"\\", "").replace(r#"\""#, "");
        let result = match line.contains("\"threads\"") {
            true => race(&line).map(Some),
            false => perform(&Request::parse(&line), &mut backlog),
        };
        let reply = match result {
            Ok(Some(result)) => format!(r#"{{"ok":{}}}"#, result),
            Ok(None) => r#"{"unsupported":"unknown operation"}"#.to_string(),
            Err(Refused(code)) => format!(r#"{{"refused":"{}"}}"#, code),
        };
        println!("{}", reply); // which flushes at the end of the line
    }
    Ok(())
}
