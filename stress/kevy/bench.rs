//! The cells of the JMH benchmarks that kevy-replicate's own backlog can be put to, one a process:
//!
//! ```text
//! evicting|filling VALUE_BYTES BUDGET MILLISECONDS
//! owned|receive VALUE_BYTES BUDGET MILLISECONDS
//! parse|decode VALUE_BYTES MILLISECONDS
//! framesFrom FRAMES MILLISECONDS
//! cold VALUE_BYTES FRAMES MILLISECONDS
//! footprint VALUE_BYTES BUDGET
//! ```
//!
//! All but the last warm up for that long, measure for as long, and print nanoseconds a call; the last prints bytes of
//! resident memory a frame. `{"ns":83.1}` is what it looks like. For owned, receive, parse and decode 0 bytes stand for values of
//! 0 to 255 bytes, mixed.

use std::env;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use kevy_replicate::source::ReplicationSource;
use kevy_replicate::wire::{decode_frame, encode_frame};
use kevy_resp::{Argv, parse_command_borrowed};

/// The offset of the first frame that is decoded: it has as many digits as those that are pushed.
const FIRST_OFFSET: u64 = 10_000_000;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |index: usize| arguments[index].parse::<usize>().expect("a number");
    match arguments[0].as_str() {
        "evicting" => {
            let argv = set(number(1));
            let mut backlog = evicting(number(2), &argv);
            measure(number(3), || backlog.push_mutation(&argv));
        }
        "filling" => {
            let (argv, budget) = (set(number(1)), number(2));
            let room = room(budget, &argv);
            let mut backlog = ReplicationSource::new(budget);
            measure(number(3), || {
                if backlog.len() == room {
                    backlog = ReplicationSource::new(budget);
                }
                backlog.push_mutation(&argv)
            });
        }
        "owned" => {
            let commands = commands(number(1));
            let mut backlog = evicting(number(2), &commands[0]);
            let mut next = 0;
            measure(number(3), || {
                let offset = backlog.push_mutation(&commands[next]);
                next = (next + 1) % commands.len();
                offset
            });
        }
        "receive" => {
            let commands = commands(number(1));
            let mut backlog = evicting(number(2), &commands[0]);
            let received: Vec<u8> = commands.iter().flat_map(payload).collect();
            let mut at = 0;
            measure(number(3), || {
                let (argv, used) = parse_command_borrowed(&received[at..]).expect("well-formed").expect("complete");
                let offset = backlog.push_mutation(&argv);
                at = if at + used == received.len() { 0 } else { at + used };
                offset
            });
        }
        "parse" => {
            let received: Vec<u8> = commands(number(1)).iter().flat_map(payload).collect();
            let mut at = 0;
            measure(number(2), || {
                let (argv, used) = parse_command_borrowed(&received[at..]).expect("well-formed").expect("complete");
                black_box(argv);
                at = if at + used == received.len() { 0 } else { at + used };
                at as u64
            });
        }
        "decode" => {
            let frames: Vec<Vec<u8>> =
                (FIRST_OFFSET..).zip(commands(number(1))).map(|(offset, argv)| encode_frame(offset, &argv)).collect();
            let received = frames.concat();
            let (mut next, mut at) = (0, 0);
            measure(number(2), || {
                black_box(decode_frame(&received[at..]).expect("a frame"));
                at += frames[next].len();
                next += 1;
                if next == frames.len() {
                    (next, at) = (0, 0);
                }
                at as u64
            });
        }
        "framesFrom" => {
            let mut backlog = ReplicationSource::new(usize::MAX);
            push(&mut backlog, number(1), &set(16));
            let from = number(1) as u64 / 2;
            measure(number(2), || {
                backlog.frames_from(from).expect("retained").next().expect("a frame").offset
            });
        }
        "cold" => {
            let mut backlog = ReplicationSource::new(usize::MAX);
            let frames = number(2);
            push(&mut backlog, frames, &set(number(1)));
            let mut one = vec![0; 2 * number(1) + 64];
            let mut random = 0_u64;
            measure(number(3), || {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let from = (random >> 33) % frames as u64;
                let frame = backlog.frames_from(from).expect("retained").next().expect("a frame");
                one[..frame.bytes.len()].copy_from_slice(&frame.bytes);
                frame.offset
            });
        }
        "footprint" => {
            let argv = set(number(1));
            let before = resident_bytes();
            let backlog = evicting(number(2), &argv);
            let bytes = resident_bytes() - before;
            println!("{{\"bytes\":{:.1}}}", bytes as f64 / backlog.len() as f64);
        }
        unknown => panic!("no such cell: {unknown}"),
    }
}

fn set(value_bytes: usize) -> Argv {
    Argv::from(vec![b"SET".to_vec(), b"key".to_vec(), vec![b'v'; value_bytes]])
}

/// As many commands as a buffer of 64 KiB holds, one at the least; of mixed lengths each of 256 once.
fn commands(value_bytes: usize) -> Vec<Argv> {
    if value_bytes == 0 {
        return (0..256).map(|i| set(i * 167 % 256)).collect();
    }
    let argv = set(value_bytes);
    let count = (65_536 / payload(&argv).len()).max(1);
    vec![argv; count]
}

/// What a client sends: a frame without its envelope and offset.
fn payload(argv: &Argv) -> Vec<u8> {
    encode_frame(0, argv)["*2\r\n:0\r\n".len()..].to_vec()
}

/// How many pushes an empty backlog takes before the first eviction.
fn room(budget: usize, argv: &Argv) -> usize {
    let mut backlog = ReplicationSource::new(budget);
    while backlog.oldest_offset() != Some(1) {
        backlog.push_mutation(argv);
    }
    backlog.next_offset() as usize - 1
}

/// A backlog that evicts at every push, and has done so often enough that nothing from its start is left.
fn evicting(budget: usize, argv: &Argv) -> ReplicationSource {
    let times = 2 * room(budget, argv);
    let mut backlog = ReplicationSource::new(budget);
    push(&mut backlog, times, argv);
    backlog
}

fn push(backlog: &mut ReplicationSource, times: usize, argv: &Argv) {
    for _ in 0..times {
        backlog.push_mutation(argv);
    }
}

fn measure(milliseconds: usize, mut call: impl FnMut() -> u64) {
    let time = Duration::from_millis(milliseconds as u64);
    repeat(time, &mut call);
    println!("{{\"ns\":{:.3}}}", repeat(time, &mut call));
}

/// Calls for so long, and tells how many nanoseconds a call took; between looks at the clock it calls for about 10 µs.
fn repeat(time: Duration, call: &mut impl FnMut() -> u64) -> f64 {
    let mut batch = 1;
    let mut calls = 0_u64;
    let start = Instant::now();
    loop {
        let batch_start = Instant::now();
        for _ in 0..batch {
            black_box(call());
        }
        calls += batch;
        if batch_start.elapsed() < Duration::from_micros(10) {
            batch *= 2;
        }
        let elapsed = start.elapsed();
        if elapsed >= time {
            return elapsed.as_nanos() as f64 / calls as f64;
        }
    }
}

/// Linux alone tells it so.
fn resident_bytes() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").expect("/proc/self/statm");
    4096 * pages.split(' ').nth(1).expect("resident pages").parse::<usize>().expect("a number")
}
