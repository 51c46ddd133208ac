//! Sessions of browsers: who logged in stays logged in, by a cookie that tells nobody anything.
//!
//! [`Sessions`] has the routes ([`SessionRoute`]) by which visitors log in and out, and a
//! [`Guard`](crate::Guard) that is given it accepts the cookie as it accepts a token: handlers and
//! requirements see no difference, and get the [`Session`] besides.
//!
//! # Where a session is
//!
//! | | [`store`](SessionsBuilder::store) | [`sealed_cookie`](SessionsBuilder::sealed_cookie) |
//! |---|---|---|
//! | the cookie holds | a random id | the session, sealed by AES-256-GCM |
//! | a request costs | a look into the store | none |
//! | ends before its time | at once, everywhere | only with a [`RevocationList`] |
//! | renewal of tokens | once, over all processes | once in each process |
//!
//! # Cookies
//!
//! `__Host-session`, `Secure`, `HttpOnly`, `SameSite=Lax`, `Path=/`: for one host, out of the reach of
//! scripts and of neighbouring hosts. Only for a redirect URI with `http` on this machine the name has no
//! prefix and the cookie no `Secure`. A login that has begun is in a cookie of its own for some minutes,
//! one for each tab.
//!
//! # Renewal
//!
//! Tokens are renewed a minute before they end, with the request that comes then. Others that come
//! meanwhile go on with the old token while it is good, and wait otherwise. Of several processes that share
//! a store one renews, under a lock with a lease. One that dies between the provider's response and the
//! store leaves the old refresh token there. Authing gives the same refresh token again, so that the next
//! process goes on with it. **With a provider that changes refresh tokens each time** the old one is
//! refused: the session ends, and its visitor logs in again.
//!
//! A provider that is down ends no session: it goes on
//! ([`outage_grace`](SessionsBuilder::outage_grace)), and after that gets 503 with `Retry-After`. A refused
//! renewal (`invalid_grant`) ends it. While the store is down requests get 503, since nobody knows who sent
//! them.
//!
//! # Attacks
//!
//! The table of what was tried against it, with the test of each, is in the crate's README.

mod builder;
pub(crate) mod error;
mod flights;
mod login;
mod memory;
mod pending;
pub(crate) mod record;
mod renew;
mod return_to;
mod routes;
#[cfg(feature = "saml")]
mod saml;
mod seal;
mod service;
pub(crate) mod sessions;
mod store;

pub use builder::SessionsBuilder;
pub use error::SessionError;
pub use login::SessionLogin;
pub use memory::{MemoryRevocations, MemorySessions};
pub use record::{Session, SessionClaims};
pub use routes::SessionRoute;
#[cfg(feature = "saml")]
#[cfg_attr(docsrs, doc(cfg(feature = "saml")))]
pub use saml::SamlRoutes;
pub use seal::SealKeys;
pub use service::SessionService;
pub use sessions::{SessionCookies, Sessions};
pub use store::{RevocationList, SessionGroup, SessionLock, SessionStore, StoredSession};
