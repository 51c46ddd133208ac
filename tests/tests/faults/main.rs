//! Servers, connections and networks that fail: which error a call ends with and what it
//! says, what the server saw, how long it took, and that nothing was carried out twice.
#![cfg(test)]

mod http2;
mod lives;
mod probes;
mod reuse;
mod server;
mod storms;
mod tls;
mod wire;
