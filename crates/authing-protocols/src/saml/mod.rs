//! A SAML 2.0 service provider: login and logout by the browser, at Authing or any other
//! identity provider.
//!
//! A [`ServiceProvider`] is made once from an entity id, the address of the assertion consumer
//! service (ACS) and a [`SamlIdentityProvider`]. [`ServiceProvider::authn_request`] starts a
//! login, [`ServiceProvider::finish`] finishes it with the form that the browser posts to the ACS:
//!
//! ```no_run
//! use authing_protocols::{
//!     Error,
//!     saml::{PostedResponse, SamlIdentityProvider, ServiceProvider},
//!     store::MemoryStore,
//! };
//!
//! # async fn example(certificate: &str, body: &str) -> Result<(), Error> {
//! let host = "https://my-app.authing.cn";
//! let idp = SamlIdentityProvider::authing(host, "APP_ID", certificate);
//! let acs = "https://me.example.com/saml/acs";
//! let sp = ServiceProvider::builder("https://me.example.com/saml", acs).idp(idp).build()?;
//! let pending = MemoryStore::new();
//!
//! // GET /login: keep the handle in a cookie, redirect the browser to the URL.
//! let request = sp.authn_request().relay_state("/orders");
//! let (url, handle) = request.redirect_with_store(&pending).await?;
//!
//! // POST /saml/acs: the form, and the handle from the cookie.
//! let login = sp.finish_with_store(&pending, &handle, &PostedResponse::from_form(body)?).await?;
//! println!("welcome, {}", login.name_id.value);
//! # let _ = url; Ok(()) }
//! ```
//!
//! # What is checked
//!
//! A response is parsed once; the tree that was verified is the tree that is read, and only the
//! part that a signature covers. Document types, comments, instructions, CDATA sections and
//! identifiers that occur twice are refused, as is a response that holds anything but one
//! assertion in its place. A signature must be a child of the response or assertion, refer to it,
//! and use exclusive canonicalization with RSA-SHA256, -384, -512 or ECDSA on P-256 or P-384 by a
//! configured certificate; what its `KeyInfo` says is not believed. SHA-1 is refused: in Authing's
//! application settings, set `signatureAlgorithm` to `rsa-sha256` and `digestAlgorithm` to
//! `sha256`. Then issuer, destination, recipient, audience, the request that it responds to, relay
//! state and all times are compared, and the assertion is marked as used.
//!
//! # How much is read
//!
//! Nothing is believed before its signature is verified, and verifying costs work. So that it stays
//! in proportion to the message, whoever wrote it, these are refused before anything is verified
//! ([`SamlError::TooLarge`] names the limit):
//!
//! | | response | logout message | metadata |
//! |---|---|---|---|
//! | bytes of XML | 1 MiB | 64 KiB | 16 MiB |
//! | elements | 20 000 | 2000 | 400 000 |
//! | attributes, namespaces among them | 30 000 | 4000 | 1 000 000 |
//! | levels | 32 | 32 | 64 |
//! | attributes of an element | 32 | 32 | 64 |
//! | namespaces in scope of an element | 64 | 64 | 64 |
//! | bytes of a namespace | 256 | 256 | 4096 |
//! | prefixes, bytes of a `PrefixList` | 10, 256 | 10, 256 | |
//! | certificates of a provider | | | 64 |
//!
//! Responses and logout requests of more than 16 KiB, and fetched metadata of more than 256 KiB, are
//! read on a thread of tokio's for work that takes long (`spawn_blocking`), and hold up no other task.
//!
//! Sources: SAML 2.0 Core, Bindings, Profiles (OASIS, 2005) and their errata; Authing's SAML 2.0
//! identity provider, `/api/v2/saml-idp/{appId}`.

mod assertion;
mod attributes;
mod binding;
mod context;
mod decrypt;
mod der;
mod error;
mod idp;
mod inspect;
mod keys;
mod logout;
mod logout_message;
mod metadata;
mod names;
mod pending;
mod provider;
mod request;
mod response;
mod signature;
mod sp;
mod tree;
mod write;

pub use assertion::{NameId, SamlLogin};
pub use attributes::{SamlAttribute, SamlAttributes};
pub use binding::{PostForm, PostedResponse};
pub use context::ContextComparison;
pub use error::{SamlError, SamlMismatch, SamlMoment, SamlStatus};
pub use idp::SamlIdentityProvider;
pub use inspect::UnverifiedResponse;
pub use logout::{PendingLogout, SamlLogout, SamlLogoutRequest};
pub use logout_message::LogoutMessage;
pub use metadata::FetchMetadata;
pub use pending::PendingAuthn;
pub use request::AuthnRequest;
pub use sp::{ServiceProvider, ServiceProviderBuilder};
