//! What goes over the wire and what comes back: requests as bytes, responses as values. No I/O.

mod coding;
mod document;
mod envelope;
mod mend;
mod multipart;
mod operation;
mod place;
mod redirect;
mod refusal;
mod request;
mod told;
mod zeroizing_buf;

#[cfg(feature = "events")]
pub(crate) use self::envelope::{DecodeDetail, retry_after};
pub use self::{
    document::{Asked, Document, Part},
    multipart::Upload,
    operation::{Credential, Envelope, Operation},
    request::RestRequest,
};
pub(crate) use self::{
    envelope::{
        Reply, about, admit, does_not_exist, open_bytes, open_graphql, open_rest, open_rest_or,
        undecodable,
    },
    operation::Target,
    request::{Body, JSON, Request},
    told::Told,
};
