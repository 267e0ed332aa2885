//! kevy-replicate 7.0.0 under the oracle.

#[path = "../adapter.rs"]
mod adapter;

use kevy_replicate::source::ReplicationSource;
use kevy_replicate::wire::decode_frame;

fn main() {
    adapter::run(adapter::Version {
        number: "7.0.0",
        resume: Some(ReplicationSource::set_next_offset),
        decode: |bytes| decode_frame(bytes).map(|(frame, used)| (frame.offset, frame.argv, used)),
    });
}
