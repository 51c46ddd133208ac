//! A route of a service, as a framework calls it.

use std::convert::Infallible;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};

use super::BoxError;

/// A visitor's request.
pub fn request(name: &HeaderName, value: &HeaderValue) -> Result<Request<Bytes>, BoxError> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = "/orders?page=2".parse()?;
    let headers = request.headers_mut();
    headers.insert(http::header::HOST, HeaderValue::from_static("shop.example.com"));
    headers.insert(http::header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(name, value.clone());
    Ok(request)
}

/// What the route does.
pub async fn handler(_: Request<Bytes>) -> Result<Response<Bytes>, Infallible> {
    Ok(Response::new(Bytes::from_static(b"the orders")))
}
