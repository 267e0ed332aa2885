//! The adapter (protocol version 1) around kevy-replicate's own backlog and decoder: requests on standard input, replies on
//! standard output, one JSON object a line. Both versions of the crate share this file; where they differ, their main.rs
//! says so. Whatever the crate does is what is reported.

use std::error::Error;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

use kevy_replicate::source::{FromOffset, ReplicationSource};
use kevy_replicate::wire::WireError;
use kevy_resp::Argv;
use serde_json::{Value, json};

/// What is particular to a version of the crate.
pub struct Version {
    pub number: &'static str,
    /// Makes a fresh backlog go on at an offset, where the version offers that.
    pub resume: Option<fn(&mut ReplicationSource, u64)>,
    pub decode: fn(&[u8]) -> Result<Decoded, WireError>,
}

/// A frame's offset, its arguments, and the bytes used.
pub type Decoded = (u64, Argv, usize);

type Reply = Result<Value, Box<dyn Error>>;

/// Answers requests until standard input ends.
pub fn run(version: Version) {
    panic::set_hook(Box::new(|panicked| {
        *LAST_PANIC.lock().unwrap() = panicked.to_string()
    }));
    let mut adapter = Adapter {
        version,
        backlog: ReplicationSource::new(1),
    };
    for line in io::stdin().lines() {
        println!("{}", adapter.reply(&line.expect("standard input is UTF-8")));
    }
}

static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

struct Adapter {
    version: Version,
    backlog: ReplicationSource,
}

impl Adapter {
    fn reply(&mut self, line: &str) -> Value {
        match panic::catch_unwind(AssertUnwindSafe(|| self.perform(line))) {
            Ok(Ok(reply)) => reply,
            Ok(Err(malformed)) => json!({"error": malformed.to_string()}),
            Err(_) => json!({"error": *LAST_PANIC.lock().unwrap()}),
        }
    }

    fn perform(&mut self, line: &str) -> Reply {
        let request: Value = serde_json::from_str(line)?;
        match text(&request["op"])? {
            "hello" => self.hello(),
            "new" => self.create(&request),
            "push" => {
                let argv = array(&request["argv"])?
                    .iter()
                    .map(from_hex)
                    .collect::<Result<Vec<_>, _>>()?;
                let offset = self.backlog.push_mutation(&Argv::from(argv));
                ok(json!({"offset": offset.to_string()}))
            }
            "dropUpTo" => {
                self.backlog.drop_up_to(number(&request["watermark"])?);
                ok(json!({}))
            }
            "framesFrom" => self.frames_from(&request),
            "state" => {
                let backlog = &self.backlog;
                ok(json!({
                    "nextOffset": backlog.next_offset().to_string(),
                    "oldestOffset": backlog.oldest_offset().map(|offset| offset.to_string()),
                    "newestOffset": backlog.newest_offset().map(|offset| offset.to_string()),
                    "bufferedBytes": backlog.buffered_bytes().to_string(),
                    "length": backlog.len().to_string(),
                }))
            }
            "decode" => self.decode(&request),
            other => unsupported(&format!("no operation {other}")),
        }
    }

    fn hello(&self) -> Reply {
        let mut capabilities = vec!["state", "wire"];
        capabilities.extend(self.version.resume.map(|_| "resume"));
        ok(json!({
            "protocol": "1",
            "name": "kevy-replicate",
            "version": self.version.number,
            "language": "Rust",
            "capabilities": capabilities,
        }))
    }

    fn create(&mut self, request: &Value) -> Reply {
        let max_bytes = usize::try_from(number(&request["maxBytes"])?)?;
        let created = panic::catch_unwind(|| ReplicationSource::new(max_bytes));
        if max_bytes == 0 && created.is_err() {
            return refused("bad-budget"); // a panic is the documented way to turn a budget of 0 down
        }
        let mut backlog = created.unwrap_or_else(|panicked| panic::resume_unwind(panicked));
        if let Some(next) = request.get("nextOffset") {
            match self.version.resume {
                Some(resume) => resume(&mut backlog, number(next)?),
                None => return unsupported("no way to start at an offset"),
            }
        }
        self.backlog = backlog;
        ok(json!({}))
    }

    fn frames_from(&self, request: &Value) -> Reply {
        let max = request.get("max").map_or(Ok(u64::MAX), number)?;
        match self.backlog.frames_from(number(&request["from"])?) {
            Ok(frames) => {
                let frames: Vec<_> = frames
                    .take(usize::try_from(max)?)
                    .map(|frame| json!({"offset": frame.offset.to_string(), "bytes": to_hex(&frame.bytes)}))
                    .collect();
                ok(json!({"frames": frames}))
            }
            Err(FromOffset::TooOld) => refused("too-old"),
            Err(FromOffset::Future) => refused("future"),
        }
    }

    fn decode(&self, request: &Value) -> Reply {
        match (self.version.decode)(&from_hex(&request["bytes"])?) {
            Ok((offset, argv, used)) => ok(json!({
                "offset": offset.to_string(),
                "argv": argv.iter().map(to_hex).collect::<Vec<_>>(),
                "used": used.to_string(),
            })),
            Err(WireError::Truncated) => refused("truncated"),
            Err(WireError::BadEnvelope) => refused("bad-envelope"),
            Err(WireError::BadOffset) => refused("bad-offset"),
            Err(WireError::NegativeOffset(_)) => refused("negative-offset"),
            Err(WireError::BadPayload(_)) => refused("bad-payload"),
            #[allow(unreachable_patterns)] // 7.0.0 may grow further ones
            Err(other) => Err(other.into()),
        }
    }
}

fn ok(results: Value) -> Reply {
    Ok(json!({"ok": results}))
}

fn refused(code: &str) -> Reply {
    Ok(json!({"refused": code}))
}

fn unsupported(why: &str) -> Reply {
    Ok(json!({"unsupported": why}))
}

fn text(value: &Value) -> Result<&str, Box<dyn Error>> {
    value
        .as_str()
        .ok_or_else(|| format!("a string was expected, not {value}").into())
}

fn array(value: &Value) -> Result<&Vec<Value>, Box<dyn Error>> {
    value
        .as_array()
        .ok_or_else(|| format!("an array was expected, not {value}").into())
}

fn number(value: &Value) -> Result<u64, Box<dyn Error>> {
    Ok(text(value)?.parse()?)
}

fn from_hex(value: &Value) -> Result<Vec<u8>, Box<dyn Error>> {
    let digits = text(value)?.as_bytes();
    if digits.len() % 2 != 0 {
        return Err("hexadecimal takes two digits a byte".into());
    }
    digits
        .chunks(2)
        .map(|byte| Ok(u8::from_str_radix(std::str::from_utf8(byte)?, 16)?))
        .collect()
}

fn to_hex(bytes: impl AsRef<[u8]>) -> String {
    bytes
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
