//! No secret and no personal datum shows: not in an error, a `Debug`, a JSON that is not meant to carry
//! it, a span, a log record or a panic, in whatever form.
//!
//! Canaries are put into every call of every client and into every kind of response; everything
//! that can be looked at is searched for them. The calls and types are those of `docs/api`, so that
//! a new one is looked at too.
#![cfg(test)]

mod canaries;
mod filled;
mod hostile;
mod journeys;
mod made;
mod needles;
#[allow(dead_code, reason = "the flows use the rest")]
#[path = "../flows/visitor.rs"]
mod visitor;
mod walk;
mod watch;
