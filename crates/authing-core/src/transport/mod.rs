//! How bytes get to the server and back.

mod body;
#[cfg(any(feature = "reqwest", feature = "events"))]
pub(crate) mod certificate;
mod error;
mod http;
#[cfg(feature = "reqwest")]
mod kept;
#[cfg(feature = "reqwest")]
mod pools;
#[cfg(any(feature = "reqwest", feature = "events"))]
pub(crate) mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;
// reqwest takes the system's TLS where both are compiled in.
#[cfg(all(any(feature = "rustls", feature = "rustls-no-provider"), not(feature = "native-tls")))]
mod trust;

pub(crate) use self::body::{Part, Source};
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::ReqwestTransport;
pub use self::{
    body::BodyStream,
    error::{TransportError, TransportErrorKind},
    http::{BoxFuture, HttpRequest, HttpResponse, Transport},
};
