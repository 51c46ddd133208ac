//! Transport, errors, tokens and password encryption shared by the Authing crates.
//!
//! Most programs use `authing-management` or `authing-authentication`, which re-export what they
//! need from here. Come here to write a [`Transport`] or [`TokenProvider`] of your own.
//!
//! A call goes one way: a client makes a [`Call`] from an [`Operation`] and its arguments; awaited,
//! it takes a token from the client's [`TokenProvider`], goes through the [`Transport`] as often as
//! its [`RetryPolicy`] allows, and its response is read straight into the type that the call returns.
//!
//! # Features
//!
//! - `rustls` (default): HTTP by reqwest, TLS by rustls with the platform's certificates.
//! - `rustls-no-provider`: the same, with a crypto provider that the application installs.
//! - `native-tls`: TLS by the operating system's library.
//! - `reqwest`: HTTP by reqwest without TLS, for `http://` hosts.
//! - `socks`: proxies that speak SOCKS.
//! - `blocking`: `Call::blocking`, for code without async.
//! - `sm2`: passwords under SM2, for private deployments that ask for it.
//! - `access-key`: requests signed with an access key.
//! - `events`: events over a WebSocket; TLS by rustls with aws-lc-rs, whatever else is chosen.
//! - `test-util`: a transport that a test scripts and a clock that it moves.
//!
//! Without any of the first four a transport must be given to each client.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod api_client;
pub mod arguments;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
pub mod client;
mod clock;
mod command;
mod config;
mod crypto;
mod error;
#[cfg(feature = "events")]
mod events;
mod lang;
pub mod options;
mod paging;
mod password_cipher;
pub mod pem;
mod pipeline;
pub mod random;
mod retry;
#[cfg(feature = "blocking")]
mod runtime;
#[cfg(feature = "access-key")]
mod signature;
mod single_flight;
#[cfg(feature = "test-util")]
pub mod test_util;
mod timer;
mod token;
mod transport;
mod wire;

#[cfg(feature = "blocking")]
pub use blocking::BlockingItems;
pub use call::{Call, Meta, WithMeta};
pub use clock::{Clock, SystemClock};
pub use config::{DEFAULT_HOST, HeaderNames};
pub use crypto::PasswordEncryption;
pub use error::{Error, ErrorCode, ErrorKind, Report, Unknown, UnknownKind};
#[cfg(feature = "events")]
pub use events::{DEFAULT_EVENTS_HOST, Event, EventMessage, EventStream, Gap, GapCause, Subscribe};
pub use lang::Lang;
pub use paging::{DEFAULT_PAGE_SIZE, Items, PageRequest, PagedCall, Pages};
pub use retry::RetryPolicy;
#[cfg(feature = "access-key")]
pub use signature::AccessKey;
pub use token::{Bearer, CachedToken, FetchedToken, FixedToken, TokenProvider};
pub use transport::{
    BodyStream, BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};
pub use wire::{Credential, Envelope, Operation, RestRequest, Upload};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
