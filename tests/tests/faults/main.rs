//! Servers, connections and networks that fail: which error the caller gets and what it says, what the
//! server saw, how long it took, and that nothing was carried out twice.
#![cfg(test)]

mod callers;
mod http2;
mod lives;
mod reuse;
mod server;
mod storms;
mod tls;
mod wire;
