//! A replication backlog in Rust, and the adapter that puts it under the oracle (protocol version 1).
//!
//! Build: rustc --edition 2021 -O adapter.rs     Run: ./adapter
//! Requests on standard input, replies on standard output, one JSON object a line.
//! Made to be copied: put your own backlog in place of `Backlog` and keep the rest.
//! The names in the comments (EVICT-1 and so on) are the rules of the specification.
use std::collections::{HashMap, VecDeque};
use std::io::{self, BufRead, Read};

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

/// The result of a request as JSON, or None for an unknown operation.
fn perform(request: &Request, backlog: &mut Backlog) -> Result<Option<String>, Refused> {
    let mut result = "{}".to_string();
    match request.text("op").unwrap_or_default() {
        "hello" => {
            result = r#"{"protocol":"1","name":"backlog-rust","version":"1.0","language":"Rust","#.to_string()
                + r#""capabilities":["state","resume","wire","pieces"]}"#
        }
        "new" => *backlog = Backlog::new(request.u64("maxBytes", 0), request.u64("nextOffset", 0))?,
        "push" => {
            let argv = request.bytes("argv").expect("arguments");
            result = format!(r#"{{"offset":"{}"}}"#, backlog.push(&argv)?);
        }
        "dropUpTo" => backlog.drop_up_to(request.u64("watermark", 0)),
        "framesFrom" => {
            let frames = backlog.frames_from(request.u64("from", 0), request.u64("max", u64::MAX))?;
            let frame =
                |(offset, bytes): (u64, &Vec<u8>)| format!(r#"{{"offset":"{}","bytes":"{}"}}"#, offset, to_hex(bytes));
            result = format!(r#"{{"frames":[{}]}}"#, frames.map(frame).collect::<Vec<_>>().join(","));
        }
        "state" => {
            let (next, length) = (backlog.next, backlog.frames.len());
            let ends = match length {
                0 => r#""oldestOffset":null,"newestOffset":null"#.to_string(),
                _ => format!(r#""oldestOffset":"{}","newestOffset":"{}""#, backlog.oldest(), next - 1),
            };
            let counts = format!(r#""bufferedBytes":"{}","length":"{}""#, backlog.buffered, length);
            result = format!(r#"{{"nextOffset":"{}",{},{}}}"#, next, counts, ends);
        }
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
    for line in io::stdin().lock().lines() {
        let line = line?.replace(r"\\", "").replace(r#"\""#, "");
        let reply = match perform(&Request::parse(&line), &mut backlog) {
            Ok(Some(result)) => format!(r#"{{"ok":{}}}"#, result),
            Ok(None) => r#"{"unsupported":"unknown operation"}"#.to_string(),
            Err(Refused(code)) => format!(r#"{{"refused":"{}"}}"#, code),
        };
        println!("{}", reply); // which flushes at the end of the line
    }
    Ok(())
}
