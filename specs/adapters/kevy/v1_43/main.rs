//! kevy-replicate 1.43.0 under the oracle.

#[path = "../adapter.rs"]
mod adapter;

fn main() {
    adapter::run(adapter::Version {
        number: "1.43.0",
        resume: None, // it has no way to start at another offset than 0
        decode: kevy_replicate::wire::decode_frame,
    });
}
