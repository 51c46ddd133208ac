//! Transport, errors, tokens and password encryption shared by the Authing crates.
//!
//! Most programs use `authing-management` or `authing-authentication`, which re-export what they
//! need from here. Come here to write a [`Transport`] or [`TokenProvider`] of your own.
//!
//! A call goes one way: a client makes a [`Call`] from an [`Operation`] and its arguments; awaited,
//! it takes a token from the client's [`TokenProvider`], goes through the [`Transport`] as often as
//! its [`RetryPolicy`] allows, and its answer is read straight into the type it answers with.
//!
//! # Features
//!
//! - `rustls` (default): HTTP by reqwest, TLS by rustls with the platform's certificates.
//! - `rustls-no-provider`: the same, with a crypto provider that the application installs.
//! - `native-tls`: TLS by the operating system's library.
//! - `reqwest`: HTTP by reqwest without TLS, for `http://` hosts.
//! - `blocking`: `Call::blocking`, for code without async.
//! - `events`: events over a WebSocket; TLS by rustls with aws-lc-rs, whatever else is chosen.
//! - `test-util`: a transport that a test scripts and a clock that it moves.
//!
//! Without any of the first four a transport must be given to each client.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod clock;
mod connection;
mod crypto;
mod envelope;
mod error;
#[cfg(feature = "events")]
mod events;
mod lang;
mod login;
#[doc(hidden)]
pub mod nulls;
mod operation;
mod options;
mod page;
mod paging;
mod patch;
pub mod pem;
mod request;
mod retry;
mod secret;
mod signature;
#[cfg(feature = "test-util")]
pub mod test_util;
mod timestamp;
mod token;
mod transport;
mod upload;
mod wiped;

#[cfg(feature = "blocking")]
pub use blocking::BlockingItems;
pub use call::{Call, Caller, Meta, WithMeta};
pub use clock::{Clock, SystemClock};
pub use connection::{ClientIdentity, Connection};
pub use crypto::{PasswordCipher, PasswordEncryption};
pub use error::{Error, ErrorCode, ErrorKind, Report};
#[cfg(feature = "events")]
pub use events::{DEFAULT_EVENTS_HOST, Event, EventMessage, EventStream, Gap, GapCause, Subscribe};
pub use lang::Lang;
pub use login::{
    FirstLogin, LoginClient, LoginStep, MfaAnswer, MfaChallenge, MfaFactor, MfaOrigin, OtherStep,
    PasswordReset,
};
pub use operation::{Credential, Envelope, Operation};
pub use options::{ClientOptions, DEFAULT_HOST, HeaderNames};
pub use page::Page;
pub use paging::{DEFAULT_PAGE_SIZE, Items, PageRequest, PagedCall, Pages};
pub use patch::Patch;
pub use request::RestRequest;
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use signature::AccessKey;
pub use timestamp::Timestamp;
pub use token::{Bearer, CachedToken, FetchedToken, FixedToken, TokenProvider};
pub use transport::{
    BodyStream, BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};
pub use upload::Upload;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
