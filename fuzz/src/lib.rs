//! What everything that reads foreign bytes must hold for any bytes: it panics never, costs no more
//! than its input is worth, says nothing it should not, and reads what is there.
//!
//! A [`Target`] feeds one reader with an input and checks what comes out. libFuzzer calls it with
//! inputs of its own (`cargo xtask fuzz`), and a test with those that are kept in `corpus/`.

mod cost;
mod inputs;
mod mutate;
mod server;
mod target;
mod targets;

pub use cost::{Limits, STEPS};
pub use mutate::{LibFuzzer, Mutator};
pub use target::Target;
pub use targets::TARGETS;
