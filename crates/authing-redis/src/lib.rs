//! Stores in a Redis server, for services of several processes whose users log in with Authing.
//!
//! [`RedisStore`] is all of them: give a clone wherever a store is asked for.
//!
//! | trait | of | keeps |
//! |---|---|---|
//! | `PendingStore` | `authing_protocols::store` | logins that were started |
//! | `ReplayStore` | `authing_protocols::store` | messages that must not be used twice |
//!
//! # The server
//!
//! Redis 6.2 or later, or a server that speaks its language and runs its Lua scripts.
//!
//! - **Entries hold secrets**: run it where nobody else reads it.
//! - **`maxmemory-policy noeviction`**: a used message that is forgotten early can be used again. A server
//!   that is full refuses instead, and a login fails.
//! - **A replica that takes over** may not know the last moments: a message that was used in them can be used
//!   again.
//! - **Time** is the server's: all processes agree on it.
//!
//! # Features
//!
//! - `rustls`: `rediss://` by rustls with aws-lc-rs and the platform's root certificates. Where the program
//!   has installed no crypto provider for rustls by the first connection, aws-lc-rs is installed.
//! - `native-tls`: `rediss://` by the operating system's library.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod logins;
mod store;

pub use store::RedisStore;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
