//! A request with its body, as the newer `http` has it.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{HttpRequest, dev::Payload, error::PayloadError};
use bytes::Bytes;
use futures_core::Stream as _;
use http::Request;
use http_body::{Body, Frame};

use crate::convert::{self, Unreadable};

/// The request with its body, none of which is read yet.
pub(crate) fn with_body(
    request: &HttpRequest,
    payload: Payload,
) -> Result<Request<PayloadBody>, Unreadable> {
    Ok(Request::from_parts(convert::parts(request.head())?, PayloadBody(payload)))
}

/// The body of a request.
pub(crate) struct PayloadBody(Payload);

impl Body for PayloadBody {
    type Data = Bytes;
    type Error = PayloadError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        let chunk = ready!(Pin::new(&mut self.0).poll_next(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }
}
