//! The cells of the JMH benchmarks that kevy-replicate's own backlog can be put to, one a process:
//!
//! ```text
//! evicting|filling VALUE_BYTES BUDGET MILLISECONDS
//! framesFrom FRAMES MILLISECONDS
//! footprint VALUE_BYTES BUDGET
//! ```
//!
//! The first three warm up for that long, measure for as long, and print nanoseconds a call; the last prints bytes of
//! resident memory a frame. `{"ns":83.1}` is what it looks like.

use std::env;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use kevy_replicate::source::ReplicationSource;
use kevy_resp::Argv;

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
        "framesFrom" => {
            let mut backlog = ReplicationSource::new(usize::MAX);
            push(&mut backlog, number(1), &set(16));
            let from = number(1) as u64 / 2;
            measure(number(2), || {
                backlog.frames_from(from).expect("retained").next().expect("a frame").offset
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
