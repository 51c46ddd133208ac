//! Sessions of browsers, with a provider that really signs and a browser that keeps cookies.
#![cfg(test)]

mod attacks;
mod flow;
#[path = "../guard/support.rs"]
#[allow(dead_code, unreachable_pub, unused)]
mod keys;
mod outage;
mod renewal;
mod sealed;
mod support;
