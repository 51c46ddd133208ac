//! Signing people in with CAS 1.0, 2.0 and 3.0, with Authing or any other server.
//!
//! # A login
//!
//! 1. Send the browser to [`CasClient::login_url`].
//! 2. It comes back to the service's address with a ticket: [`ticket_from_query`].
//! 3. Ask the server whose ticket that is: [`CasClient::validate`].
//!
//! ```no_run
//! use authing_protocols::{Error, cas::{CasClient, CasError, ticket_from_query}};
//!
//! # async fn example(query: &str) -> Result<(), Error> {
//! let cas = CasClient::builder("5f17a529f64fb009b794a2ff", "https://shop.authing.cn")
//!     .service("https://shop.example.com/cas")
//!     .build()?;
//!
//! let Some(ticket) = ticket_from_query(query)? else {
//!     let location = cas.login_url().to_string();
//!     // Response 303 with this `Location`.
//!     # let _ = location;
//!     return Ok(());
//! };
//! match cas.validate(ticket).await {
//!     Ok(user) => println!("{} <{}>", user.user, user.attributes.get("email").unwrap_or("-")),
//!     Err(Error::Cas(CasError::Refused(_))) => println!("used or expired: start again"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(()) }
//! ```
//!
//! A ticket binds a login to a service, not to a browser: an attacker can send their own ticket to
//! another person, who is then logged in as the attacker. Give a new session only to a browser that
//! you sent to log in before, by a cookie set then, and respond with a redirect to an address
//! without the ticket, so that it stays out of histories and `Referer` headers. Remove that cookie
//! when a ticket was validated, and not before: a forged ticket is refused and must not undo the
//! login that the visitor has begun. This crate itself keeps nothing until then.
//!
//! # What is checked
//!
//! The service is configured and not taken from the request. What is not a ticket is not sent.
//! Names and values are percent-encoded. A response is refused unless who it names can be read in
//! one way only: no document types, no broken up texts, no second outcome, the right name space,
//! within limits. Attributes are read in whatever dialect they come; one that cannot be read is set
//! aside as a whole ([`CasLogin::set_aside`]), unless the login is judged by it. No attribute takes
//! the place of the user's name, which holds no line break. Tickets through proxies are refused unless the whole
//! chain is allowed. CAS signs nothing, so the server's host must be `https`.
//!
//! # How much is read
//!
//! What a response or a logout message costs is in proportion to its size. A response has at most
//! 256 KiB, a logout message 64 KiB; in XML there are at most 20 000 elements and texts, as many attributes, 16 levels, 32
//! attributes of an element and 16 namespaces in its scope ([`CasError::TooLong`] and
//! [`CasError::TooComplex`] name the limit).
//!
//! # Beyond
//!
//! - Always or never ask for the password: [`LoginMode`], [`ValidateRequest::renew`].
//! - Come back to the page that was requested: [`CasClient::at`].
//! - Log out: [`CasClient::logout_url`]; receive it: [`CasLogoutRequest`], [`TicketSessions`].
//! - Act for the user elsewhere: [`ProxyGrantingTickets`], [`CasClient::proxy_ticket`]; accept that
//!   others do: [`CasClient::proxy_validate`]. Authing documents neither.

mod browser;
mod builder;
mod client;
mod endpoint;
mod error;
mod logout;
mod proxy;
mod response;
mod service;
mod session;
mod ticket;

mod user;
mod validate;
mod xml;

pub use browser::{LoginMode, LoginUrl, LogoutUrl, TicketMethod};
pub use builder::CasClientBuilder;
pub use client::CasClient;
pub use error::{CasCode, CasError, CasRefusal};
pub use logout::{CasLogoutRequest, TicketSessions};
pub use proxy::ProxyGrantingTickets;
pub use session::TrackedSession;
pub use ticket::ticket_from_query;
pub use user::{CasAttributes, CasLogin};
pub use validate::{CasVersion, ResponseFormat, ValidateRequest};
