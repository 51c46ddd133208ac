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
//! | a logout ends it | at once, everywhere | in this process until it restarts; everywhere with a [`RevocationList`] |
//! | others end it: its user, the provider | at once, everywhere | only with a [`RevocationList`] |
//! | renewal of tokens | once, over all processes | once in each process |
//!
//! # Cookies
//!
//! `__Host-session`, `Secure`, `HttpOnly`, `SameSite=Lax`, `Path=/`: for one host, out of the reach of
//! scripts and of neighbouring hosts. Only for a redirect URI with `http` on this machine the name has no
//! prefix and the cookie no `Secure`. A login that has begun is in a cookie of its own for some minutes,
//! one for each tab: up to five, and up to 4 KiB together. Pages to come back to have up to 500 bytes; longer
//! ones are left out, and the visitor goes home.
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
//! A provider that cannot be reached, is busy or broken (429, 5xx, `server_error`, `temporarily_unavailable`) ends
//! no session: all go on ([`outage_grace`](SessionsBuilder::outage_grace)), it is left alone for ten seconds or as long
//! as it says, and after the grace requests get 503 with `Retry-After`. One that refuses this service
//! (`invalid_client`, `unauthorized_client`, `invalid_request`) ends none either: the log says what to compare with the
//! console, each session is tried by itself every ten seconds, none more after 32 refusals in that time, and after the
//! grace its requests get 500. Any other refusal (`invalid_grant`, `access_denied`, `invalid_scope` …) ends the one
//! session that it is about. While the store is down requests get 503, since nobody knows who sent them;
//! tokens that have just been renewed are tried to be kept for eight seconds more.
//!
//! # Logout
//!
//! The logout route ends the session here, revokes its refresh token, also one that a renewal under way gets after
//! that, and redirects the visitor to the provider's logout. Of a session that is over here already nobody knows the
//! id_token: then the provider may ask the visitor, and shows its own page after it.
//!
//! The provider posts a message when its session has ended elsewhere (back-channel logout): all that come from it
//! end, or all of the user's. A message that comes again is followed again, with 200; it ends no session that
//! began after the message was issued, so that one that somebody has kept logs nobody out.
//!
//! OpenID Connect Front-Channel Logout has no route: the provider's page would load it in a frame, into which
//! browsers send no cookie of another site, and what it does without one anybody could do by a link. Set the
//! back-channel logout instead.
//!
//! Sessions in sealed cookies are ended by when they began. One alone ends whatever any clock says. Those of a user or of
//! a session at the provider end if they began until then, by the clock of any process that is at most ten seconds
//! ahead; one that begins after that lives, since a visitor may log in again at once, and by the same session at
//! the provider. The one that begins with a CAS ticket ends whenever it begins: a ticket begins no other.
//!
//! # Attacks
//!
//! The table of what was tried against it, with the test of each, is in the crate's README.

mod begun;
mod builder;
mod cookies;
pub(crate) mod error;
mod flights;
mod login;
mod memory;
mod outcome;
mod pause;
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
pub use cookies::SessionCookies;
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
pub use sessions::Sessions;
pub use store::{RevocationList, SessionGroup, SessionLock, SessionStore, StoredSession};
