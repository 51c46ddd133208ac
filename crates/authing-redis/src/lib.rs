//! Stores in a Redis server, for services of several processes whose users log in with Authing.
//!
//! [`RedisStore`] is all of them: give a clone wherever a store is asked for.
//!
//! | trait | of | keeps |
//! |---|---|---|
//! | `PendingStore` | `authing_protocols::store` | logins that were started |
//! | `ReplayStore` | `authing_protocols::store` | messages that must not be used twice |
//! | `SessionStore` | `authing_web::session`, feature `web` | sessions of browsers |
//! | `RevocationList` | `authing_web::session`, feature `web` | which sessions in cookies were ended |
//!
//! # The server
//!
//! Redis 6.2 or later, or a server that speaks its language and runs its Lua scripts; those of the feature `web` also
//! use keys that they find in what is stored, and no caller names.
//!
//! - **Entries hold secrets**: run it where nobody else reads it.
//! - **`maxmemory-policy noeviction`**: a used message that is forgotten early can be used again, and a
//!   session in a cookie that was ended goes on. A server that is full refuses instead, and a login fails.
//! - **A replica that takes over** may not know the last moments: what was ended in them is not ended.
//! - **One server, no cluster**: a session and the groups that it belongs to are changed by one script,
//!   whose keys a cluster would spread over its nodes.
//! - **Time** is the server's: all processes agree on when something ends. A list of ended sessions compares times that processes
//!   wrote by their own clocks: `authing-web` allows for ten seconds between them.
//!
//! # Features
//!
//! - `web`: stores for `authing-web`'s sessions.
//! - `rustls`: `rediss://` by rustls with aws-lc-rs and the platform's root certificates. Where the program
//!   has installed no crypto provider for rustls by the first connection, aws-lc-rs is installed.
//!
//! For `rediss://` by the operating system's library enable `tokio-native-tls-comp` of the crate `redis` in your
//! program, and not `rustls`: with both, that crate trusts no server.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod logins;
#[cfg(feature = "web")]
mod revocations;
#[cfg(feature = "web")]
mod sessions;
mod store;

pub use store::RedisStore;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
