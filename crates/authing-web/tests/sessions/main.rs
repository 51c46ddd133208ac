//! Sessions of browsers, with a provider that really signs and a browser that keeps cookies.
#![cfg(test)]

mod attacks;
mod flow;
mod outage;
mod renewal;
mod sealed;
mod stores;
mod support;
