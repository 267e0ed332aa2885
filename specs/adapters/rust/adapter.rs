//! A replication backlog in Rust, and the adapter that puts it under the oracle (protocol version 1).
//!
//! Build: rustc --edition 2021 -O adapter.rs     Run: ./adapter
//! Requests on standard input, replies on standard output, one JSON object a line.
//! Made to be copied: put your own backlog in place of `Backlog` and keep the rest.
//! The names in the comments (EVICT-1 and so on) are the rules of the specification.
use std::collections::{HashMap, VecDeque};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};

const NEXT_MAX: u64 = 1 << 63; // PUSH-5: the last offset is 2^63-1, what a RESP integer can carry
const SIZE_MAX: u64 = i32::MAX as u64; // WIRE-8: a declared count or length above this is taken for nonsense
const HELLO: &str = concat!(
    r#"{"protocol":"1","name":"backlog-rust","version":"1.0","language":"Rust","#,
    r#""capabilities":["state","resume","wire"]}"#
);

/// Why a request has no result.
enum Failure {
    Refused(&'static str),
    Broken(&'static str),
    Unsupported,
}
use Failure::*;

fn ensure(condition: bool, otherwise: Failure) -> Result<(), Failure> {
    if condition {
        Ok(())
    } else {
        Err(otherwise)
    }
}

/// The newest frames, as many as the budget allows.
struct Backlog {
    budget: u64,
    next: u64,
    buffered: u64,             // ACCT-1: the lengths of all frames added up
    frames: VecDeque<Vec<u8>>, // oldest .. next-1 without a gap (ACCT-2)
}

impl Backlog {
    fn new(budget: u64, next: u64) -> Result<Backlog, Failure> {
        ensure(budget > 0, Refused("bad-budget"))?; // NEW-1
        ensure(next <= NEXT_MAX, Refused("offsets-exhausted"))?; // NEW-3
        Ok(Backlog { budget, next, buffered: 0, frames: VecDeque::new() })
    }

    /// The lowest retained offset, or next when nothing is retained.
    fn oldest(&self) -> u64 {
        self.next - self.frames.len() as u64
    }

    fn push(&mut self, argv: &[Vec<u8>]) -> Result<u64, Failure> {
        ensure(self.next < NEXT_MAX, Refused("offsets-exhausted"))?; // PUSH-5: tested before anything changes
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
    fn frames_from(&self, from: u64, max: u64) -> Result<impl Iterator<Item = (u64, &Vec<u8>)>, Failure> {
        ensure(from <= self.next, Refused("future"))?; // FROM-1
        ensure(from >= self.oldest(), Refused("too-old"))?; // FROM-3
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

/// Stands at the next byte of a frame (WIRE-1's form and no other, WIRE-8) or of a request.
struct Reader<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn frame(&mut self) -> Result<(u64, Vec<&'a [u8]>), Failure> {
        self.expect("*2\r\n", "bad-envelope")?; // WIRE-4
        self.expect(":", "bad-offset")?; // WIRE-5
        if self.peek() == Some(b'-') {
            self.at += 1;
            ensure(self.peek() != Some(b'0'), Refused("bad-offset"))?;
            self.number("bad-offset", 1 << 63)?;
            return Err(Refused("negative-offset")); // WIRE-6
        }
        let offset = self.number("bad-offset", i64::MAX as u64)?;
        self.expect("*", "bad-payload")?; // WIRE-7
        let count = self.number("bad-payload", SIZE_MAX)?;
        let mut argv = Vec::new(); // grows with the bytes that are there, not with the declared count
        for _ in 0..count {
            self.expect("$", "bad-payload")?;
            let length = self.number("bad-payload", SIZE_MAX)? as usize;
            argv.push(self.data[self.at..].get(..length).ok_or(Refused("truncated"))?);
            self.at += length;
            self.expect("\r\n", "bad-payload")?;
        }
        Ok((offset, argv))
    }

    /// Steps over the literal. Data that ends inside it is truncated (WIRE-3), other data the hard error.
    fn expect(&mut self, literal: &str, code: &'static str) -> Result<(), Failure> {
        for byte in literal.bytes() {
            ensure(self.at < self.data.len(), Refused("truncated"))?;
            ensure(self.data[self.at] == byte, Refused(code))?;
            self.at += 1;
        }
        Ok(())
    }

    /// A decimal number up to largest, and the CRLF after it.
    fn number(&mut self, code: &'static str, largest: u64) -> Result<u64, Failure> {
        let (start, mut value) = (self.at, 0);
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            let digit = u64::from(byte - b'0');
            ensure(value > 0 || self.at == start, Refused(code))?; // no leading zero
            ensure(value <= (largest - digit) / 10, Refused(code))?; // tested before the product can overflow
            value = value * 10 + digit;
            self.at += 1;
        }
        ensure(self.at > start || self.at == self.data.len(), Refused(code))?; // some digits
        self.expect("\r\n", code).map(|()| value)
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }
}

/// As much of JSON as the protocol needs: an object of strings, with one array of strings in it.
impl Reader<'_> {
    fn request(&mut self) -> Result<Request, Failure> {
        let mut request = Request { fields: HashMap::new(), argv: None };
        self.take(b'{')?;
        loop {
            let key = self.string()?;
            self.take(b':')?;
            match self.token() {
                Some(b'"') => drop(request.fields.insert(key, Some(self.string()?))),
                Some(b'[') if key == "argv" => request.argv = Some(self.strings()?),
                _ => {
                    self.skip()?;
                    request.fields.insert(key, None);
                }
            }
            if self.take(b',').is_err() {
                break;
            }
        }
        self.take(b'}')?;
        ensure(self.token().is_none(), Broken("more than one JSON value")).map(|()| request)
    }

    fn strings(&mut self) -> Result<Vec<String>, Failure> {
        let mut strings = Vec::new();
        self.take(b'[')?;
        while strings.is_empty() && self.token() != Some(b']') || self.take(b',').is_ok() {
            strings.push(self.string()?);
        }
        self.take(b']').map(|()| strings)
    }

    /// Steps over a value no operation asks for: brackets are counted, the rest is not checked.
    fn skip(&mut self) -> Result<(), Failure> {
        let mut depth = 0;
        loop {
            match self.token().ok_or(Broken("the line ends early"))? {
                b'"' => drop(self.string()?),
                b',' | b']' | b'}' if depth == 0 => return Ok(()),
                byte => {
                    depth += i64::from(matches!(byte, b'[' | b'{')) - i64::from(matches!(byte, b']' | b'}'));
                    self.at += 1;
                }
            }
        }
    }

    /// The protocol's own strings are printable ASCII: for any other character a stand-in will do.
    fn string(&mut self) -> Result<String, Failure> {
        self.take(b'"')?;
        let mut text = String::new();
        loop {
            text.push(match self.next()? {
                '"' => return Ok(text),
                '\\' => match self.next()? {
                    escaped @ ('"' | '\\' | '/') => escaped,
                    'b' | 'f' | 'n' | 'r' | 't' => '?',
                    'u' => {
                        let mut code = 0;
                        for _ in 0..4 {
                            code = code * 16 + self.next()?.to_digit(16).ok_or(Broken("an unknown escape"))?;
                        }
                        char::from_u32(code).unwrap_or('?')
                    }
                    _ => return Err(Broken("an unknown escape")),
                },
                plain @ ' '..='~' => plain,
                _ => '?',
            });
        }
    }

    fn next(&mut self) -> Result<char, Failure> {
        self.at += 1;
        self.data.get(self.at - 1).map(|byte| char::from(*byte)).ok_or(Broken("the line ends early"))
    }

    /// The next byte that is not white space; it is not stepped over.
    fn token(&mut self) -> Option<u8> {
        while self.peek().map_or(false, |byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.peek()
    }

    fn take(&mut self, byte: u8) -> Result<(), Failure> {
        ensure(self.token() == Some(byte), Broken("not a JSON object of the protocol"))?;
        self.at += 1;
        Ok(())
    }
}

struct Request {
    fields: HashMap<String, Option<String>>, // None: a value that is no string
    argv: Option<Vec<String>>,
}

impl Request {
    fn text(&self, key: &str) -> Result<&str, Failure> {
        self.fields.get(key).and_then(|text| text.as_deref()).ok_or(Broken("a field is missing or no string"))
    }

    fn u64(&self, key: &str) -> Result<u64, Failure> {
        let digits = self.text(key)?;
        ensure(!digits.starts_with('+'), Broken("a sign"))?; // parse() takes it
        digits.parse().or(Err(Broken("no unsigned 64-bit integer")))
    }

    fn u64_or(&self, key: &str, absent: u64) -> Result<u64, Failure> {
        if self.fields.contains_key(key) {
            self.u64(key)
        } else {
            Ok(absent)
        }
    }
}

fn from_hex(text: &str) -> Result<Vec<u8>, Failure> {
    let digit = |byte: u8| (byte as char).to_digit(16).ok_or(Broken("no hexadecimal digit"));
    ensure(text.len() % 2 == 0, Broken("half a byte"))?;
    text.as_bytes().chunks(2).map(|pair| Ok((digit(pair[0])? << 4 | digit(pair[1])?) as u8)).collect()
}

fn to_hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn perform(line: &[u8], backlog: &mut Backlog) -> Result<String, Failure> {
    let request = Reader { data: line, at: 0 }.request()?;
    match request.text("op")? {
        "hello" => return Ok(HELLO.to_string()),
        "new" => *backlog = Backlog::new(request.u64("maxBytes")?, request.u64_or("nextOffset", 0)?)?,
        "push" => {
            let argv = request.argv.as_ref().ok_or(Broken("argv is missing"))?;
            let argv = argv.iter().map(|argument| from_hex(argument)).collect::<Result<Vec<_>, _>>()?;
            return Ok(format!(r#"{{"offset":"{}"}}"#, backlog.push(&argv)?));
        }
        "dropUpTo" => backlog.drop_up_to(request.u64("watermark")?),
        "framesFrom" => {
            let frames = backlog.frames_from(request.u64("from")?, request.u64_or("max", u64::MAX)?)?;
            let frames =
                frames.map(|(offset, frame)| format!(r#"{{"offset":"{}","bytes":"{}"}}"#, offset, to_hex(frame)));
            return Ok(format!(r#"{{"frames":[{}]}}"#, frames.collect::<Vec<_>>().join(",")));
        }
        "state" => {
            let (next, length) = (backlog.next, backlog.frames.len());
            let ends = match length {
                0 => r#""oldestOffset":null,"newestOffset":null"#.to_string(),
                _ => format!(r#""oldestOffset":"{}","newestOffset":"{}""#, backlog.oldest(), next - 1),
            };
            let counts = format!(r#""bufferedBytes":"{}","length":"{}""#, backlog.buffered, length);
            return Ok(format!(r#"{{"nextOffset":"{}",{},{}}}"#, next, counts, ends));
        }
        "decode" => {
            let bytes = from_hex(request.text("bytes")?)?;
            let mut reader = Reader { data: &bytes, at: 0 };
            let (offset, argv) = reader.frame()?;
            let argv: Vec<_> = argv.into_iter().map(|argument| format!(r#""{}""#, to_hex(argument))).collect();
            return Ok(format!(r#"{{"offset":"{}","argv":[{}],"used":"{}"}}"#, offset, argv.join(","), reader.at));
        }
        _ => return Err(Unsupported),
    }
    Ok("{}".to_string())
}

fn main() -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin());
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout());
    let mut backlog = Backlog { budget: 1, next: 0, buffered: 0, frames: VecDeque::new() }; // until the first `new`
    let mut line = Vec::new();
    loop {
        if !input.buffer().contains(&b'\n') {
            output.flush()?; // no whole line is waiting: the read below may block
        }
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let result = catch_unwind(AssertUnwindSafe(|| perform(&line, &mut backlog)));
        match result.unwrap_or(Err(Broken("a panic, see standard error"))) {
            Ok(fields) => writeln!(output, r#"{{"ok":{}}}"#, fields)?,
            Err(Refused(code)) => writeln!(output, r#"{{"refused":"{}"}}"#, code)?,
            Err(Broken(what)) => writeln!(output, r#"{{"error":"{}"}}"#, what)?,
            Err(Unsupported) => writeln!(output, r#"{{"unsupported":"unknown operation"}}"#)?,
        }
    }
}
