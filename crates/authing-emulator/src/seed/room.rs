//! Room for departments inside of one another, which are read and written inside of one another, too.

use std::thread;

/// A thread has less, and one that a program made may have less still. Only what is used is taken.
const BYTES: usize = 64 << 20;

/// Does this with room enough for everything that may be in a seed.
pub(super) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, std::io::Error> {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("authing-emulator-seed".to_owned())
            .stack_size(BYTES)
            .spawn_scoped(scope, work)?;
        worker.join().or_else(|panicked| std::panic::resume_unwind(panicked))
    })
}
